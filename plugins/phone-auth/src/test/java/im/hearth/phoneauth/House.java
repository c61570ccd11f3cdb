package im.hearth.phoneauth;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.AccountSuspended;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.Suspensions;
import im.hearth.core.db.Database;
import im.hearth.core.events.Event;
import im.hearth.core.events.Events;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.people.People;
import im.hearth.core.rest.Caller;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.FakeLockOuts;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import im.hearth.phoneauth.codes.CodeRequest;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.codes.Purpose;
import im.hearth.phoneauth.codes.VerificationStore;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.CounterStore;
import im.hearth.phoneauth.limits.Limits;
import im.hearth.phoneauth.sms.Channel;
import im.hearth.phoneauth.sms.CodeSender;
import im.hearth.phoneauth.tokens.AccessTokens;
import im.hearth.phoneauth.tokens.SessionStore;
import im.hearth.phoneauth.tokens.Sessions;
import im.hearth.phoneauth.tokens.SigningKeyStore;
import im.hearth.phoneauth.tokens.SigningKeys;
import im.hearth.phoneauth.users.Decoy;
import im.hearth.phoneauth.users.DiscoveryStore;
import im.hearth.phoneauth.users.Login;
import im.hearth.phoneauth.users.Logins;
import im.hearth.phoneauth.users.Numbers;
import im.hearth.phoneauth.users.Passwords;
import im.hearth.phoneauth.users.Silence;
import im.hearth.phoneauth.users.Users;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Everything that phone-auth is, as one node has it, on a database of its own or another node's. */
public final class House implements AutoCloseable {
    public static final String ALICE = "+4915112345678";
    public static final String BOB = "+4917612345678";
    public static final Client HOME = new Client("192.0.2.7", "192.0.2.7", false, "a test");

    public final Database database;
    private final Ground ground;
    public final MutableClock clock;
    public final FakeUsers serverUsers;
    public final FakeSessions streams = new FakeSessions();
    public final Phones phones;
    public final Settings settings;
    public final List<Event> events = new CopyOnWriteArrayList<>();
    public final FakeLockOuts lockOuts;
    public final Suspensions suspensions;
    public final Accounts accounts;
    public final PhoneNumbers phoneNumbers;
    public final Limits limits;
    public final MeterRegistry meters = new SimpleMeterRegistry();
    public final Verifications verifications;
    public final SigningKeys keys;
    public final Sessions sessions;
    public final People people = new People();
    public final Users users;
    public final Logins logins;
    public final Passwords passwords;

    /** What a house stands on. */
    private record Ground(Database database, Events events, Runnable closing) {
        static Ground inMemory() {
            TestDatabase test = TestDatabase.with("hearth-core", "hearth-phone-auth");
            return new Ground(test.database(), test.events(), test::close);
        }
    }

    public House() {
        this(new Phones());
    }

    private House(Phones phones) {
        this(
                Ground.inMemory(),
                new MutableClock(),
                new FakeUsers(),
                phones,
                new Settings(Map.of(), new MemoryProperties()),
                phones);
    }

    private House(
            Ground ground,
            MutableClock clock,
            FakeUsers serverUsers,
            Phones phones,
            Settings settings,
            CodeSender sender) {
        this.ground = ground;
        this.database = ground.database();
        this.clock = clock;
        this.serverUsers = serverUsers;
        this.phones = phones;
        this.lockOuts = new FakeLockOuts(clock);
        this.settings = settings;
        SecureRandom random = new SecureRandom();
        SecretBox secrets = SecretBox.open(settings, random);
        ground.events().subscribe(Event.class, events::add);

        suspensions = new Suspensions(lockOuts, clock);
        accounts = new Accounts(database, new AccountStore(), serverUsers, streams, clock, random);
        phoneNumbers = new PhoneNumbers(PhoneNumberUtil.getInstance(), settings);
        limits = new Limits(database, new CounterStore(), settings, clock);
        verifications =
                new Verifications(database, new VerificationStore(), limits, sender, secrets, meters, clock, random);
        keys = new SigningKeys(database, new SigningKeyStore(), secrets, settings, clock, random);
        sessions = new Sessions(
                database,
                new SessionStore(),
                new AccessTokens(keys, "example.org", settings, clock),
                accounts,
                suspensions,
                serverUsers,
                streams,
                secrets,
                settings,
                clock,
                random);
        Numbers numbers = new Numbers(database, accounts, suspensions, sessions, new Silence(streams, settings, clock));
        users = new Users(
                "example.org",
                database,
                accounts,
                serverUsers,
                people,
                new DiscoveryStore(),
                verifications,
                numbers,
                phoneNumbers,
                limits);
        logins = new Logins(
                database, accounts, serverUsers, verifications, numbers, phoneNumbers, sessions, limits, new Decoy());
        passwords = new Passwords(database, accounts, serverUsers, streams, verifications, numbers, sessions);
        ground.events().subscribe(AccountSuspended.class, suspended -> sessions.doubt(suspended.username()));
        ground.events().subscribe(AccountDeleted.class, deleted -> {
            sessions.endAll(deleted.username());
            users.forget(deleted.username());
        });
    }

    /** A house on another database, which stays when the house closes. */
    public static House on(Database database, Events events) {
        Phones phones = new Phones();
        Settings settings = new Settings(Map.of(), new MemoryProperties());
        Ground ground = new Ground(database, events, () -> {});
        return new House(ground, new MutableClock(), new FakeUsers(), phones, settings, phones);
    }

    /** Another node on the same database. */
    public House anotherNode() {
        return new House(ground, clock, serverUsers, phones, settings, phones);
    }

    /** A house whose codes go out some other way than to {@link #phones}. */
    public static House sendingWith(Function<Settings, CodeSender> sender) {
        Settings settings = new Settings(Map.of(), new MemoryProperties());
        return new House(
                Ground.inMemory(), new MutableClock(), new FakeUsers(), new Phones(), settings, sender.apply(settings));
    }

    public <T> void set(Setting<T> setting, String text) {
        settings.set(setting, text);
    }

    /** Registers, and logs in with the code. */
    public Login register(String number, String username) {
        CodeSent sent = users.register(number, username, null, Channel.SMS, HOME);
        return logins.withCode(sent.verificationId(), phones.codeOf(number), HOME);
    }

    /** Asks for a code that proves that somebody has a number. */
    public CodeSent ask(String number) {
        return ask(number, HOME);
    }

    public CodeSent ask(String number, Client client) {
        return verifications.request(
                new CodeRequest(phoneNumbers.parse(number), Channel.SMS, Purpose.PROOF, null, null, client));
    }

    /** Somebody else's address. */
    public static Client from(String network) {
        return new Client(network, network, false, "a test");
    }

    /** A mobile number; those below 10,000 differ in their last 4 digits only. */
    public static String number(int i) {
        return String.format(java.util.Locale.ROOT, "+49151%08d", 12_340_000 + i);
    }

    /** How many rows that query counts. */
    public int count(String table) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    public Caller caller(Login login) {
        return sessions.check(login.tokens().access());
    }

    @Override
    public void close() {
        ground.closing().run();
    }
}
