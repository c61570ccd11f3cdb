package im.hearth.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.conversations.ConversationKind;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.conversations.Look;
import im.hearth.core.conversations.Mutes;
import im.hearth.core.conversations.Place;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.events.Events;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NoticePage;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.notices.Wishes;
import im.hearth.core.people.People;
import im.hearth.core.rest.Json;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import im.hearth.core.talk.Talks;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeTies;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.push.devices.DeviceBox;
import im.hearth.push.devices.DeviceStore;
import im.hearth.push.devices.Devices;
import im.hearth.push.devices.Platform;
import im.hearth.push.notifications.Follower;
import im.hearth.push.notifications.NoticeLog;
import im.hearth.push.notifications.NoticeStore;
import im.hearth.push.notifications.NotificationStore;
import im.hearth.push.notifications.NotificationViews;
import im.hearth.push.notifications.Notifications;
import im.hearth.push.notifications.Wording;
import im.hearth.push.queue.Backoff;
import im.hearth.push.queue.Circuits;
import im.hearth.push.queue.Courier;
import im.hearth.push.queue.PushQueue;
import im.hearth.push.queue.PushStore;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Sender;
import im.hearth.push.send.Target;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Notifications and pushes with everything that they stand on, and a log of what is said instead of an archive. */
public final class House {
    public static final String DOMAIN = "example.org";

    /** What a provider got. */
    public record Sent(Target target, Alert alert) {}

    public final MutableClock clock = new MutableClock();
    public final MemoryProperties properties = new MemoryProperties();
    public final Settings settings = new Settings(Map.of(), properties);
    public final ObjectMapper mapper = Json.mapper();
    public final Notices notices = new Notices();
    public final FakeTies ties = new FakeTies();
    public final Set<String> active = new HashSet<>();
    public final Set<Mutes.Muted> muted = new HashSet<>();
    public final Map<String, Wishes.Wish> wishes = new HashMap<>();
    public final Map<Platform, Sender> senders = new EnumMap<>(Platform.class);
    public final List<Sent> sent = new CopyOnWriteArrayList<>();
    public final Database database;
    public final FakeUsers users = new FakeUsers();
    public final Accounts accounts;
    public final Devices devices;
    public final Notifications notifications;
    public final NotificationViews views;
    public final Follower follower;
    public final PushQueue queue;
    public final Courier courier;
    public Function<Alert, Receipt> provider = alert -> new Receipt.Sent();
    private final CommitClock ids = new CommitClock();
    private final Log log = new Log();

    /** What is said. */
    private static final class Log {
        final List<Notice> notices = new ArrayList<>();
        final Map<Long, Said> said = new HashMap<>();
        final Map<String, Map<String, Integer>> unread = new HashMap<>();

        NoticePage read(Handle handle, long after, long upTo, int limit) {
            List<Notice> rows = notices.stream()
                    .filter(notice -> notice.id() > after && notice.id() <= upTo)
                    .sorted(Comparator.comparingLong(Notice::id))
                    .limit(limit)
                    .toList();
            return new NoticePage(
                    rows, rows.size() < limit ? upTo : rows.get(rows.size() - 1).id());
        }
    }

    public House(Database database, Events events) {
        this.database = database;
        People people = new People();
        people.knownBy(ties);
        ConversationKinds conversations = new ConversationKinds();
        conversations.add(new Unread());
        conversations.mutesKnownBy((owners, withs) -> muted);
        notices.wishesKnownBy(usernames -> wishes);
        notices.add(log::read);
        for (Platform platform : List.of(Platform.FCM, Platform.XMPP)) {
            senders.put(platform, (target, alert) -> {
                sent.add(new Sent(target, alert));
                return provider.apply(alert);
            });
        }
        Talks talks = new Talks();
        talks.add(new Spoken("message"));
        talks.add(new Spoken("group_message"));
        DeviceBox box = new DeviceBox(new SecretBox(new byte[32], new SecureRandom()), mapper);
        PushStore pushes = new PushStore(database.dialect());
        queue = new PushQueue(database, pushes, senders::containsKey, UUID::randomUUID, clock);
        NotificationStore store = new NotificationStore(database.dialect());
        NoticeStore noticeStore = new NoticeStore();
        for (String person : List.of("alice", "bob", "carol")) {
            users.ensure(person, "secret", null, null);
        }
        accounts = new Accounts(database, new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
        Wording wording = new Wording(talks, accounts, DOMAIN);
        devices = new Devices(
                database, accounts, new DeviceStore(), box, senders::containsKey, settings, UUID::randomUUID, clock);
        notifications = new Notifications(database, store, noticeStore, DOMAIN, settings, clock);
        views = new NotificationViews(wording);
        follower = new Follower(
                database,
                accounts,
                ids,
                notices,
                noticeStore,
                store,
                queue,
                this::away,
                conversations,
                people,
                DOMAIN,
                UUID::randomUUID);
        courier = new Courier(
                queue,
                pushes,
                store,
                box,
                senders,
                notices,
                conversations,
                wording,
                this::away,
                new Circuits(clock),
                new Backoff(() -> 0),
                DOMAIN,
                clock);
        NoticeLog facts = new NoticeLog(noticeStore, ids, clock);
        notices.keptBy(facts);
        notices.add(facts);
        events.within(SessionEnded.class, devices::forget);
        events.within(AccountDeleted.class, devices::forget);
        events.subscribe(AccountDeleted.class, notifications::forget);
        // What was before is old.
        happen();
        follower.follow();
    }

    private Set<String> away(Collection<String> usernames) {
        Set<String> away = new HashSet<>(usernames);
        away.removeAll(active);
        return away;
    }

    /** The bare JID of somebody. */
    public static String jid(String username) {
        return username + "@" + DOMAIN;
    }

    private long happen() {
        return happen(1);
    }

    /** So many times; answers the first id. */
    private long happen(int times) {
        return database.write(transaction -> ids.allot(transaction.handle(), times, CommitClock.at(clock.instant())));
    }

    /** Somebody writes to somebody; answers the id. */
    public long say(String from, String to, String text) {
        return say(happen(), from, to, text);
    }

    /** Somebody writes that often to somebody. */
    public void say(String from, String to, String text, int times) {
        long first = happen(times);
        for (long id = first; id < first + times; id++) {
            say(id, from, to, text);
        }
    }

    private long say(long id, String from, String to, String text) {
        log.said.put(id, said(id, "message", jid(from), jid(from), text));
        log.unread.computeIfAbsent(jid(to), person -> new HashMap<>()).merge(jid(from), 1, Integer::sum);
        log.notices.add(new Notice(
                id, NotificationKind.MESSAGE, Set.of(to), jid(from), jid(from), Long.toString(id), null, null));
        return id;
    }

    /** Somebody says something in a group. */
    public long sayIn(String room, String from, String text, Set<String> members) {
        long id = happen();
        log.said.put(id, said(id, "group_message", room, jid(from), text));
        members.forEach(member -> log.unread
                .computeIfAbsent(jid(member), person -> new HashMap<>())
                .merge(room, 1, Integer::sum));
        log.notices.add(new Notice(
                id, NotificationKind.GROUP_MESSAGE, members, jid(from), room, Long.toString(id), "Garden", null));
        return id;
    }

    /** Something of that kind happens to somebody. */
    public void happens(NotificationKind kind, String to, @Nullable String by, String subject) {
        database.write(transaction -> {
            notices.note(
                    transaction,
                    new Notice(0, kind, Set.of(to), by == null ? null : jid(by), null, subject, null, "a detail"));
            return true;
        });
    }

    /** Somebody takes back what they said. */
    public void takeBack(long id) {
        log.said.computeIfPresent(
                id,
                (key, said) -> new Said(
                        id,
                        said.type(),
                        said.conversation(),
                        said.with(),
                        said.author(),
                        said.reference(),
                        null,
                        said.at(),
                        true));
    }

    /** Somebody has read all from somebody, and nobody has told the notifications yet. */
    public void reads(String reader, String with) {
        log.unread.getOrDefault(jid(reader), Map.of()).remove(jid(with));
    }

    /** Publishes within a transaction of its own. */
    public void publish(im.hearth.core.events.Event event) {
        database.write(transaction -> {
            transaction.publish(event);
            return true;
        });
    }

    private Said said(long id, String type, String with, String author, String text) {
        return new Said(id, type, with, with, author, Long.toString(id), text, Instant.ofEpochMilli(id / 1_000), false);
    }

    private final class Unread implements ConversationKind {
        @Override
        public String name() {
            return "all";
        }

        @Override
        public List<Place> after(String person, Place place, int limit) {
            return List.of();
        }

        @Override
        public Optional<Place> find(String person, String with) {
            return Optional.empty();
        }

        @Override
        public Map<String, Look> look(String person, Collection<Place> places) {
            return Map.of();
        }

        @Override
        public int unread(String person) {
            return log.unread.getOrDefault(person, Map.of()).values().stream()
                    .mapToInt(count -> count)
                    .sum();
        }

        @Override
        public Map<String, Integer> unread(String person, Collection<String> withs) {
            Map<String, Integer> unread = new HashMap<>(log.unread.getOrDefault(person, Map.of()));
            unread.keySet().retainAll(withs);
            return unread;
        }
    }

    private final class Spoken implements Talk {
        private final String type;

        Spoken(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public Optional<Said> find(String person, String id) {
            return Optional.ofNullable(log.said.get(Long.valueOf(id)))
                    .filter(said -> said.type().equals(type));
        }

        @Override
        public Optional<Said> find(String id) {
            throw new UnsupportedOperationException("Push does not ask for it");
        }

        @Override
        public void removeSignal(long id) {
            throw new UnsupportedOperationException("Push does not ask for it");
        }

        @Override
        public Optional<Said> named(String person, String with, String reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retractSignal(String person, long id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Said say(String person, String with, Parcel parcel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long signal(String person, Said about, Parcel parcel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void edit(String person, Said said, String body, Consumer<Message> payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retract(String person, Said said) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Said> remove(String id, @Nullable String reason, Function<Said, Effect> effect) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> audience(Said said) {
            return List.of();
        }
    }
}
