package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.DisplayName;
import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.accounts.Username;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.codes.CodeRequest;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.codes.Purpose;
import im.hearth.phoneauth.codes.Verification;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.Contention;
import im.hearth.phoneauth.limits.Limit;
import im.hearth.phoneauth.limits.Limits;
import im.hearth.phoneauth.sms.Channel;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** People: joining, being found, changing what is known of oneself, leaving. */
public final class Users {
    private static final int LONGEST_EMAIL = 254;

    private static final Logger log = LoggerFactory.getLogger(Users.class);

    private final String domain;
    private final Database database;
    private final Accounts accounts;
    private final ServerUsers serverUsers;
    private final People people;
    private final DiscoveryStore discoveries;
    private final Verifications verifications;
    private final Numbers numbers;
    private final PhoneNumbers phoneNumbers;
    private final Limits limits;

    public Users(
            String domain,
            Database database,
            Accounts accounts,
            ServerUsers serverUsers,
            People people,
            DiscoveryStore discoveries,
            Verifications verifications,
            Numbers numbers,
            PhoneNumbers phoneNumbers,
            Limits limits) {
        this.domain = domain;
        this.database = database;
        this.accounts = accounts;
        this.serverUsers = serverUsers;
        this.people = people;
        this.discoveries = discoveries;
        this.verifications = verifications;
        this.numbers = numbers;
        this.phoneNumbers = phoneNumbers;
        this.limits = limits;
    }

    /**
     * Sends a code to somebody who wants an account.
     *
     * @throws Problem of kind CONFLICT for a taken username. That is decided by the username alone: an answer that
     *     depended on the number as well would tell whose it is
     */
    public CodeSent register(
            String phoneNumber, String username, @Nullable String name, Channel channel, Client client) {
        PhoneNumber number = phoneNumbers.parse(phoneNumber);
        String wanted = Username.parse(username);
        String called = DisplayName.parse(name);
        if (accounts.isTaken(wanted)) {
            throw Problem.conflict(
                    "username-taken",
                    "That username is taken. Choose another one; if it is yours, log in with POST /api/otp/.");
        }
        return verifications.request(new CodeRequest(number, channel, Purpose.REGISTER, wanted, called, client));
    }

    /** Somebody, as the caller may see them. */
    public UserView view(Caller caller, String username) {
        return view(caller, accounts.require(username));
    }

    /** Oneself. */
    public UserView own(Account account) {
        return view(new Caller(account.username(), "", false), account);
    }

    /** The account of that name, or 404. */
    public Account account(String username) {
        return accounts.require(username);
    }

    /** The XMPP address of an account. */
    public String jid(Account account) {
        return account.username() + "@" + domain;
    }

    /**
     * People whose username or name begins with a text, by username; those who do not want to be found are left out, so a
     * page may be shorter than its limit.
     */
    public Page<UserView> search(Caller caller, String prefix, PageRequest request) {
        String after = request.after();
        List<Account> rows = accounts.search(prefix, after == null ? "" : after, request.limit() + 1);
        Page<Account> page = Page.of(rows, request.limit(), Account::username);
        List<String> usernames = page.items().stream().map(Account::username).toList();
        Set<String> hidden = database.read(handle -> discoveries.hidden(handle, usernames));
        List<UserView> found = page.items().stream()
                .filter(account -> !hidden.contains(account.username())
                        || account.username().equals(caller.username())
                        || caller.moderator())
                .map(account -> view(caller, account))
                .toList();
        return new Page<>(found, page.next());
    }

    /**
     * Whoever has a number, if that is somebody who wants to be found by it.
     *
     * @throws Problem of kind TOO_OFTEN for somebody who looks up many
     */
    public Page<UserView> byNumber(Caller caller, String phoneNumber) {
        PhoneNumber number = phoneNumbers.parse(phoneNumber);
        if (!caller.moderator()) {
            limits.take(Limit.LOOKUPS_PER_ACCOUNT, caller.username());
        }
        List<UserView> found = accounts
                .findByPhone(number.e164())
                .filter(account -> caller.moderator()
                        || people.ties().shows(account.username(), Aspect.FIND_BY_PHONE, caller.username()))
                .map(account -> view(caller, account))
                .stream()
                .toList();
        return new Page<>(found, null);
    }

    /**
     * Changes what somebody says of themselves.
     *
     * @throws Problem of kind FORBIDDEN for anybody else, or for a number with a wrong code; CONFLICT for a number that
     *     somebody else has
     */
    public UserView change(Caller caller, String username, UserChange change, Client client) {
        Account account = accounts.require(username);
        requireOwn(caller, account);
        UserChange.Sent name = change.name();
        UserChange.Sent email = change.email();
        String newName = name == null ? account.name() : DisplayName.parse(name.value());
        String newEmail = email == null ? account.email() : email(email.value());
        UserChange.NewNumber number = change.number();
        if (number != null) {
            changeNumber(account, number, client);
        }
        if (!Objects.equals(newName, account.name()) || !Objects.equals(newEmail, account.email())) {
            accounts.update(username, newName, newEmail);
        }
        changeDiscovery(username, change);
        return view(caller, username);
    }

    /**
     * Deletes the account of somebody who shows a fresh code to its number; one without a number, the password.
     *
     * @throws Problem of kind FORBIDDEN for anybody else, or without the proof
     */
    public void delete(
            Caller caller,
            String username,
            @Nullable String verificationId,
            @Nullable String code,
            @Nullable String password,
            Client client) {
        Account account = accounts.require(username);
        requireOwn(caller, account);
        String phoneNumber = account.phoneNumber();
        if (phoneNumber == null) {
            requirePassword(account, password, client);
            accounts.delete(username);
        } else {
            if (verificationId == null || code == null) {
                throw Problem.of(
                        Kind.FORBIDDEN,
                        "fresh-code-needed",
                        "Deleting the account wants a fresh code: ask for one with POST /api/otp/, and send"
                                + " verification_id and code.");
            }
            verifications.use(prove(verificationId, code, phoneNumber, client));
            accounts.delete(username);
            verifications.forget(phoneNumber);
        }
        log.info("{} deleted the account", username);
    }

    /** Forgets what this feature keeps of somebody who has left. */
    public void forget(String username) {
        database.write(transaction -> discoveries.delete(transaction.handle(), username));
    }

    /** Notes that somebody is alive. */
    public void used(String username) {
        accounts.find(username).ifPresent(accounts::used);
    }

    private void changeNumber(Account account, UserChange.NewNumber wanted, Client client) {
        PhoneNumber number = phoneNumbers.parse(wanted.phoneNumber());
        Verification proof = prove(wanted.verificationId(), wanted.code(), number.e164(), client);
        try {
            Contention.write(database, transaction -> changeNumber(transaction, account, proof));
        } catch (Problem problem) {
            if (problem.kind() == Kind.CONFLICT) {
                verifications.use(proof);
            }
            throw problem;
        }
    }

    private boolean changeNumber(Transaction transaction, Account account, Verification proof) {
        verifications.use(transaction, proof);
        String username = account.username();
        String phoneNumber = proof.phoneNumber();
        if (phoneNumber.equals(account.phoneNumber())) {
            return false;
        }
        if (numbers.owner(transaction, phoneNumber).isPresent()) {
            throw Problem.conflict(
                    "number-taken", "That number has another account. Log in to that one and delete it, or use it.");
        }
        numbers.recycle(transaction, phoneNumber);
        accounts.setPhone(transaction, username, phoneNumber);
        transaction.publish(new PhoneNumberChanged(username));
        transaction.afterCommit(() -> log.info("{} changed the number", username));
        return true;
    }

    private void changeDiscovery(String username, UserChange change) {
        Boolean wanted = change.discoverable();
        if (wanted == null || wanted == isDiscoverable(username)) {
            return;
        }
        Contention.write(database, transaction -> {
            accounts.requireHeld(transaction, username);
            if (discoveries.update(transaction.handle(), username, wanted) == 0) {
                discoveries.insert(transaction.handle(), username, wanted);
            }
            return true;
        });
    }

    /** A right code that went to the number; who is logged in and has none is told 403, not to log in again. */
    private Verification prove(String verificationId, String code, String phoneNumber, Client client) {
        try {
            Verification proof = verifications.check(verificationId, code, client);
            if (proof.phoneNumber().equals(phoneNumber)) {
                return proof;
            }
        } catch (Problem problem) {
            if (problem.kind() != Kind.UNAUTHORIZED) {
                throw problem;
            }
        }
        throw Problem.of(
                Kind.FORBIDDEN,
                Verifications.WRONG_CODE,
                "That code is wrong or no longer good for this number. Check it, or ask for a new one.");
    }

    private void requirePassword(Account account, @Nullable String password, Client client) {
        if (password == null) {
            throw Problem.of(
                    Kind.FORBIDDEN,
                    "password-needed",
                    "This account has no phone number: deleting it wants the password, as password.");
        }
        String subject = account.username() + " " + client.network();
        limits.take(Limit.WRONG_PASSWORDS, subject);
        if (!serverUsers.checkPassword(account.username(), password)) {
            throw Problem.of(Kind.FORBIDDEN, "wrong-password", "That is not the password.");
        }
        limits.giveBack(Limit.WRONG_PASSWORDS, subject);
    }

    private static void requireOwn(Caller caller, Account account) {
        if (!caller.username().equals(account.username())) {
            throw Problem.forbidden("This is somebody else's account.");
        }
    }

    private UserView view(Caller caller, Account account) {
        boolean own = caller.username().equals(account.username());
        boolean all = own || caller.moderator();
        return new UserView(
                account.username(),
                jid(account),
                account.username(),
                account.name(),
                all ? account.phoneNumber() : null,
                all ? account.email() : null,
                account.createdAt(),
                own ? isDiscoverable(account.username()) : null);
    }

    /** Whether searching finds somebody; it does until they say otherwise. */
    private boolean isDiscoverable(String username) {
        return database.read(handle -> discoveries.find(handle, username)).orElse(true);
    }

    /** An address that looks like one (RFC 5321, section 4.5.3.1, for the length); null for an empty one. */
    private static @Nullable String email(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String address = text.strip();
        int at = address.lastIndexOf('@');
        if (address.length() > LONGEST_EMAIL
                || at < 1
                || at == address.length() - 1
                || address.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw Problem.invalid("email", "is not an e-mail address");
        }
        return address;
    }
}
