package im.hearth.people;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import im.hearth.people.blocks.BlockNotices;
import im.hearth.people.blocks.BlockStore;
import im.hearth.people.blocks.Blocks;
import im.hearth.people.contacts.Contacts;
import im.hearth.people.friends.FriendshipStore;
import im.hearth.people.friends.Friendships;
import im.hearth.people.settings.SettingsStore;
import im.hearth.people.tags.TagStore;
import im.hearth.people.tags.Tags;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The rules of people on a database in memory, with alice, bob and carol in it. */
public final class House implements AutoCloseable {
    public static final String ALICE = "alice@example.org";
    public static final String BOB = "bob@example.org";
    public static final String CAROL = "carol@example.org";

    public final TestDatabase test = TestDatabase.with("hearth-core", "hearth-people");
    public final MutableClock clock = new MutableClock();
    public final FakeUsers users = new FakeUsers();
    public final MemoryProperties properties = new MemoryProperties();
    public final Settings settings = new Settings(Map.of(), properties);
    public final FakeRosters rosters = new FakeRosters();
    public final FakeSessions sessions = new FakeSessions();
    public final FakeBlockLists lists = new FakeBlockLists();
    public final Persons persons = new Persons("example.org", users);
    /** What people were told, as {@code USERNAME TYPE}. */
    public final List<String> told = new ArrayList<>();

    public final Accounts accounts;
    public final Friendships friendships;
    public final Blocks blocks;
    public final Tags tags;
    public final Contacts contacts;

    /** Whose ties were said to have changed. */
    public final List<TiesChanged> ties = new CopyOnWriteArrayList<>();

    public House() {
        LiveEvents live = new LiveEvents();
        live.serve(new Told());
        accounts =
                new Accounts(test.database(), new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
        test.database().write(transaction -> {
            accounts.create(transaction, "alice", "+4915112345678", "Alice");
            accounts.create(transaction, "bob", "+4917612345678", "Bob");
            accounts.create(transaction, "carol", "+436641234567", "Carol");
            return true;
        });
        DailyCounts counts = new DailyCounts(test.database(), new DailyCountStore(), accounts, clock);
        friendships = new Friendships(
                test.database(),
                new FriendshipStore(),
                live,
                rosters,
                rosters::route,
                persons,
                (person, other) -> blocks().hasBlocked(person, other),
                accounts,
                counts,
                settings,
                UUID::randomUUID,
                clock);
        blocks = new Blocks(
                test.database(),
                new BlockStore(),
                lists,
                live,
                persons,
                accounts,
                new BlockNotices(
                        lists, rosters, sessions, rosters::route, persons, friendships::blocked, UUID::randomUUID),
                UUID::randomUUID,
                clock);
        tags = new Tags(test.database(), new TagStore(), live, rosters, persons, accounts, UUID::randomUUID, clock);
        rosters.listen(new RosterWatch(friendships, tags));
        contacts = new Contacts(
                accounts,
                new PhoneNumbers(PhoneNumberUtil.getInstance(), settings),
                new PeopleTies(friendships, blocks, persons, test.database(), new SettingsStore()),
                counts,
                settings);
        test.events().subscribe(TiesChanged.class, ties::add);
        test.events().within(AccountDeleted.class, friendships::forget);
        test.events().within(AccountDeleted.class, tags::forget);
        test.events().subscribe(AccountDeleted.class, blocks::forget);
    }

    /** Somebody's account is deleted, and the server is about to forget the user, but has not yet. */
    public void leave(String username) {
        accounts.delete(username);
        users.ensure(username, "nobody knows", null, null);
    }

    /** How many rows of a table have that text in a column. */
    public int rows(String table, String column, String text) {
        return test.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table + " WHERE " + column + " = :text")
                        .bind("text", text)
                        .mapTo(Integer.class)
                        .one());
    }

    private Blocks blocks() {
        return blocks;
    }

    private final class Told implements LiveEvents.Streams {
        @Override
        public boolean hasStream(String username) {
            return false;
        }

        @Override
        public void wake(Collection<String> usernames) {}

        @Override
        public void look() {}

        @Override
        public void tell(Collection<String> usernames, String type, Object data) {}

        @Override
        public void log(Transaction transaction, Collection<String> audience, String type, Object data) {
            audience.forEach(username -> told.add(username + " " + type));
        }
    }

    /** The problem that the call throws. */
    public static Problem refused(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(Problem.class, call), "nothing was refused");
    }

    @Override
    public void close() {
        test.close();
    }
}
