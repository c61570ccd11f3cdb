package im.hearth.push.notifications;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.conversations.Mutes;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NoticePage;
import im.hearth.core.notices.NoticeSource;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.notices.Wishes;
import im.hearth.core.people.People;
import im.hearth.push.queue.PushQueue;
import im.hearth.push.queue.PushStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Follows what happens, by the logs that keep it anyway, and notifies those who are away.
 *
 * <p>Whoever says something waits for none of this. Up to where the logs have been followed is written in the transaction
 * that writes the notifications and what is to be sent: so after a crash it goes on from there, and each thing is looked at
 * once, on one of however many nodes.
 */
public final class Follower {
    /** How many rows of a source are read at once. */
    static final int PAGE = 500;

    /** How many pages one transaction looks at, at most: what it asks of people, it asks once for all of them. */
    static final int PAGES = 20;

    /** After how many, each of something that happened to somebody, no further page is looked at. */
    private static final int ENOUGH = 10_000;

    /** How many people one query asks for. */
    private static final int AT_ONCE = 500;

    private final Database database;
    private final Accounts accounts;
    private final CommitClock ids;
    private final Notices notices;
    private final NoticeStore marks;
    private final NotificationStore store;
    private final PushQueue queue;
    private final Attention attention;
    private final ConversationKinds conversations;
    private final People people;
    private final String domain;
    private final Supplier<UUID> uuids;

    public Follower(
            Database database,
            Accounts accounts,
            CommitClock ids,
            Notices notices,
            NoticeStore marks,
            NotificationStore store,
            PushQueue queue,
            Attention attention,
            ConversationKinds conversations,
            People people,
            String domain,
            Supplier<UUID> uuids) {
        this.database = database;
        this.accounts = accounts;
        this.ids = ids;
        this.notices = notices;
        this.marks = marks;
        this.store = store;
        this.queue = queue;
        this.attention = attention;
        this.conversations = conversations;
        this.people = people;
        this.domain = domain;
        this.uuids = uuids;
    }

    /** How far it came: whether there is more to look at, and whether pushes were queued. */
    public record Progress(boolean more, boolean queued) {
        private static final Progress NONE = new Progress(false, false);
    }

    /** Looks at what happened since the last look. */
    public Progress follow() {
        boolean isQuiet = database.read(handle -> marks.mark(handle) == ids.last(handle));
        return isQuiet ? Progress.NONE : database.write(transaction -> followFrom(transaction.handle()));
    }

    private Progress followFrom(Handle handle) {
        long mark = marks.lockMark(handle);
        long horizon = ids.last(handle);
        if (mark < 0) {
            // What was before there was anybody to notify is old.
            marks.setMark(handle, horizon);
            return Progress.NONE;
        }
        if (mark >= horizon) {
            return Progress.NONE;
        }
        long readUpTo = mark;
        List<Notice> happened = new ArrayList<>();
        int told = 0;
        for (int pages = 0; pages < PAGES && told < ENOUGH && readUpTo < horizon; pages++) {
            NoticePage page = page(handle, readUpTo, horizon);
            readUpTo = page.readUpTo();
            happened.addAll(page.notices());
            told += page.notices().stream()
                    .mapToInt(notice -> notice.people().size())
                    .sum();
        }
        List<Notice> found = forThose(attention.away(people(happened)), happened);
        boolean queued = notify(handle, wanted(withoutGone(handle, found)));
        marks.deleteUpTo(handle, readUpTo);
        marks.setMark(handle, readUpTo);
        return new Progress(readUpTo < horizon, queued);
    }

    /** The next page of all sources together. */
    private NoticePage page(Handle handle, long after, long horizon) {
        List<Notice> found = new ArrayList<>();
        long bound = horizon;
        for (NoticeSource source : notices.sources()) {
            // No source need look further than the one before it came.
            NoticePage page = source.read(handle, after, bound, PAGE);
            bound = page.readUpTo();
            found.addAll(page.notices());
        }
        long readUpTo = bound;
        found.removeIf(notice -> notice.id() > readUpTo);
        found.sort(Comparator.comparingLong(Notice::id));
        return new NoticePage(found, readUpTo);
    }

    private static Set<String> people(List<Notice> notices) {
        return notices.stream().flatMap(notice -> notice.people().stream()).collect(Collectors.toSet());
    }

    /** What of it is for these people. */
    private static List<Notice> forThose(Set<String> usernames, List<Notice> notices) {
        List<Notice> left = new ArrayList<>();
        for (Notice notice : notices) {
            Set<String> those = new HashSet<>(notice.people());
            those.retainAll(usernames);
            if (!those.isEmpty()) {
                left.add(new Notice(
                        notice.id(),
                        notice.kind(),
                        those,
                        notice.actor(),
                        notice.conversation(),
                        notice.subject(),
                        notice.title(),
                        notice.detail()));
            }
        }
        return left;
    }

    /** Leaves out what is for those who have left, and what they did: nothing of it would go any more. */
    private List<Notice> withoutGone(Handle handle, List<Notice> found) {
        Set<String> here = people(found);
        Set<String> named = new HashSet<>(here);
        found.stream()
                .flatMap(notice -> Stream.ofNullable(notice.actor()))
                .map(this::name)
                .forEach(named::add);
        Set<String> gone = accounts.gone(handle, named);
        if (gone.isEmpty()) {
            return found;
        }
        here.removeAll(gone);
        return forThose(here, found).stream()
                .filter(notice -> notice.actor() == null || !gone.contains(name(notice.actor())))
                .toList();
    }

    /** What of it is for whom: only for those who want to know, and have neither muted nor blocked it. */
    private List<Told> wanted(List<Notice> found) {
        Map<String, Set<String>> blockers = blockers(found);
        List<Told> told = new ArrayList<>();
        for (Notice notice : found) {
            Set<String> those = new HashSet<>(notice.people());
            if (isBlockable(notice)) {
                those.removeAll(blockers.getOrDefault(String.valueOf(notice.actor()), Set.of()));
            }
            those.forEach(username -> told.add(new Told(username, notice)));
        }
        if (told.isEmpty()) {
            return told;
        }
        Map<String, Wishes.Wish> wishes = wishes(told);
        Set<Mutes.Muted> muted = muted(told);
        told.removeIf(one -> wishes.getOrDefault(one.username(), Wishes.Wish.DEFAULT)
                        .silent()
                        .contains(one.notice().kind())
                || muted.contains(new Mutes.Muted(
                        jid(one.username()), String.valueOf(one.notice().conversation()))));
        return told;
    }

    private record Told(String username, Notice notice) {}

    /** Who of those whom it is for has blocked who did it, by who did it; each of these is asked for once. */
    private Map<String, Set<String>> blockers(List<Notice> found) {
        Map<String, Set<String>> asked = new HashMap<>();
        found.stream().filter(Follower::isBlockable).forEach(notice -> asked.computeIfAbsent(
                        String.valueOf(notice.actor()), actor -> new HashSet<>())
                .addAll(notice.people()));
        Map<String, Set<String>> blockers = new HashMap<>();
        asked.forEach((actor, those) -> blockers.put(actor, people.ties().blockersOf(name(actor), those)));
        return blockers;
    }

    /** What is said in chats of two, blocked people say to nobody: the archive says so. */
    private static boolean isBlockable(Notice notice) {
        return notice.actor() != null && notice.kind() != NotificationKind.MESSAGE;
    }

    private Map<String, Wishes.Wish> wishes(List<Told> told) {
        Map<String, Wishes.Wish> wishes = new HashMap<>();
        chunks(told.stream().map(Told::username).distinct().toList())
                .forEach(some -> wishes.putAll(notices.wishes().of(some)));
        return wishes;
    }

    private Set<Mutes.Muted> muted(List<Told> told) {
        Set<String> withs = told.stream()
                .flatMap(one -> Stream.ofNullable(one.notice().conversation()))
                .collect(Collectors.toSet());
        Set<Mutes.Muted> muted = new HashSet<>();
        if (!withs.isEmpty()) {
            chunks(told.stream().map(one -> jid(one.username())).distinct().toList())
                    .forEach(some -> muted.addAll(conversations.mutes().among(some, withs)));
        }
        return muted;
    }

    private static List<List<String>> chunks(List<String> all) {
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            chunks.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return chunks;
    }

    /** Writes notifications, and queues what is to be sent; says whether there is any. */
    private boolean notify(Handle handle, List<Told> told) {
        Map<String, Notification> slots = new LinkedHashMap<>();
        for (Told one : told) {
            String slot = Slots.of(one.username(), one.notice());
            Notification former = slots.get(slot);
            slots.put(slot, notification(one, former == null ? 1 : former.count() + 1));
        }
        if (slots.isEmpty()) {
            return false;
        }
        Map<String, String> known = new HashMap<>();
        chunks(List.copyOf(slots.keySet())).forEach(some -> known.putAll(store.unread(handle, some)));
        Map<String, Notification> changes = new LinkedHashMap<>();
        Map<String, Notification> fresh = new LinkedHashMap<>();
        slots.forEach((slot, notification) -> {
            String id = known.get(slot);
            if (id == null) {
                fresh.put(slot, notification);
            } else {
                changes.put(slot, with(notification, id));
            }
        });
        // One that was read or deleted since is not added to, but followed by another one.
        Set<String> gone = Set.copyOf(store.add(handle, List.copyOf(changes.values())));
        List.copyOf(changes.entrySet()).stream()
                .filter(change -> gone.contains(change.getValue().id()))
                .forEach(change -> {
                    changes.remove(change.getKey());
                    fresh.put(
                            change.getKey(), with(change.getValue(), uuids.get().toString()));
                });
        store.insert(handle, fresh);
        return queue.add(
                handle,
                Stream.concat(changes.values().stream(), fresh.values().stream())
                        .map(one -> new PushStore.Event(one.username(), one.id(), one.kind(), one.eventId()))
                        .toList());
    }

    private Notification notification(Told told, int count) {
        Notice notice = told.notice();
        return new Notification(
                uuids.get().toString(),
                told.username(),
                notice.kind(),
                // Who wrote in a group is looked up with what they wrote: here it would change with each message.
                Notification.isOfGroup(notice.kind()) ? null : notice.actor(),
                notice.conversation(),
                notice.subject(),
                notice.title(),
                notice.detail(),
                count,
                notice.id(),
                null);
    }

    private static Notification with(Notification notification, String id) {
        return new Notification(
                id,
                notification.username(),
                notification.kind(),
                notification.actor(),
                notification.conversation(),
                notification.subject(),
                notification.title(),
                notification.detail(),
                notification.count(),
                notification.eventId(),
                null);
    }

    private String jid(String username) {
        return username + "@" + domain;
    }

    private String name(String jid) {
        return jid.endsWith("@" + domain) ? jid.substring(0, jid.length() - domain.length() - 1) : jid;
    }
}
