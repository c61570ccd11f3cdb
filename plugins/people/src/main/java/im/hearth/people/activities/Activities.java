package im.hearth.people.activities;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.LoggedIn;
import im.hearth.core.accounts.PasswordChanged;
import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.openfire.ClientSessions.PasswordLogin;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of what happens to accounts, for their owners: each fact is written in the transaction that makes it true. XMPP
 * has no standard for such a log, so it is read by REST alone; logins by XMPP are in it.
 */
public final class Activities {
    /** A phone that moves between cells comes back all the time: one line a day for each address says as much. */
    private static final Duration XMPP_GRAIN = Duration.ofDays(1);

    private static final int LONGEST_DEVICE = 100;

    private final Database database;
    private final ActivityStore store;
    private final Settings settings;
    private final Accounts accounts;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public Activities(
            Database database,
            ActivityStore store,
            Settings settings,
            Accounts accounts,
            Supplier<UUID> ids,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.settings = settings;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    /** Somebody's log, the latest first. */
    Page<Activity> list(String username, @Nullable String after, int limit) {
        long beforeAt = Long.MAX_VALUE;
        String beforeId = "";
        if (after != null) {
            int colon = after.indexOf(':');
            try {
                beforeAt = Long.parseLong(after.substring(0, Math.max(0, colon)));
            } catch (NumberFormatException e) {
                throw Problem.invalid("cursor", "is not one that a list gave as next");
            }
            beforeId = after.substring(colon + 1);
        }
        long at = beforeAt;
        String id = beforeId;
        return Page.of(
                database.read(handle -> store.list(handle, username, at, id, limit + 1)),
                limit,
                activity -> activity.at().toEpochMilli() + ":" + activity.id());
    }

    /** An app has logged in. */
    public void loggedIn(Transaction transaction, LoggedIn login) {
        boolean isNew = store.hasLogin(transaction.handle(), login.username())
                && !store.hasLogin(transaction.handle(), login.username(), login.device());
        add(
                transaction,
                login.username(),
                isNew ? ActivityKind.NEW_DEVICE : ActivityKind.LOGIN,
                login.address(),
                login.device(),
                login.sessionId());
    }

    /** The login of an app has ended. */
    public void ended(Transaction transaction, SessionEnded ended) {
        Optional<Activity> login = store.login(transaction.handle(), ended.username(), ended.sessionId());
        add(
                transaction,
                ended.username(),
                ActivityKind.LOGOUT,
                null,
                login.map(Activity::device).orElse(null),
                ended.sessionId());
    }

    /** There is a new password. */
    public void changed(Transaction transaction, PasswordChanged changed) {
        add(
                transaction,
                changed.username(),
                changed.reset() ? ActivityKind.PASSWORD_RESET : ActivityKind.PASSWORD_CHANGED,
                changed.address(),
                null,
                null);
    }

    /** There is another phone number, or none. */
    public void changed(Transaction transaction, PhoneNumberChanged changed) {
        add(transaction, changed.username(), ActivityKind.NUMBER_CHANGED, null, null, null);
    }

    /** An XMPP client has logged in with the password. */
    public void loggedIn(PasswordLogin login) {
        long since = clock.instant().minus(XMPP_GRAIN).toEpochMilli();
        if (database.read(handle -> store.hasXmppLogin(handle, login.username(), login.address(), since))) {
            return;
        }
        database.write(transaction -> add(
                transaction,
                login.username(),
                ActivityKind.XMPP_LOGIN,
                login.address(),
                shortened(login.resource()),
                null));
    }

    /** Forgets what is too old. */
    public void purge() {
        Instant before = clock.instant().minus(settings.get(ActivitySettings.KEPT));
        database.write(transaction -> store.deleteBefore(transaction.handle(), before.toEpochMilli()));
    }

    /** Forgets the log of somebody who leaves. */
    public void forget(Transaction transaction, String username) {
        store.deleteOf(transaction.handle(), username);
    }

    /** Whoever leaves is logged out everywhere after the log was forgotten: that is not written down any more. */
    private boolean add(
            Transaction transaction,
            String username,
            ActivityKind kind,
            @Nullable String address,
            @Nullable String device,
            @Nullable String sessionId) {
        return accounts.hold(transaction, username)
                && store.insert(
                                transaction.handle(),
                                new Activity(
                                        ids.get().toString(),
                                        username,
                                        clock.instant(),
                                        kind,
                                        address,
                                        device,
                                        sessionId))
                        == 1;
    }

    private static String shortened(String device) {
        int end = device.offsetByCodePoints(0, Math.min(LONGEST_DEVICE, device.codePointCount(0, device.length())));
        return device.substring(0, end);
    }
}
