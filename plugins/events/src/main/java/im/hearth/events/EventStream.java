package im.hearth.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.TokenCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader. It holds no queue of events, only the id up to which it has read: it reads on when its reader has taken
 * what was sent before. So a slow reader costs nothing but its connection, and holds up nobody.
 */
final class EventStream {
    /** How many answers, and events that are not kept, may wait for the reader. */
    private static final int WAITING_MOST = 256;

    private static final long STALE_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    private final Feed feed;
    private final ObjectMapper mapper;
    private final Executor executor;
    private final Supplier<TokenCheck> tokens;
    private final Clock clock;
    private final Consumer<EventStream> whenEnded;

    private final Deque<String> waiting = new ArrayDeque<>();
    private Subscriber subscriber;
    private @Nullable Outlet target;
    private volatile long after;
    private volatile long cameAt;
    private boolean begun;
    private boolean dirty;
    private boolean busy;
    private boolean heartbeatDue;
    private boolean ended;
    private long writingSince;
    private long lastWrite;

    /**
     * A stream that has not begun.
     *
     * @param executor where it reads
     * @param whenEnded runs once, when it has ended
     */
    EventStream(
            Subscriber subscriber,
            Feed feed,
            ObjectMapper mapper,
            Executor executor,
            Supplier<TokenCheck> tokens,
            Clock clock,
            Consumer<EventStream> whenEnded) {
        this.subscriber = subscriber;
        this.feed = feed;
        this.mapper = mapper;
        this.executor = executor;
        this.tokens = tokens;
        this.clock = clock;
        this.whenEnded = whenEnded;
    }

    /** Gives it what it is written to. */
    synchronized void to(Outlet outlet) {
        target = outlet;
    }

    private synchronized Outlet outlet() {
        Outlet outlet = target;
        if (outlet == null) {
            throw new IllegalStateException("A stream begins once it has something to be written to");
        }
        return outlet;
    }

    String username() {
        return subscriber.username();
    }

    synchronized Subscriber subscriber() {
        return subscriber;
    }

    /** Everything up to this id has been read. */
    long after() {
        return after;
    }

    /** Begins; the first thing that the reader hears is where. */
    void begin(Feed.Start start) {
        synchronized (this) {
            after = start.after();
            cameAt = start.cameAt();
            begun = true;
            lastWrite = clock.millis();
            String id = Long.toString(after);
            waiting.add(start.reset() ? outlet().event(id, "reset", "{}") : outlet().event(id, "ready", "{}"));
        }
        wake();
    }

    /** The reader goes on with another token of the same account. */
    synchronized void renew(Subscriber renewed) {
        subscriber = renewed;
    }

    /** There may be something new. Never waits. */
    void wake() {
        synchronized (this) {
            dirty = true;
            if (ended || busy || !begun) {
                return;
            }
            busy = true;
        }
        pumpSoon();
    }

    /** Sends something that is not kept, or an answer; ends the stream if too much of it waits. */
    void say(String frame) {
        boolean full;
        synchronized (this) {
            full = waiting.size() >= WAITING_MOST;
            if (!full) {
                waiting.add(frame);
            }
        }
        if (full) {
            end(Farewell.FLOODED);
        } else {
            wakeWithoutReading();
        }
    }

    /** Sends an event that is not kept. */
    void tell(String type, Object data) {
        say(outlet().event(null, type, json(data)));
    }

    private void wakeWithoutReading() {
        synchronized (this) {
            if (ended || busy || !begun) {
                return;
            }
            busy = true;
        }
        pumpSoon();
    }

    private void pumpSoon() {
        try {
            executor.execute(this::pump);
        } catch (RejectedExecutionException e) {
            end(Farewell.STOPPING);
        }
    }

    /** Looks after what depends on the time. */
    void tick(Duration heartbeat, Duration stall) {
        long now = clock.millis();
        Farewell why = null;
        boolean pump = false;
        synchronized (this) {
            if (ended || !begun) {
                return;
            }
            if (!subscriber.expiresAt().isAfter(clock.instant())) {
                why = Farewell.EXPIRED;
            } else if (writingSince != 0 && now - writingSince > stall.toMillis()) {
                why = Farewell.SLOW;
            } else if (!busy) {
                heartbeatDue = now - lastWrite >= heartbeat.toMillis();
                pump = heartbeatDue || dirty;
                busy = pump;
            }
        }
        if (why != null) {
            end(why);
        } else if (pump) {
            pumpSoon();
        }
    }

    /** Sends what there is, until there is nothing; runs in one thread at a time, and waits for no reader. */
    private void pump() {
        try {
            List<String> frames = next();
            while (frames != null && frames.isEmpty()) {
                frames = next();
            }
            if (frames != null) {
                synchronized (this) {
                    if (ended) {
                        return;
                    }
                    writingSince = clock.millis();
                }
                outlet().write(frames, this::written);
            }
        } catch (Problem problem) {
            if (problem.kind() == Kind.UNAUTHORIZED || problem.kind() == Kind.FORBIDDEN) {
                end(Farewell.LOGGED_OUT);
            } else {
                log.debug("A stream waits: {}", problem.detail());
                synchronized (this) {
                    // The next tick tries again.
                    dirty = true;
                    busy = false;
                }
            }
        } catch (RuntimeException e) {
            log.error("A stream of {} failed", username(), e);
            end(Farewell.FAILED);
        }
    }

    private void written() {
        synchronized (this) {
            writingSince = 0;
            lastWrite = clock.millis();
        }
        pumpSoon();
    }

    /** What to send next; empty for nothing yet, but look again; null for nothing, and the stream rests. */
    private @Nullable List<String> next() {
        boolean check;
        synchronized (this) {
            if (ended) {
                return null;
            }
            if (!waiting.isEmpty()) {
                List<String> frames = List.copyOf(waiting);
                waiting.clear();
                return frames;
            }
            check = heartbeatDue;
            if (check && isStale()) {
                dirty = true;
            }
            if (!check && !dirty) {
                busy = false;
                return null;
            }
            heartbeatDue = false;
        }
        if (check) {
            // A session may have ended on another node.
            tokens.get().check(subscriber().accessToken());
        }
        List<String> frames = read();
        return frames.isEmpty() && check ? List.of(outlet().heartbeat(Long.toString(after))) : frames;
    }

    /** Long ago nothing was for this reader: go on from a newer id before that one is too old to come again with. */
    private boolean isStale() {
        return clock.millis() * 1_000 - after > STALE_MICROS;
    }

    private List<String> read() {
        synchronized (this) {
            if (!dirty) {
                return List.of();
            }
            dirty = false;
        }
        Feed.Batch batch = feed.read(username(), after, cameAt);
        List<String> frames = new ArrayList<>();
        for (LiveEvent event : batch.events()) {
            frames.add(outlet().event(Long.toString(event.id()), event.type(), json(event.data())));
        }
        after = batch.after();
        if (batch.more()) {
            synchronized (this) {
                dirty = true;
            }
        }
        return frames;
    }

    private String json(Object data) {
        try {
            return mapper.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event cannot be written as JSON", e);
        }
    }

    /** Ends it from this side. */
    void end(Farewell why) {
        if (finish()) {
            log.debug("A stream of {} ends: {}", username(), why);
            outlet().close(why);
            whenEnded.accept(this);
        }
    }

    /** The reader has gone. */
    void gone() {
        if (finish()) {
            whenEnded.accept(this);
        }
    }

    private synchronized boolean finish() {
        boolean first = !ended;
        ended = true;
        waiting.clear();
        return first;
    }
}
