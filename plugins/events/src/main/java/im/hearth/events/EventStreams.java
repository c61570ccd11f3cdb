package im.hearth.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.TokenCheck;
import im.hearth.core.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams that are open on this node: how many there may be, who is woken, and who is sent away. */
final class EventStreams implements LiveEvents.Streams {
    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    private final Feed feed;
    private final EventLog facts;
    private final ObjectMapper mapper;
    private final Executor executor;
    private final Supplier<TokenCheck> tokens;
    private final Consumer<String> cameOrWent;
    private final Settings settings;
    private final Clock clock;

    private final Map<String, Set<EventStream>> byUsername = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean lookWaits = new AtomicBoolean();
    private long followed = -1;

    /**
     * Streams.
     *
     * @param cameOrWent hears who opens the first stream here, or closes the last one; never waits
     */
    EventStreams(
            Feed feed,
            EventLog facts,
            ObjectMapper mapper,
            Executor executor,
            Supplier<TokenCheck> tokens,
            Consumer<String> cameOrWent,
            Settings settings,
            Clock clock) {
        this.feed = feed;
        this.facts = facts;
        this.mapper = mapper;
        this.executor = executor;
        this.tokens = tokens;
        this.cameOrWent = cameOrWent;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Who a token stands for.
     *
     * @throws Problem of kind UNAUTHORIZED for one that is no good
     */
    Subscriber subscriber(String accessToken) {
        TokenCheck check = tokens.get();
        return new Subscriber(check.check(accessToken), accessToken, check.expiresAt(accessToken));
    }

    /**
     * Opens a stream, which will begin.
     *
     * @param outlet makes what it is written to, of what runs when the reader has gone; called if there is room
     * @throws Problem TOO_OFTEN where the account has too many, UNAVAILABLE where the server has
     */
    EventStream open(Function<Runnable, Outlet> outlet, Subscriber subscriber) {
        if (count.incrementAndGet() > settings.get(EventSettings.ALL)) {
            count.decrementAndGet();
            throw Problem.unavailable("too-many-streams", "The server has too many streams. Try again later.", null);
        }
        EventStream stream = new EventStream(subscriber, feed, mapper, executor, tokens, clock, this::forget);
        int most = settings.get(EventSettings.PER_ACCOUNT);
        boolean[] fits = {false};
        boolean[] first = {false};
        byUsername.compute(subscriber.username(), (username, streams) -> {
            Set<EventStream> all = streams == null ? ConcurrentHashMap.newKeySet() : streams;
            first[0] = all.isEmpty();
            fits[0] = all.size() < most && all.add(stream);
            return all;
        });
        if (!fits[0]) {
            count.decrementAndGet();
            throw Problem.tooOften(
                    Duration.ofSeconds(30),
                    "You have " + most + " streams open already. Close one of them, or share it.");
        }
        try {
            stream.to(outlet.apply(stream::gone));
        } catch (RuntimeException e) {
            stream.gone();
            throw e;
        }
        if (first[0]) {
            cameOrWent.accept(subscriber.username());
        }
        return stream;
    }

    /**
     * Where a reader goes on.
     *
     * @param lastId the id of the last event that it saw; null for a new reader
     */
    Feed.Start start(@Nullable String lastId) {
        return feed.start(lastId);
    }

    /** Begins a stream that was opened. */
    void begin(EventStream stream, Feed.Start start) {
        stream.begin(start);
        try {
            // Its session may have ended after the token was checked, and before anybody found the stream here.
            tokens.get().check(stream.subscriber().accessToken());
        } catch (Problem problem) {
            stream.end(Farewell.LOGGED_OUT);
        }
    }

    private void forget(EventStream stream) {
        boolean[] was = {false};
        Set<EventStream> left = byUsername.computeIfPresent(stream.username(), (username, streams) -> {
            if (streams.remove(stream)) {
                count.decrementAndGet();
                was[0] = true;
            }
            return streams.isEmpty() ? null : streams;
        });
        if (was[0] && left == null) {
            cameOrWent.accept(stream.username());
        }
    }

    /** How many are open. */
    int count() {
        return count.get();
    }

    @Override
    public void wake(Collection<String> usernames) {
        usernames.forEach(username -> of(username).forEach(EventStream::wake));
    }

    @Override
    public void tell(Collection<String> usernames, String type, Object data) {
        usernames.forEach(username -> of(username).forEach(stream -> stream.tell(type, data)));
    }

    @Override
    public void look() {
        if (lookWaits.compareAndSet(false, true)) {
            try {
                executor.execute(() -> {
                    lookWaits.set(false);
                    follow();
                });
            } catch (RejectedExecutionException e) {
                log.debug("Nobody looks any more: the server stops");
            }
        }
    }

    @Override
    public void log(Transaction transaction, Collection<String> audience, String type, Object data) {
        facts.add(transaction, audience, type, data);
        boolean many = audience.stream().anyMatch(EventLog::isTopic);
        transaction.afterCommit(many ? this::look : () -> wake(audience));
    }

    /** Who has one. */
    Set<String> usernames() {
        return Set.copyOf(byUsername.keySet());
    }

    @Override
    public boolean hasStream(String username) {
        return byUsername.containsKey(username);
    }

    private Collection<EventStream> of(String username) {
        return byUsername.getOrDefault(username, Set.of());
    }

    /** Sends away the streams of somebody that the test picks. */
    void end(String username, Predicate<Subscriber> which) {
        List.copyOf(of(username)).forEach(stream -> {
            if (which.test(stream.subscriber())) {
                stream.end(Farewell.LOGGED_OUT);
            }
        });
    }

    /** Looks after what depends on the time, in all streams. */
    void tick() {
        Duration heartbeat = settings.get(EventSettings.HEARTBEAT);
        Duration stall = settings.get(EventSettings.STALL);
        byUsername.values().forEach(streams -> streams.forEach(stream -> stream.tick(heartbeat, stall)));
    }

    /**
     * Wakes those for whom something was committed, maybe by another node: by what is new in the tables since the last time.
     */
    synchronized void follow() {
        if (byUsername.isEmpty()) {
            followed = -1;
            return;
        }
        try {
            long horizon = feed.horizon();
            // What was committed while nobody was here is read by whoever comes, from its own id on.
            long since = followed < 0 ? oldest(horizon) : followed;
            if (horizon > since) {
                feed.touched(since, horizon)
                        .forEach((username, id) -> of(username).forEach(stream -> {
                            if (stream.after() < id) {
                                stream.wake();
                            }
                        }));
            }
            followed = horizon;
        } catch (Problem away) {
            log.debug("Cannot look for events of other nodes: {}", away.detail());
        }
    }

    private long oldest(long horizon) {
        return byUsername.values().stream()
                .flatMap(Set::stream)
                .mapToLong(EventStream::after)
                .reduce(horizon, Math::min);
    }

    /** Sends everybody away: the server stops. */
    void close() {
        byUsername.values().forEach(streams -> List.copyOf(streams).forEach(stream -> stream.end(Farewell.STOPPING)));
    }
}
