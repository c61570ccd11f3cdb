package im.hearth.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.CommitClock;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.TokenCheck;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The streams with everything that they stand on; whatever they do elsewhere waits until a test calls {@link #run}. */
final class House implements AutoCloseable {
    final TestDatabase database = TestDatabase.with("hearth-core", "hearth-events");
    final MutableClock clock = new MutableClock();
    final MemoryProperties properties = new MemoryProperties();
    final Settings settings = new Settings(Map.of(), properties);
    final ObjectMapper mapper = Json.mapper();
    final Accounts accounts = TestAccounts.of(database, "alice", "bob");
    final LiveEvents live = new LiveEvents();
    final Set<String> revoked = new HashSet<>();
    final Map<String, Instant> expiries = new HashMap<>();
    final EventLog facts;
    final Feed feed;
    final EventStreams streams;
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    House() {
        facts = new EventLog(
                database.database(),
                new EventStore(),
                new CommitClock(),
                live::topics,
                accounts::gone,
                mapper,
                settings,
                clock);
        feed = new Feed(database.database(), new CommitClock(), live::sources, facts::keptFrom, clock);
        streams = node();
        live.add(facts);
        live.serve(streams);
    }

    /** The streams of a node; {@link #streams} are those of the one where things happen. */
    EventStreams node() {
        return new EventStreams(feed, facts, mapper, tasks::add, Tokens::new, live::cameOrWent, settings, clock);
    }

    /** Tokens are usernames. */
    private final class Tokens implements TokenCheck {
        @Override
        public Caller check(String accessToken) {
            if (revoked.contains(accessToken)) {
                throw Problem.of(Kind.UNAUTHORIZED, "This session has ended.");
            }
            return new Caller(accessToken, "session-of-" + accessToken, false);
        }

        @Override
        public Instant expiresAt(String accessToken) {
            return expiries.getOrDefault(accessToken, Instant.MAX);
        }
    }

    /** Does all that waits to be done. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Keeps a fact for people. */
    void happen(String what, String... usernames) {
        database.database().write(transaction -> {
            live.log(transaction, List.of(usernames), what, Map.of());
            return true;
        });
        run();
    }

    /** The types of the facts that are kept for somebody, in their order. */
    List<String> kept(String username) {
        return database.database().read(handle -> handle.createQuery(
                        "SELECT type FROM hearth_event WHERE audience = :username ORDER BY id")
                .bind("username", username)
                .mapTo(String.class)
                .list());
    }

    /** A reader that goes on after an id. */
    Reader connect(String username, @Nullable String lastId) {
        return connect(streams, username, lastId);
    }

    Reader connect(EventStreams node, String username, @Nullable String lastId) {
        Reader reader = new Reader();
        Feed.Start start = node.start(lastId);
        EventStream stream = node.open(gone -> reader, node.subscriber(username));
        reader.stream = stream;
        node.begin(stream, start);
        run();
        return reader;
    }

    @Override
    public void close() {
        database.close();
    }

    /** Somebody who reads, or does not. */
    static final class Reader implements Outlet {
        final List<String> ids = new ArrayList<>();
        final List<String> types = new ArrayList<>();

        @Nullable Farewell farewell;

        int heartbeats;
        boolean reads = true;
        private final List<String> untaken = new ArrayList<>();
        private @Nullable EventStream stream;
        private @Nullable Runnable done;

        @Override
        public String event(@Nullable String id, String type, String json) {
            return id + " " + type;
        }

        @Override
        public String heartbeat(String id) {
            return id + " heartbeat";
        }

        @Override
        public void write(List<String> frames, Runnable whenDone) {
            untaken.addAll(frames);
            done = whenDone;
            if (reads) {
                take();
            }
        }

        EventStream stream() {
            return Objects.requireNonNull(stream);
        }

        /** Reads what was sent. */
        void take() {
            for (String frame : untaken) {
                String[] parts = frame.split(" ", -1);
                if (parts[1].equals("heartbeat")) {
                    heartbeats++;
                } else if (!parts[1].equals("ready")) {
                    types.add(parts[1]);
                }
                ids.add(parts[0]);
            }
            untaken.clear();
            Runnable finished = done;
            done = null;
            if (finished != null) {
                finished.run();
            }
        }

        /** How many frames were sent and are not read. */
        int waiting() {
            return untaken.size();
        }

        String lastId() {
            return ids.get(ids.size() - 1);
        }

        @Override
        public void close(Farewell why) {
            farewell = why;
        }
    }
}
