package im.hearth.people.statuses;

import static im.hearth.people.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.openfire.ServerPresence;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.rest.Cursor;
import im.hearth.core.rest.Page;
import im.hearth.core.testing.FakeTies;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is there. Alice, bob and carol are friends of each other; mallory is nobody's. */
final class StatusesTest {
    private static final Set<String> FRIENDS = Set.of("alice", "bob", "carol");

    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-people");
    private final MutableClock clock = new MutableClock();
    private final Accounts accounts = TestAccounts.of(database, "alice", "bob", "carol", "mallory");
    private final FakePresence presence = new FakePresence();
    private final FakeTies ties = new FakeTies();
    private final Streams streams = new Streams();
    private final Set<String> elsewhere = new HashSet<>();
    private final List<StatusChanged> changes = new ArrayList<>();
    private Statuses statuses;

    @BeforeEach
    void build() {
        database.database().write(transaction -> transaction
                .handle()
                .execute("CREATE TABLE ofPresence (username VARCHAR(64) PRIMARY KEY, offlineDate CHAR(15))"));
        People people = new People();
        people.knownBy(ties);
        LiveEvents live = new LiveEvents();
        live.serve(streams);
        live.readElsewhere(usernames -> {
            Set<String> found = new HashSet<>(usernames);
            found.retainAll(elsewhere);
            return found;
        });
        statuses = new Statuses(
                database.database(),
                new StatusStore(),
                accounts,
                presence,
                username -> FRIENDS.contains(username)
                        ? FRIENDS.stream()
                                .filter(friend -> !friend.equals(username))
                                .toList()
                        : List.of(),
                people,
                live,
                clock);
        database.events().subscribe(StatusChanged.class, changes::add);
        database.events()
                .within(AccountDeleted.class, (transaction, gone) -> statuses.forget(transaction, gone.username()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** XMPP clients, as the server knows them. */
    private static final class FakePresence extends ServerPresence {
        final Map<String, Available> available = new HashMap<>();

        @SuppressWarnings("NullAway") // There is no server.
        FakePresence() {
            super(null);
        }

        @Override
        public Optional<Available> of(String username) {
            return Optional.ofNullable(available.get(username));
        }
    }

    private static final class Streams implements LiveEvents.Streams {
        final Set<String> open = new HashSet<>();
        final Map<String, StatusView> told = new HashMap<>();
        final Map<String, StatusView> logged = new HashMap<>();

        @Override
        public void wake(Collection<String> usernames) {}

        @Override
        public void look() {}

        @Override
        public void tell(Collection<String> usernames, String type, Object data) {
            usernames.forEach(username -> told.put(username, (StatusView) data));
        }

        @Override
        public boolean hasStream(String username) {
            return open.contains(username);
        }

        @Override
        public void log(Transaction transaction, Collection<String> audience, String type, Object data) {
            audience.forEach(username -> logged.put(username, (StatusView) data));
        }
    }

    @Test
    void friends_whose_stream_is_on_another_node_find_it_in_the_log_and_the_others_do_not() {
        streams.open.addAll(Set.of("bob", "mallory"));
        elsewhere.addAll(Set.of("carol", "mallory"));

        statuses.tell("alice");

        assertThat(streams.told.keySet()).containsExactly("bob");
        assertThat(streams.logged.keySet()).containsExactly("carol");
    }

    @Test
    void who_has_streams_on_both_nodes_is_told_once() {
        streams.open.add("bob");
        elsewhere.add("bob");

        statuses.tellWords("alice");

        assertThat(streams.told).isEmpty();
        assertThat(streams.logged.keySet()).containsExactly("bob");
    }

    private StatusView change(@Nullable String show, @Nullable String text) {
        return statuses.change(
                "alice", "alice", new StatusChange(new StatusChange.Sent(show), new StatusChange.Sent(text)));
    }

    private void wentOffline(String username, Instant at) {
        database.database().write(transaction -> transaction
                .handle()
                .execute(
                        "INSERT INTO ofPresence (username, offlineDate) VALUES (?, ?)",
                        username,
                        "%015d".formatted(at.toEpochMilli())));
    }

    @Test
    void statuses_are_for_friends_who_are_not_blocked() {
        assertThat(statuses.require("bob", "alice").online()).isFalse();
        assertThat(refused(() -> statuses.require("mallory", "alice")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(() -> statuses.require("bob", "nobody")).kind()).isEqualTo(Kind.NOT_FOUND);

        ties.block("alice", "bob");

        assertThat(refused(() -> statuses.require("bob", "alice")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(statuses.list("bob", null, 10).items())
                .extracting(StatusView::user)
                .containsExactly("carol");
        assertThat(statuses.list("mallory", null, 10).items()).isEmpty();
    }

    @Test
    void a_list_goes_on_after_its_last_username() {
        Page<StatusView> first = statuses.list("carol", null, 1);
        Page<StatusView> second = statuses.list("carol", Cursor.decode(first.next()), 1);

        assertThat(first.items()).extracting(StatusView::user).containsExactly("alice");
        assertThat(second.items()).extracting(StatusView::user).containsExactly("bob");
        assertThat(second.next()).isNull();
    }

    @Test
    void what_a_client_says_comes_before_what_was_said_by_rest() {
        change("away", "Gone fishing");
        assertThat(statuses.require("bob", "alice").show()).isNull();
        assertThat(statuses.require("bob", "alice").statusText()).isEqualTo("Gone fishing");

        presence.available.put("alice", new ServerPresence.Available("dnd", "In a meeting"));
        assertThat(statuses.require("bob", "alice").show()).isEqualTo("dnd");
        assertThat(statuses.require("bob", "alice").statusText()).isEqualTo("In a meeting");

        presence.available.put("alice", new ServerPresence.Available(null, " "));
        assertThat(statuses.require("bob", "alice").show()).isEqualTo("away");
        assertThat(statuses.require("bob", "alice").statusText()).isEqualTo("Gone fishing");

        presence.available.clear();
        streams.open.add("alice");
        assertThat(statuses.require("bob", "alice").online()).isTrue();
        assertThat(statuses.require("bob", "alice").show()).isEqualTo("away");
    }

    @Test
    void who_is_away_was_last_there_when_the_last_client_or_stream_went() {
        assertThat(statuses.require("bob", "alice").lastOnline()).isNull();
        Instant now = statuses.now();
        statuses.closed("alice", now);
        assertThat(statuses.require("bob", "alice").lastOnline()).isEqualTo(now);

        wentOffline("alice", now.plusSeconds(60));
        assertThat(statuses.require("bob", "alice").lastOnline()).isEqualTo(now.plusSeconds(60));
        clock.advance(Duration.ofMinutes(2));
        statuses.closed("alice", statuses.now());
        assertThat(statuses.list("bob", null, 1).items().get(0).lastOnline()).isEqualTo(now.plusSeconds(120));

        streams.open.add("alice");
        assertThat(statuses.require("bob", "alice").lastOnline()).isNull();
    }

    @Test
    void a_stream_that_is_there_again_was_not_closed() {
        streams.open.add("alice");
        statuses.closed("alice", statuses.now());
        streams.open.clear();

        assertThat(statuses.require("bob", "alice").lastOnline()).isNull();
    }

    @Test
    void who_hides_when_they_were_last_seen_hides_whether_they_are_there() {
        change("away", "Gone fishing");
        presence.available.put("alice", new ServerPresence.Available("dnd", null));
        ties.hide("alice", Aspect.LAST_SEEN);

        StatusView hidden = statuses.require("bob", "alice");

        assertThat(hidden).isEqualTo(new StatusView("alice", null, null, null, "Gone fishing"));
        assertThat(statuses.list("bob", null, 1).items()).containsExactly(hidden);
        assertThat(refused(() -> statuses.lastActivity("bob", "alice")).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(statuses.lastActivity("carol", "bob").online()).isFalse();
        assertThat(refused(() -> statuses.lastActivity("mallory", "bob")).kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(statuses.require("alice", "alice").online()).isTrue();
    }

    @Test
    void only_what_is_sent_changes_and_null_clears() {
        change("away", " Gone fishing ");
        statuses.change("alice", "alice", new StatusChange(null, new StatusChange.Sent("Back soon")));
        assertThat(statuses.kept("alice")).isEqualTo(new Kept("away", "Back soon", null));

        change(null, "  ");
        assertThat(statuses.kept("alice")).isEqualTo(Kept.NOTHING);
        assertThat(changes)
                .containsExactly(
                        new StatusChanged("alice", null, null, "away", "Gone fishing"),
                        new StatusChanged("alice", "away", "Gone fishing", "away", "Back soon"),
                        new StatusChanged("alice", "away", "Back soon", null, null));

        change(null, null);
        assertThat(changes).hasSize(3);
    }

    @Test
    void what_is_no_status_is_refused() {
        assertThat(refused(() -> change("busy", null)).kind()).isEqualTo(Kind.INVALID);
        assertThat(refused(() -> change(null, "x".repeat(501))).kind()).isEqualTo(Kind.INVALID);
        assertThat(change(null, "\ud83d\ude00".repeat(500)).statusText()).hasSize(1_000);
        StatusChange none = new StatusChange(null, null);
        assertThat(refused(() -> statuses.change("bob", "alice", none)).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(refused(() -> statuses.change("bob", "nobody", none)).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void friends_with_a_stream_hear_of_it_as_far_as_they_may_see() {
        streams.open.addAll(Set.of("bob", "mallory"));
        change("away", "Gone fishing");
        statuses.tell("alice");
        assertThat(streams.told).containsOnlyKeys("bob");
        assertThat(streams.told.get("bob")).isEqualTo(statuses.require("bob", "alice"));

        streams.told.clear();
        ties.hide("alice", Aspect.LAST_SEEN);
        statuses.tell("alice");
        assertThat(streams.told).isEmpty();
        statuses.tellWords("alice");
        assertThat(streams.told).containsOnlyKeys("bob");
        assertThat(streams.told.get("bob")).isEqualTo(statuses.require("bob", "alice"));

        streams.told.clear();
        ties.block("alice", "bob");
        statuses.tellWords("alice");
        assertThat(streams.told).isEmpty();
    }

    @Test
    void nothing_is_kept_of_who_has_left() {
        change("away", "Gone fishing");
        accounts.delete("alice");

        statuses.closed("alice", statuses.now());
        assertThat(refused(() -> change("away", "Still here")).kind()).isEqualTo(Kind.NOT_FOUND);

        Optional<Kept> kept = database.database().read(handle -> new StatusStore().find(handle, "alice"));
        assertThat(kept).isEmpty();
    }
}
