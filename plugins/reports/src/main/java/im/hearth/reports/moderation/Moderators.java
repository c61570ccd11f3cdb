package im.hearth.reports.moderation;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.AccountSuspended;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.Suspension;
import im.hearth.core.accounts.Suspensions;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talks;
import im.hearth.reports.Params;
import im.hearth.reports.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of what moderators may do to people and messages. Persons are usernames here. */
public final class Moderators {
    private static final Logger log = LoggerFactory.getLogger(Moderators.class);

    /** What is longer is meant for good. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final String domain;
    private final Database database;
    private final BanStore store;
    private final CommitClock ids;
    private final Audit audit;
    private final Accounts accounts;
    private final ServerUsers users;
    private final ClientSessions sessions;
    private final Suspensions suspensions;
    private final Talks talks;
    private final SecretBox secrets;
    private final Clock clock;

    public Moderators(
            String domain,
            Database database,
            BanStore store,
            CommitClock ids,
            Audit audit,
            Accounts accounts,
            ServerUsers users,
            ClientSessions sessions,
            Suspensions suspensions,
            Talks talks,
            SecretBox secrets,
            Clock clock) {
        this.domain = domain;
        this.database = database;
        this.store = store;
        this.ids = ids;
        this.audit = audit;
        this.accounts = accounts;
        this.users = users;
        this.sessions = sessions;
        this.suspensions = suspensions;
        this.talks = talks;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Keeps somebody out: what they have open ends, and they log in on neither door, nor register again by the number that
     * they have now. What held before is over.
     *
     * @param until null for good
     * @throws Problem INVALID; CONFLICT, {@code administrator}, for somebody who moderates too
     */
    public Ban suspend(String moderator, String username, @Nullable Instant until, @Nullable String reason) {
        String words = Words.required("reason", reason);
        Instant now = clock.instant();
        Instant end = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
        if (end != null && !end.isAfter(now)) {
            throw Problem.invalid("until", "must be in the future");
        }
        if (end != null && end.isAfter(now.plus(LONGEST))) {
            throw Problem.invalid("until", "must be within ten years; for longer, send permanent: true");
        }
        Account account =
                accounts.find(username).orElseThrow(() -> Problem.invalid("user", "there is nobody of that name"));
        if (users.isAdministrator(account.username())) {
            throw Problem.conflict(
                    "administrator", "Administrators of the server cannot be suspended. Take that from them first.");
        }
        Optional<Suspension> before = suspensions.of(account.username());
        // First this, so that nobody logs in between the end of what is open and the commit.
        suspensions.begin(account.username(), end);
        try {
            return write(moderator, account, end, words, now);
        } catch (RuntimeException e) {
            before.ifPresentOrElse(
                    suspension -> suspensions.begin(account.username(), suspension.until()),
                    () -> suspensions.end(account.username()));
            throw e;
        }
    }

    private Ban write(String moderator, Account account, @Nullable Instant end, String reason, Instant now) {
        String username = account.username();
        String number = account.phoneNumber();
        return database.write(transaction -> {
            Handle handle = transaction.handle();
            store.liftAll(handle, username, moderator, now);
            long id = ids.allot(handle, 1, CommitClock.at(now));
            Ban ban = new Ban(id, username, number == null ? null : hash(number), end, reason, moderator, null, null);
            store.insert(handle, ban);
            audit.note(
                    transaction,
                    moderator,
                    end == null ? Audit.Act.USER_BANNED : Audit.Act.USER_SUSPENDED,
                    Audit.Kind.SUSPENSION,
                    ban.text(),
                    username,
                    reason);
            transaction.publish(new AccountSuspended(username));
            transaction.afterCommit(() -> {
                sessions.endAll(username);
                log.info("{} is kept out, by {}", username, moderator);
            });
            return ban;
        });
    }

    /**
     * Lets somebody in again; one that is over already stays so.
     *
     * @throws Problem NOT_FOUND
     */
    public void lift(String moderator, String id) {
        Ban ban = require(id);
        Instant now = clock.instant();
        if (!ban.holds(now)) {
            return;
        }
        database.write(transaction -> {
            if (store.liftAll(transaction.handle(), ban.username(), moderator, now) > 0) {
                audit.note(
                        transaction,
                        moderator,
                        Audit.Act.SUSPENSION_LIFTED,
                        Audit.Kind.SUSPENSION,
                        ban.text(),
                        ban.username(),
                        null);
                transaction.afterCommit(() -> suspensions.end(ban.username()));
            }
            return true;
        });
    }

    /**
     * A decision, whether it holds or not.
     *
     * @throws Problem NOT_FOUND
     */
    public Ban require(String id) {
        return Params.id(id)
                .flatMap(number -> database.read(handle -> store.find(handle, number)))
                .orElseThrow(() -> Problem.notFound("There is no such suspension."));
    }

    /**
     * Decisions, the latest first.
     *
     * @param username about whom; null for whomever
     * @param active only those that hold now, or do not; null for all
     * @param before ids are less
     */
    public Page<Ban> list(@Nullable String username, @Nullable Boolean active, long before, int limit) {
        List<Ban> rows =
                database.read(handle -> store.list(handle, username, active, clock.instant(), before, limit + 1));
        return Page.of(rows, limit, Ban::text);
    }

    /** Whether whoever has that number (E.164) is kept out now. */
    public Optional<Suspension> ofNumber(Handle handle, String phoneNumber) {
        return store.ofNumber(handle, hash(phoneNumber), clock.instant()).map(ban -> new Suspension(ban.until()));
    }

    /** Somebody's stream that began while they were being kept out ends. */
    public void throwOut(String username) {
        if (suspensions.of(username).isPresent()) {
            sessions.endAll(username);
        }
    }

    /**
     * Takes a message away for all, in the name of the server; one that is gone already stays so.
     *
     * @param reason for those who got it; null for none
     * @throws Problem NOT_FOUND
     */
    public void remove(String moderator, String message, @Nullable String reason) {
        String words = Words.optional("reason", reason);
        talks.remove(message, words, said -> note(moderator, said, words));
    }

    private Effect note(String moderator, Said said, @Nullable String words) {
        String author = said.author().endsWith("@" + domain)
                ? said.author().substring(0, said.author().length() - domain.length() - 1)
                : said.author();
        return (transaction, id) -> audit.note(
                transaction,
                moderator,
                Audit.Act.MESSAGE_REMOVED,
                Audit.Kind.of(said.type()),
                said.text(),
                author,
                words);
    }

    /**
     * Lets only moderators pass.
     *
     * @throws Problem FORBIDDEN
     */
    public static void require(Caller caller) {
        if (!caller.moderator()) {
            throw Problem.forbidden("Only moderators, who are the administrators of the server, may do that.");
        }
    }

    private String hash(String phoneNumber) {
        return secrets.hash("suspended-number", phoneNumber);
    }
}
