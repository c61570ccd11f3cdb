package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.codes.Purpose;
import im.hearth.phoneauth.codes.Verification;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.Contention;
import im.hearth.phoneauth.limits.Limit;
import im.hearth.phoneauth.limits.Limits;
import im.hearth.phoneauth.tokens.Sessions;
import im.hearth.phoneauth.tokens.Tokens;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Logging in: with a code, which makes the account where it was asked for by registering, or with the password. */
public final class Logins {
    /** What a username can look like at all; those that an operator made need not be as ours are. */
    private static final Pattern USERNAME = Pattern.compile("[^\\s@/\\p{Cntrl}]{1,64}");

    private static final String USERNAME_TAKEN = "username-taken";

    private final Database database;
    private final Accounts accounts;
    private final ServerUsers users;
    private final Verifications verifications;
    private final Numbers numbers;
    private final PhoneNumbers phoneNumbers;
    private final Sessions sessions;
    private final Limits limits;
    private final Decoy decoy;

    public Logins(
            Database database,
            Accounts accounts,
            ServerUsers users,
            Verifications verifications,
            Numbers numbers,
            PhoneNumbers phoneNumbers,
            Sessions sessions,
            Limits limits,
            Decoy decoy) {
        this.database = database;
        this.accounts = accounts;
        this.users = users;
        this.verifications = verifications;
        this.numbers = numbers;
        this.phoneNumbers = phoneNumbers;
        this.sessions = sessions;
        this.limits = limits;
        this.decoy = decoy;
    }

    /**
     * Logs in with a code and the verification it was sent for.
     *
     * @throws Problem of kind UNAUTHORIZED for a wrong code; CONFLICT if the number has no account and none was asked
     *     for, or if somebody else took the username in the meantime; FORBIDDEN, {@code suspended}, for somebody who is
     *     kept out, by account or by number
     */
    public Login withCode(String verificationId, String code, Client client) {
        return redeem(verifications.check(verificationId, code, client), client);
    }

    /** As {@link #withCode}, with the last code that went to the number. */
    public Login withLastCode(String phoneNumber, String code, Client client) {
        return redeem(verifications.checkLast(phoneNumbers.parse(phoneNumber), code, client), client);
    }

    /**
     * Logs in with the password.
     *
     * @throws Problem of kind UNAUTHORIZED, the same for a wrong password and for nobody of that name; TOO_OFTEN after
     *     too many of them
     */
    public Login withPassword(String username, String password, Client client) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        boolean possible = USERNAME.matcher(name).matches();
        String subject = name + " " + client.network();
        limits.takeFor(Limit.WRONG_PASSWORDS_PER_ADDRESS, client);
        if (possible) {
            limits.take(Limit.WRONG_PASSWORDS, subject);
        }
        Optional<Account> account = possible ? accounts.find(name) : Optional.empty();
        boolean right = account.isPresent() ? users.checkPassword(name, password) : decoy.checkPassword(password);
        if (account.isEmpty() || !right) {
            throw Problem.of(Kind.UNAUTHORIZED, "wrong-password", "Username or password is wrong.");
        }
        limits.giveBack(Limit.WRONG_PASSWORDS, subject);
        limits.giveBackFor(Limit.WRONG_PASSWORDS_PER_ADDRESS, client);
        return new Login(account.get(), sessions.begin(account.get(), client), true);
    }

    private Login redeem(Verification verification, Client client) {
        try {
            return Contention.write(database, transaction -> redeem(transaction, verification, client));
        } catch (Problem problem) {
            if (problem.kind() == Kind.CONFLICT || problem.kind() == Kind.FORBIDDEN) {
                // The code was right: with it used up, the person may ask for the next one at once.
                verifications.use(verification);
            }
            if (problem.slug().equals(USERNAME_TAKEN)) {
                throw Problem.conflict(
                        USERNAME_TAKEN,
                        "Somebody took that username in the meantime. Register again with another one.");
            }
            throw problem;
        }
    }

    private Login redeem(Transaction transaction, Verification verification, Client client) {
        verifications.use(transaction, verification);
        String phoneNumber = verification.phoneNumber();
        Optional<Account> owner = numbers.owner(transaction, phoneNumber);
        if (owner.isPresent()) {
            return new Login(owner.get(), sessions.begin(transaction, owner.get(), client), true);
        }
        String username = verification.username();
        if (verification.purpose() != Purpose.REGISTER || username == null) {
            throw Numbers.notRegistered();
        }
        numbers.recycle(transaction, phoneNumber);
        Account made = accounts.create(transaction, username, phoneNumber, verification.name());
        Tokens tokens = sessions.begin(transaction, made, client);
        return new Login(made, tokens, false);
    }
}
