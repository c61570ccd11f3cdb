package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.accounts.Suspensions;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.tokens.Sessions;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose a number is: the account's that has it, unless that one has been silent for too long. */
public final class Numbers {
    private static final Logger log = LoggerFactory.getLogger(Numbers.class);

    private final Database database;
    private final Accounts accounts;
    private final Suspensions suspensions;
    private final Sessions sessions;
    private final Silence silence;

    public Numbers(Database database, Accounts accounts, Suspensions suspensions, Sessions sessions, Silence silence) {
        this.database = database;
        this.accounts = accounts;
        this.suspensions = suspensions;
        this.sessions = sessions;
        this.silence = silence;
    }

    /**
     * The account that a number (E.164) stands for; to be asked for who has shown that they have the number.
     *
     * @throws Problem of kind FORBIDDEN, {@code suspended}, if who has or had the number is kept out
     */
    Optional<Account> owner(Transaction transaction, String phoneNumber) {
        return owner(transaction.handle(), phoneNumber);
    }

    /** As {@link #owner(Transaction, String)}, outside of a transaction. */
    Optional<Account> owner(String phoneNumber) {
        return database.read(handle -> owner(handle, phoneNumber));
    }

    private Optional<Account> owner(Handle handle, String phoneNumber) {
        suspensions.requireNumber(handle, phoneNumber);
        Optional<Account> owner = accounts.findByPhone(handle, phoneNumber).filter(account -> !silence.isLong(account));
        owner.ifPresent(account -> suspensions.require(account.username()));
        return owner;
    }

    /**
     * Takes a number from the account that had it and has been silent for too long, if there is one: its sessions end,
     * and it keeps everything else.
     */
    void recycle(Transaction transaction, String phoneNumber) {
        // Whoever was used a moment ago keeps the number; taking it then fails as a duplicate, and is tried anew.
        accounts.findByPhone(transaction.handle(), phoneNumber)
                .filter(silence::isLong)
                .ifPresent(silent -> {
                    accounts.setPhone(transaction, silent.username(), null);
                    sessions.endAll(transaction, silent.username());
                    transaction.publish(new PhoneNumberChanged(silent.username()));
                    transaction.afterCommit(
                            () -> log.info("The number of {}, long silent, went to somebody else", silent.username()));
                });
    }

    /**
     * 409 for somebody who has shown that a number is his, but there is no account to log in to. It does not tell whether
     * there was one: that would be about whoever had the number before.
     */
    static Problem notRegistered() {
        return Problem.conflict(
                "not-registered", "This number has no account. Register it with POST /api/users/ and a username.");
    }
}
