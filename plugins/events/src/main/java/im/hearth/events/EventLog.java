package im.hearth.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.EventSource;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.events.live.Topics;
import im.hearth.core.settings.Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Keeps facts that are rows of no feature, for as long as somebody who was away may ask for them. */
final class EventLog implements EventSource {
    private final Database database;
    private final EventStore store;
    private final CommitClock ids;
    private final Supplier<List<Topics>> topics;
    private final Gone gone;
    private final ObjectMapper mapper;
    private final Settings settings;
    private final Clock clock;

    /** Knows who has left. */
    @FunctionalInterface
    interface Gone {
        /** Those of these usernames that somebody had who has left. */
        Set<String> among(Handle handle, Collection<String> usernames);
    }

    EventLog(
            Database database,
            EventStore store,
            CommitClock ids,
            Supplier<List<Topics>> topics,
            Gone gone,
            ObjectMapper mapper,
            Settings settings,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.ids = ids;
        this.topics = topics;
        this.gone = gone;
        this.mapper = mapper;
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds a fact for these people and topics; all facts of a transaction are written at once, right before its commit. */
    void add(Transaction transaction, Collection<String> audience, String type, Object data) {
        if (audience.isEmpty()) {
            return;
        }
        Facts facts = transaction.attached(Facts.class, () -> {
            Facts made = new Facts(new ArrayList<>());
            transaction.beforeCommit(() -> write(transaction.handle(), made.all()));
            return made;
        });
        facts.all().add(new Fact(audience, type, json(data)));
    }

    /** What a transaction has to tell so far. */
    private record Facts(List<Fact> all) {}

    private record Fact(Collection<String> audience, String type, String data) {}

    private void write(Handle handle, List<Fact> all) {
        long id = ids.allot(handle, all.size(), CommitClock.at(clock.instant()));
        Set<String> nobody = gone.among(
                handle,
                all.stream()
                        .flatMap(fact -> fact.audience().stream())
                        .filter(one -> !isTopic(one))
                        .collect(Collectors.toSet()));
        List<EventStore.Row> rows = new ArrayList<>();
        for (Fact fact : all) {
            for (String one : fact.audience()) {
                if (!nobody.contains(one)) {
                    rows.add(new EventStore.Row(id, one, fact.type(), fact.data()));
                }
            }
            id++;
        }
        if (!rows.isEmpty()) {
            store.insert(handle, rows);
        }
    }

    private String json(Object data) {
        try {
            return mapper.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An event's data cannot be written as JSON", e);
        }
    }

    /** Ids before this one may be of events that are not kept any more. */
    long keptFrom() {
        return CommitClock.at(clock.instant().minus(settings.get(EventSettings.RETENTION)));
    }

    /** Forgets what is too old. */
    void purge() {
        database.write(transaction -> store.purge(transaction.handle(), keptFrom()));
    }

    /** Forgets what was for somebody who has left. */
    void forget(String username) {
        database.write(transaction -> {
            // Whoever has ids already may not know yet that the person is gone.
            ids.awaitOthers(transaction.handle());
            return store.forget(transaction.handle(), username);
        });
    }

    @Override
    public EventPage read(Handle handle, String username, long after, long upTo, int limit) {
        Map<String, Long> since = new HashMap<>();
        topics.get().forEach(some -> since.putAll(some.of(handle, username)));
        since.put(username, 0L);
        List<EventStore.Row> rows = store.read(handle, since.keySet(), after, upTo, limit);
        long readUpTo = rows.size() < limit ? upTo : rows.get(rows.size() - 1).id();
        // A fact may be for a person and for a topic of theirs: its rows have one id.
        Map<Long, LiveEvent> events = new LinkedHashMap<>();
        for (EventStore.Row row : rows) {
            if (row.id() > since.getOrDefault(row.audience(), Long.MAX_VALUE)) {
                events.put(row.id(), new LiveEvent(row.id(), row.type(), new RawValue(row.data())));
            }
        }
        return new EventPage(List.copyOf(events.values()), readUpTo);
    }

    @Override
    public Map<String, Long> touched(Handle handle, long after, long upTo) {
        Map<String, Long> touched = new HashMap<>();
        store.touched(handle, after, upTo).forEach((audience, id) -> followers(handle, audience)
                .forEach(who -> touched.merge(who, id, Math::max)));
        return touched;
    }

    private Collection<String> followers(Handle handle, String audience) {
        if (!isTopic(audience)) {
            return List.of(audience);
        }
        return topics.get().stream()
                .flatMap(some -> some.followers(handle, List.of(audience)).stream())
                .toList();
    }

    /** Whether it is not somebody's username. */
    static boolean isTopic(String audience) {
        return audience.indexOf('@') >= 0;
    }
}
