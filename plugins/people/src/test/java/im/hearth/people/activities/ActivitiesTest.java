package im.hearth.people.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.LoggedIn;
import im.hearth.core.accounts.PasswordChanged;
import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.events.Event;
import im.hearth.core.openfire.ClientSessions.PasswordLogin;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Cursor;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of what happens to accounts. */
final class ActivitiesTest {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-people");
    private final MutableClock clock = new MutableClock();
    private final Accounts accounts = TestAccounts.of(database, "alice", "bob");
    private final Activities activities = new Activities(
            database.database(),
            new ActivityStore(),
            new Settings(Map.of(), new MemoryProperties()),
            accounts,
            UUID::randomUUID,
            clock);

    ActivitiesTest() {
        database.events().within(LoggedIn.class, activities::loggedIn);
        database.events().within(SessionEnded.class, activities::ended);
        database.events().within(PasswordChanged.class, (transaction, fact) -> activities.changed(transaction, fact));
        database.events()
                .within(PhoneNumberChanged.class, (transaction, fact) -> activities.changed(transaction, fact));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void happens(Event event) {
        clock.advance(Duration.ofSeconds(1));
        database.database().write(transaction -> {
            transaction.publish(event);
            return true;
        });
    }

    private List<ActivityKind> kinds(String username) {
        return activities.list(username, null, 50).items().stream()
                .map(Activity::kind)
                .toList();
    }

    @Test
    void what_happens_is_listed_the_latest_first_to_its_owner_alone() {
        happens(new LoggedIn("alice", "s1", "Phone", "192.0.2.1"));
        happens(new PasswordChanged("alice", false, "192.0.2.1"));
        happens(new PasswordChanged("alice", true, "192.0.2.9"));
        happens(new PhoneNumberChanged("alice"));
        happens(new SessionEnded("alice", "s1"));

        assertThat(kinds("alice"))
                .containsExactly(
                        ActivityKind.LOGOUT,
                        ActivityKind.NUMBER_CHANGED,
                        ActivityKind.PASSWORD_RESET,
                        ActivityKind.PASSWORD_CHANGED,
                        ActivityKind.LOGIN);
        assertThat(kinds("bob")).isEmpty();
        Activity logout = activities.list("alice", null, 1).items().get(0);
        assertThat(logout.device()).isEqualTo("Phone");
        assertThat(logout.sessionId()).isEqualTo("s1");
    }

    @Test
    void a_device_is_new_once_and_never_the_first_one() {
        happens(new LoggedIn("alice", "s1", "Phone", "192.0.2.1"));
        happens(new LoggedIn("alice", "s2", "Laptop", "192.0.2.1"));
        happens(new LoggedIn("alice", "s3", "Laptop", "192.0.2.1"));
        happens(new LoggedIn("alice", "s4", "Phone", "192.0.2.1"));

        assertThat(kinds("alice"))
                .containsExactly(ActivityKind.LOGIN, ActivityKind.LOGIN, ActivityKind.NEW_DEVICE, ActivityKind.LOGIN);
    }

    @Test
    void logins_by_xmpp_are_told_once_a_day_for_each_address() {
        PasswordLogin login = new PasswordLogin("alice", "x".repeat(1_000), "192.0.2.1");
        activities.loggedIn(login);
        activities.loggedIn(login);
        activities.loggedIn(new PasswordLogin("alice", "Gajim", "192.0.2.2"));
        assertThat(kinds("alice")).hasSize(2);

        clock.advance(Duration.ofDays(1).plusSeconds(1));
        activities.loggedIn(login);
        assertThat(kinds("alice")).hasSize(3);
        assertThat(activities.list("alice", null, 1).items().get(0).device()).hasSize(100);
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        for (int i = 0; i < 5; i++) {
            // All at one moment: the id decides.
            database.database().write(transaction -> {
                transaction.publish(new PhoneNumberChanged("alice"));
                return true;
            });
        }
        Set<String> seen = new HashSet<>();
        String after = null;
        do {
            Page<Activity> page = activities.list("alice", after, 2);
            page.items().forEach(activity -> seen.add(activity.id()));
            after = Cursor.decode(page.next());
        } while (after != null);

        assertThat(seen).hasSize(5);
        assertThatThrownBy(() -> activities.list("alice", "x", 2)).isInstanceOf(Problem.class);
    }

    @Test
    void what_is_too_old_goes() {
        happens(new PhoneNumberChanged("alice"));
        clock.advance(Duration.ofDays(179));
        activities.purge();
        assertThat(kinds("alice")).hasSize(1);

        clock.advance(Duration.ofDays(2));
        activities.purge();
        assertThat(kinds("alice")).isEmpty();
    }

    @Test
    void whoever_leaves_leaves_no_log() {
        happens(new LoggedIn("alice", "s1", "Phone", "192.0.2.1"));
        database.events()
                .within(AccountDeleted.class, (transaction, gone) -> activities.forget(transaction, gone.username()));
        accounts.delete("alice");
        happens(new SessionEnded("alice", "s1"));
        happens(new PhoneNumberChanged("alice"));
        activities.loggedIn(new PasswordLogin("alice", "phone", "192.0.2.1"));

        assertThat(kinds("alice")).isEmpty();
    }
}
