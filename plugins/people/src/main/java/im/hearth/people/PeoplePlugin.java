package im.hearth.people;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.RestModule;
import im.hearth.people.export.ExportResource;
import im.hearth.people.export.ExportStore;
import im.hearth.people.export.Exports;
import im.hearth.people.settings.PersonalSettings;
import im.hearth.people.settings.SettingsChanged;
import im.hearth.people.settings.SettingsResource;
import im.hearth.people.settings.SettingsStanzas;
import im.hearth.people.settings.SettingsStore;
import im.hearth.people.settings.SettingsView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Friendships, profiles, statuses, settings, blocks, tags and contacts. */
public final class PeoplePlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        List<Object> resources = new ArrayList<>();
        SettingsStore settingsStore = new SettingsStore();
        Later later = new Later();
        registrations.add(later::close);

        startSettings(core, registrations, resources, settingsStore, later);
        startExports(core, registrations, resources);

        registrations.add(core.rest()
                .add(new RestModule(
                        "people", resources, PeoplePlugin.class.getResource("/openapi/hearth-people.json"))));
    }

    private static void startExports(Core core, Registrations registrations, List<Object> resources) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "hearth-exports");
            thread.setDaemon(true);
            return thread;
        });
        registrations.add(executor::shutdownNow);
        Exports exports = new Exports(
                core.database(),
                new ExportStore(),
                core.personalData(),
                core.media(),
                core.home().resolve("hearth").resolve("exports"),
                executor,
                core.clock());
        exports.sweep();
        registrations.add(core.jobs().every("people.exports", Duration.ofMinutes(1), exports::tend));
        registrations.add(core.events().subscribe(AccountDeleted.class, exports::forget));
        resources.add(new ExportResource(exports));
    }

    private static void startSettings(
            Core core, Registrations registrations, List<Object> resources, SettingsStore store, Later later) {
        PersonalSettings settings = new PersonalSettings(core.database(), store, core.live());
        SettingsStanzas stanzas = new SettingsStanzas(
                settings, Json.mapper(), core.domain(), core.sessions()::resources, core.sessions()::deliver);
        registrations.add(core.stanzas().onRequest(stanzas));
        registrations.add(core.events()
                .subscribe(SettingsChanged.class, changed -> later.run(() -> stanzas.tell(changed.username()))));
        registrations.add(core.events()
                .within(AccountDeleted.class, (transaction, gone) -> settings.forget(transaction, gone.username())));
        registrations.add(core.personalData()
                .add((username, copy) -> copy.json("settings.json", SettingsView.of(settings.of(username)))));
        resources.add(new SettingsResource(settings));
    }
}
