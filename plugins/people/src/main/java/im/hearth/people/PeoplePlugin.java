package im.hearth.people;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.RestModule;
import im.hearth.people.settings.PersonalSettings;
import im.hearth.people.settings.SettingsChanged;
import im.hearth.people.settings.SettingsResource;
import im.hearth.people.settings.SettingsStanzas;
import im.hearth.people.settings.SettingsStore;
import java.util.ArrayList;
import java.util.List;

/** Friendships, profiles, statuses, settings, blocks, tags and contacts. */
public final class PeoplePlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        List<Object> resources = new ArrayList<>();
        SettingsStore settingsStore = new SettingsStore();
        Later later = new Later();
        registrations.add(later::close);

        startSettings(core, registrations, resources, settingsStore, later);

        registrations.add(core.rest()
                .add(new RestModule(
                        "people", resources, PeoplePlugin.class.getResource("/openapi/hearth-people.json"))));
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
        resources.add(new SettingsResource(settings));
    }
}
