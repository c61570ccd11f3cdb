package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.PasswordChanged;
import im.hearth.core.db.Database;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.codes.Verification;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.tokens.Sessions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The password for XMPP clients, which is the server's own. */
public final class Passwords {
    private static final Logger log = LoggerFactory.getLogger(Passwords.class);

    private final Database database;
    private final Accounts accounts;
    private final ServerUsers users;
    private final ClientSessions streams;
    private final Verifications verifications;
    private final Numbers numbers;
    private final Sessions sessions;

    public Passwords(
            Database database,
            Accounts accounts,
            ServerUsers users,
            ClientSessions streams,
            Verifications verifications,
            Numbers numbers,
            Sessions sessions) {
        this.database = database;
        this.accounts = accounts;
        this.users = users;
        this.streams = streams;
        this.verifications = verifications;
        this.numbers = numbers;
        this.sessions = sessions;
    }

    /**
     * Sets the password of somebody who is logged in; all sessions go on.
     *
     * @throws Problem of kind INVALID on {@code password}
     */
    public void change(String username, String password, Client client) {
        Account account = accounts.require(username);
        Password.require(password, account);
        accounts.ensureUser(account);
        users.setPassword(username, password);
        database.write(transaction -> {
            transaction.publish(new PasswordChanged(username, false, client.address()));
            return true;
        });
        log.info("{} changed the password", username);
    }

    /**
     * Sets the password of whoever shows a fresh code; all the account's sessions and streams end.
     *
     * @throws Problem of kind INVALID on {@code password}; UNAUTHORIZED for a wrong code; CONFLICT if the number has no
     *     account
     */
    public void reset(String verificationId, String code, String password, Client client) {
        Password.require(password);
        Verification verification = verifications.check(verificationId, code, client);
        Optional<Account> owner = numbers.owner(verification.phoneNumber());
        if (owner.isEmpty()) {
            verifications.use(verification);
            throw Numbers.notRegistered();
        }
        Account account = owner.get();
        Password.require(password, account);
        accounts.ensureUser(account);
        String username = account.username();
        database.write(transaction -> {
            verifications.use(transaction, verification);
            users.setPassword(username, password);
            sessions.endAll(transaction, username);
            transaction.afterCommit(() -> {
                streams.endAll(username);
                accounts.used(account);
                log.info("{} reset the password with a code", username);
            });
            transaction.publish(new PasswordChanged(username, true, client.address()));
            return true;
        });
    }
}
