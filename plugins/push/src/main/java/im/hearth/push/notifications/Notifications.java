package im.hearth.push.notifications;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.conversations.ConversationRead;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import im.hearth.push.PushSettings;
import im.hearth.push.devices.Key;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of notifications: what a person sees of theirs. Whoever deletes one is not woken for it any more. */
public final class Notifications {
    private final Database database;
    private final NotificationStore store;
    private final NoticeStore notices;
    private final String domain;
    private final Settings settings;
    private final Clock clock;

    public Notifications(
            Database database,
            NotificationStore store,
            NoticeStore notices,
            String domain,
            Settings settings,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.notices = notices;
        this.domain = domain;
        this.settings = settings;
        this.clock = clock;
    }

    /** Somebody's notifications, the latest first. */
    public Page<Notification> list(String username, boolean unreadOnly, @Nullable String after, int limit) {
        Key key = Key.parse(after);
        return Page.of(
                database.read(handle -> store.list(handle, username, unreadOnly, key.at(), key.id(), limit + 1)),
                limit,
                last -> new Key(last.eventId(), last.id()).text());
    }

    /**
     * A notification of somebody's.
     *
     * @throws Problem NOT_FOUND
     */
    Notification require(String username, String id) {
        Optional<Notification> found =
                Key.isId(id) ? database.read(handle -> store.find(handle, username, id)) : Optional.empty();
        return found.orElseThrow(() -> Problem.notFound("There is no such notification of yours."));
    }

    /**
     * Marks one as read, or not.
     *
     * @throws Problem NOT_FOUND
     */
    Notification setRead(String username, String id, boolean isRead) {
        Notification known = require(username, id);
        database.write(transaction -> isRead
                ? store.setRead(transaction.handle(), known.id(), clock.millis())
                : store.setUnread(transaction.handle(), known.id()));
        return require(username, id);
    }

    /** Marks all of somebody's as read. */
    void setAllRead(String username) {
        database.write(transaction -> store.setAllRead(transaction.handle(), username, clock.millis()));
    }

    /**
     * Deletes one.
     *
     * @throws Problem NOT_FOUND
     */
    void delete(String username, String id) {
        Notification known = require(username, id);
        database.write(transaction -> store.delete(transaction.handle(), known.id()));
    }

    /** Who has read a conversation has read what they were notified of there. */
    public void read(ConversationRead read) {
        String end = "@" + domain;
        if (read.reader().endsWith(end)) {
            String username = read.reader().substring(0, read.reader().length() - end.length());
            database.write(transaction ->
                    store.setRead(transaction.handle(), username, read.with(), read.upTo(), clock.millis()));
        }
    }

    /** Deletes what is too old. */
    public void purge() {
        long before = CommitClock.at(clock.instant().minus(settings.get(PushSettings.RETENTION)));
        database.write(transaction -> store.purge(transaction.handle(), before));
    }

    /**
     * Forgets somebody who has left; their devices, and what waits for those, go by themselves. Whoever is just writing
     * notifications of what happened is waited for, and later ones know that they have left.
     */
    public void forget(AccountDeleted deleted) {
        String jid = deleted.username() + "@" + domain;
        database.write(transaction -> {
            Handle handle = transaction.handle();
            notices.lockMark(handle);
            store.forget(handle, deleted.username());
            store.forgetActor(handle, jid);
            return notices.forget(handle, deleted.username(), jid);
        });
    }
}
