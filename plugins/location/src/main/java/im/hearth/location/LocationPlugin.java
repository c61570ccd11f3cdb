package im.hearth.location;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.CommitClock;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.location.message.PlaceStore;
import im.hearth.location.message.Places;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where people are: live sharing with an end, and places in messages. */
public final class LocationPlugin extends FeaturePlugin {
    /** How late others may hear that a place has ended; nobody sees it any more from the moment on at which it ends. */
    private static final Duration SWEEP = Duration.ofSeconds(5);

    @Override
    protected void start(Core core, Registrations registrations) {
        Vault vault = new Vault(core.secrets());
        Groups groups = new Groups(core.database(), core.live(), core.rooms().domain());
        Circles circles = new Circles(groups, core.people(), core.domain());
        Locations locations = new Locations(
                core.database(),
                core.accounts(),
                new LocationStore(),
                circles,
                vault,
                new Pace(core.clock()),
                core.settings(),
                core.clock());
        LocationStanzas stanzas = new LocationStanzas(
                locations,
                circles,
                core.domain(),
                username -> core.presence().interested(username, Geoloc.NAMESPACE),
                core.sessions()::deliver);

        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "hearth-location");
            thread.setDaemon(true);
            return thread;
        });
        registrations.add(executor::shutdownNow);
        Telling telling = new Telling(locations, circles, List.of(stanzas, new LiveLocations(core.live())), executor);
        registrations.add(core.events().subscribe(LocationChanged.class, telling::changed));
        registrations.add(core.events().subscribe(LocationEnded.class, telling::ended));
        registrations.add(core.events().subscribe(TiesChanged.class, telling::changed));
        registrations.add(core.presence().onAvailable(client -> telling.soon(() -> stanzas.greet(client))));

        registrations.add(core.events().subscribe(AccountDeleted.class, locations::forget));
        registrations.add(core.personalData().add((username, copy) -> {
            Optional<Locations.Seen> own = locations.own(username);
            if (own.isPresent()) {
                copy.json("location.json", LocationView.of(own.get(), circles));
            }
        }));
        registrations.add(core.jobs().every("location.end", SWEEP, locations::endExpired));
        registrations.add(core.stanzas().onRequest(stanzas));
        registrations.add(core.rest()
                .add(new RestModule(
                        "location",
                        List.of(new LocationResource(locations, circles, core.clock())),
                        LocationPlugin.class.getResource("/openapi/hearth-location.json"))));

        Places places =
                new Places(core.database(), new PlaceStore(), vault, core.accounts(), new CommitClock(), core.domain());
        registrations.add(core.events().subscribe(AccountDeleted.class, places::forget));
        registrations.add(core.talks().add(places));
        registrations.add(core.talks().placesToldBy(places::telling));
    }
}
