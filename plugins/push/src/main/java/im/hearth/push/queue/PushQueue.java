package im.hearth.push.queue;

import im.hearth.core.db.Database;
import im.hearth.push.devices.Platform;
import im.hearth.push.notifications.Reach;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What waits to be sent, in the database: so that neither a crash nor the outage of a provider loses any of it. */
public final class PushQueue {
    /** How long a worker has something at most: longer than any provider's own time limit, of 30 s. */
    static final Duration CLAIM = Duration.ofSeconds(60);

    private static final int AT_ONCE = 500;

    private final Database database;
    private final PushStore store;
    private final Predicate<Platform> served;
    private final Supplier<UUID> ids;
    private final Clock clock;

    /**
     * A queue.
     *
     * @param served whether this server sends pushes by that platform
     */
    public PushQueue(Database database, PushStore store, Predicate<Platform> served, Supplier<UUID> ids, Clock clock) {
        this.database = database;
        this.store = store;
        this.served = served;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Queues what people are to be woken for, in the transaction; what waits for the same notification is about the latest
     * event then. Says whether there is anything to be sent.
     */
    public boolean add(Handle handle, List<PushStore.Event> events) {
        long now = clock.millis();
        Map<String, List<PushStore.Event>> byPerson =
                events.stream().collect(Collectors.groupingBy(PushStore.Event::username));
        List<PushStore.Entry> entries = new ArrayList<>();
        List<String> usernames = List.copyOf(byPerson.keySet());
        for (int from = 0; from < usernames.size(); from += AT_ONCE) {
            List<String> some = usernames.subList(from, Math.min(usernames.size(), from + AT_ONCE));
            for (PushStore.Awake device : store.devices(handle, some)) {
                if (served.test(device.platform())) {
                    byPerson.getOrDefault(device.username(), List.of())
                            .forEach(event -> entries.add(entry(device, event, now)));
                }
            }
        }
        entries.removeIf(entry -> entry.expiresAt() <= now);
        if (entries.isEmpty()) {
            return false;
        }
        List<PushStore.Entry> fresh = store.join(handle, entries);
        if (!fresh.isEmpty()) {
            store.insert(handle, fresh);
        }
        return true;
    }

    private static PushStore.Entry entry(PushStore.Awake device, PushStore.Event event, long now) {
        long expiresAt = event.eventId() / 1_000 + Reach.of(event.kind()).toMillis();
        return new PushStore.Entry(device, event.notificationId(), event.eventId(), now, expiresAt);
    }

    /** Takes what is due, at most so many. Several at once, on however many nodes, never get the same. */
    synchronized List<Push> claim(Platform platform, int most) {
        long now = clock.millis();
        return database.write(transaction -> store.claim(
                transaction.handle(),
                platform,
                now,
                now + CLAIM.toMillis(),
                ids.get().toString(),
                most));
    }

    /** It is sent, or is of no more use. */
    void done(Push push) {
        database.write(transaction -> store.delete(transaction.handle(), push.id()));
    }

    /** It is to be tried again at that time. */
    void retry(Push push, long dueAt, boolean tried) {
        int attempts = tried ? push.attempts() + 1 : push.attempts();
        database.write(transaction -> store.release(transaction.handle(), push, dueAt, attempts));
    }

    /** Nothing is to be tried at a provider before that time. */
    void postpone(Platform platform, String provider, long until) {
        database.write(transaction -> store.postpone(transaction.handle(), platform, provider, clock.millis(), until));
    }

    /** Its device is not there any more. */
    void gone(PushStore.Address device) {
        database.write(transaction -> store.forget(transaction.handle(), device));
    }

    /** Drops what is of no more use. */
    public void purge() {
        database.write(transaction -> store.deleteExpired(transaction.handle(), clock.millis()));
    }

    /** How many wait, of all platforms. */
    public long depth() {
        return database.read(store::count);
    }

    /** How long the push has been due that has waited longest; zero if none is due. */
    public Duration delay() {
        Long first = database.read(store::firstDue);
        return first == null ? Duration.ZERO : Duration.ofMillis(Math.max(0, clock.millis() - first));
    }

    /** Looks something up. */
    <T> T read(Function<Handle, T> work) {
        return database.read(work);
    }
}
