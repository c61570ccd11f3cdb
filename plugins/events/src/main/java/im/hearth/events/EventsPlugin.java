package im.hearth.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountSuspended;
import im.hearth.core.accounts.LoggedIn;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.db.CommitClock;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.RestModule;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live events: what happens to a person, as it happens, and what was missed. */
public final class EventsPlugin extends FeaturePlugin {
    private static final Logger log = LoggerFactory.getLogger(EventsPlugin.class);

    /** As many read at once, of whatever number of streams: each takes a connection of the server's pool (25). */
    private static final int READERS = 4;

    private static final Duration TICK = Duration.ofMillis(500);

    /** How long what another node committed takes to be seen here. */
    private static final Duration FOLLOW = Duration.ofSeconds(1);

    @Override
    protected void start(Core core, Registrations registrations) {
        ObjectMapper mapper = Json.mapper();
        ScheduledExecutorService readers = Executors.newScheduledThreadPool(READERS, daemons());
        registrations.add(readers::shutdownNow);

        CommitClock ids = new CommitClock();
        EventLog facts = new EventLog(
                core.database(),
                new EventStore(),
                ids,
                core.live()::topics,
                core.accounts()::gone,
                mapper,
                core.settings(),
                core.clock());
        Feed feed = new Feed(core.database(), ids, core.live()::sources, facts::keptFrom, core.clock());
        EventStreams streams = new EventStreams(
                feed,
                facts,
                mapper,
                readers,
                core.rest()::tokenCheck,
                core.live()::cameOrWent,
                core.settings(),
                core.clock());
        Readers elsewhere = new Readers(
                core.database(),
                new ReaderStore(),
                UUID.randomUUID().toString(),
                streams::hasStream,
                streams::usernames,
                core.clock());
        registrations.add(elsewhere::close);
        registrations.add(core.live().onComingOrGoing(elsewhere::cameOrWent));
        registrations.add(core.live().readElsewhere(elsewhere::elsewhere));
        registrations.add(core.jobs().every("events.nodes", Duration.ofMinutes(1), elsewhere::purge));
        SocketRoute sockets =
                new SocketRoute(streams, core.live(), core.sockets(), core.rest()::calls, mapper, core.clock());
        registrations.add(sockets::close);
        registrations.add(streams::close);
        registrations.add(core.live().add(facts));
        registrations.add(core.live().serve(streams));
        registrations.add(core.jobs().every("events.purge", Duration.ofHours(1), facts::purge));

        every(readers, TICK, streams::tick);
        every(readers, TICK, sockets::tick);
        every(readers, FOLLOW, streams::follow);
        every(readers, FOLLOW, elsewhere::write);
        every(readers, Readers.BEAT, elsewhere::beat);

        SessionFacts sessions = new SessionFacts(core.live());
        registrations.add(core.events().within(LoggedIn.class, sessions::loggedIn));
        registrations.add(core.events().within(SessionEnded.class, sessions::ended));
        registrations.add(core.events()
                .subscribe(
                        SessionEnded.class,
                        ended -> streams.end(
                                ended.username(),
                                who -> who.caller().sessionId().equals(ended.sessionId()))));
        registrations.add(core.events()
                .subscribe(AccountSuspended.class, suspended -> streams.end(suspended.username(), who -> true)));
        registrations.add(core.events().subscribe(AccountDeleted.class, deleted -> {
            streams.end(deleted.username(), who -> true);
            facts.forget(deleted.username());
        }));

        registrations.add(core.rest().route("/events/", new SseRoute(streams)));
        registrations.add(core.rest().route("/ws/", sockets));
        registrations.add(core.rest()
                .add(new RestModule(
                        "events", List.of(), EventsPlugin.class.getResource("/openapi/hearth-events.json"))));
    }

    private static void every(ScheduledExecutorService executor, Duration period, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("Looking after the streams failed; it goes on", e);
            }
        };
        var unused =
                executor.scheduleWithFixedDelay(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "hearth-events-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
