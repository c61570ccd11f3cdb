package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.tokens.Sessions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose a number is: the account's that has it, unless that one has been silent for too long. */
public final class Numbers {
    private static final Logger log = LoggerFactory.getLogger(Numbers.class);

    private final Accounts accounts;
    private final Sessions sessions;
    private final Silence silence;

    public Numbers(Accounts accounts, Sessions sessions, Silence silence) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.silence = silence;
    }

    /** The account that a number (E.164) stands for. */
    Optional<Account> owner(Transaction transaction, String phoneNumber) {
        return accounts.findByPhone(transaction.handle(), phoneNumber).filter(account -> !silence.isLong(account));
    }

    /** As {@link #owner(Transaction, String)}, outside of a transaction. */
    Optional<Account> owner(String phoneNumber) {
        return accounts.findByPhone(phoneNumber).filter(account -> !silence.isLong(account));
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
