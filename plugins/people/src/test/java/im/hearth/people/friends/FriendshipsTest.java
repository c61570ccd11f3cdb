package im.hearth.people.friends;

import static im.hearth.people.House.ALICE;
import static im.hearth.people.House.BOB;
import static im.hearth.people.House.CAROL;
import static im.hearth.people.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.openfire.Rosters.Subscription;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.Kind;
import im.hearth.core.stanza.Withheld;
import im.hearth.people.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

final class FriendshipsTest {
    private final House house = new House();
    private final Friendships friendships = house.friendships;
    private final List<Packet> delivered = new ArrayList<>();
    private final FriendshipStanzas gate =
            new FriendshipStanzas(friendships, house.persons, (resource, packet) -> delivered.add(packet));

    @AfterEach
    void close() {
        house.close();
    }

    private Optional<FriendStatus> status(String owner, String peer) {
        return friendships.find(owner, peer).map(Friendship::status);
    }

    private Presence says(Presence.Type type, String username, String to) {
        Presence presence = new Presence(type);
        presence.setFrom(new JID(username, "example.org", "phone"));
        presence.setTo(to);
        try {
            gate.admit(presence);
        } catch (Withheld taken) {
            // As the interceptor does.
            presence.setTo("example.org");
        }
        return presence;
    }

    private Optional<Subscription> roster(String owner, String peer) {
        return house.rosters.contact(owner, peer).map(Contact::subscription);
    }

    @Test
    void a_request_is_a_subscription_request_and_both_know_it_by_one_id() {
        Friendship asked = friendships.request("alice", BOB, "Hello");

        assertThat(asked.status()).isEqualTo(FriendStatus.PENDING_OUT);
        assertThat(house.rosters.routed()).containsExactly("subscribe alice@example.org bob@example.org");
        Friendship seen = friendships.require("bob", asked.id());
        assertThat(seen.status()).isEqualTo(FriendStatus.PENDING_IN);
        assertThat(seen.createdAt()).isEqualTo(asked.createdAt());
        assertThat(house.told).containsExactlyInAnyOrder("alice friendship.created", "bob friendship.created");
    }

    @Test
    void accepting_makes_a_subscription_both_ways() {
        friendships.request("alice", BOB, null);

        assertThat(friendships.accept("bob", ALICE).status()).isEqualTo(FriendStatus.ACCEPTED);

        assertThat(status("alice", BOB)).contains(FriendStatus.ACCEPTED);
        assertThat(roster("alice", BOB)).contains(Subscription.BOTH);
        assertThat(roster("bob", ALICE)).contains(Subscription.BOTH);
        assertThat(house.rosters.routed()).contains("subscribed bob@example.org alice@example.org");
        assertThat(friendships.areFriends("alice", BOB)).isTrue();
        assertThat(friendships.friendsAmong("alice", List.of("bob", "carol"))).containsExactly("bob");
    }

    @Test
    void ties_change_when_a_friendship_begins_and_when_it_ends_and_by_no_request() {
        friendships.request("alice", BOB, null);
        assertThat(house.ties).isEmpty();

        friendships.accept("bob", ALICE);
        assertThat(house.ties)
                .containsExactlyInAnyOrder(new TiesChanged("alice", "bob"), new TiesChanged("bob", "alice"));
        house.ties.clear();

        says(Presence.Type.unsubscribe, "alice", BOB);
        assertThat(house.ties)
                .containsExactlyInAnyOrder(new TiesChanged("alice", "bob"), new TiesChanged("bob", "alice"));
    }

    @Test
    void requests_that_cross_are_one_friendship() {
        Friendship first = friendships.request("alice", BOB, null);

        Friendship second = friendships.request("bob", ALICE, null);

        assertThat(second.status()).isEqualTo(FriendStatus.ACCEPTED);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(status("alice", BOB)).contains(FriendStatus.ACCEPTED);
    }

    @Test
    void what_a_client_says_is_the_same_as_what_rest_does_and_goes_no_further_itself() {
        Presence subscribe = says(Presence.Type.subscribe, "alice", BOB);
        assertThat(subscribe.getTo().toString()).isEqualTo("example.org");
        assertThat(status("bob", ALICE)).contains(FriendStatus.PENDING_IN);

        says(Presence.Type.subscribed, "bob", ALICE);
        assertThat(status("alice", BOB)).contains(FriendStatus.ACCEPTED);

        says(Presence.Type.unsubscribe, "alice", BOB);
        assertThat(status("alice", BOB)).isEmpty();
        assertThat(status("bob", ALICE)).isEmpty();
        assertThat(delivered).isEmpty();
    }

    @Test
    void who_grants_unasked_lets_nobody_in() {
        says(Presence.Type.subscribed, "bob", ALICE);

        assertThat(roster("bob", ALICE)).isEmpty();
        assertThat(house.rosters.routed()).isEmpty();
    }

    @Test
    void presence_to_all_and_to_rooms_is_none_of_ours() {
        Presence available = new Presence();
        available.setFrom("alice@example.org/phone");
        gate.admit(available);
        Presence room = says(Presence.Type.unavailable, "alice", "garden@conference.example.org/me");
        Presence gateway = says(Presence.Type.subscribe, "alice", "gateway.example.org");

        assertThat(available.getTo()).isNull();
        assertThat(room.getTo().getResource()).isEqualTo("me");
        assertThat(gateway.getTo().toString()).isEqualTo("gateway.example.org");
    }

    @Test
    void a_client_that_asks_nobody_gets_an_error() {
        Presence subscribe = says(Presence.Type.subscribe, "alice", "nobody@example.org");

        assertThat(subscribe.getTo().toString()).isEqualTo("example.org");
        assertThat(delivered).singleElement().satisfies(error -> {
            assertThat(error.getError().getCondition().toXMPP()).isEqualTo("item-not-found");
            assertThat(error.getFrom().toString()).isEqualTo("nobody@example.org");
        });
    }

    @Test
    void a_rejected_request_does_not_come_back_for_a_day_and_its_sender_cannot_tell() {
        friendships.request("alice", BOB, null);
        friendships.reject("bob", ALICE);
        assertThat(status("alice", BOB)).isEmpty();
        assertThat(roster("alice", BOB)).isEmpty();

        Friendship again = friendships.request("alice", BOB, null);
        assertThat(again.status()).isEqualTo(FriendStatus.PENDING_OUT);
        assertThat(status("bob", ALICE)).isEmpty();
        assertThat(house.rosters.contact("alice", BOB).orElseThrow().asking()).isTrue();
        assertThat(house.rosters.contact("bob", ALICE)).isEmpty();
        says(Presence.Type.subscribe, "alice", BOB);
        assertThat(status("bob", ALICE)).isEmpty();

        house.clock.advance(Duration.ofHours(25));
        friendships.forgetRefusals();
        says(Presence.Type.subscribe, "alice", BOB);
        assertThat(status("bob", ALICE)).contains(FriendStatus.PENDING_IN);
    }

    @Test
    void taking_back_a_request_that_never_came_shows_the_other_nothing() {
        friendships.request("alice", BOB, null);
        friendships.reject("bob", ALICE);
        friendships.request("alice", BOB, null);
        int routed = house.rosters.routed().size();

        friendships.end("alice", BOB);

        assertThat(status("alice", BOB)).isEmpty();
        assertThat(house.rosters.routed()).hasSize(routed);
    }

    @Test
    void who_rejected_may_ask_and_then_they_are_friends() {
        friendships.request("alice", BOB, null);
        friendships.reject("bob", ALICE);
        friendships.request("alice", BOB, null);

        assertThat(friendships.request("bob", ALICE, null).status()).isEqualTo(FriendStatus.ACCEPTED);

        assertThat(roster("alice", BOB)).contains(Subscription.BOTH);
        assertThat(roster("bob", ALICE)).contains(Subscription.BOTH);
    }

    @Test
    void ending_a_friendship_ends_it_for_both() {
        friendships.request("alice", BOB, null);
        friendships.accept("bob", ALICE);
        house.told.clear();

        friendships.end("bob", ALICE);

        assertThat(status("alice", BOB)).isEmpty();
        assertThat(roster("alice", BOB)).isEmpty();
        assertThat(roster("bob", ALICE)).isEmpty();
        assertThat(house.told).containsExactlyInAnyOrder("alice friendship.deleted", "bob friendship.deleted");
    }

    @Test
    void removing_a_contact_in_a_client_ends_the_friendship_for_both() {
        friendships.request("alice", BOB, null);
        friendships.accept("bob", ALICE);

        house.rosters.remove("alice", BOB);

        assertThat(status("alice", BOB)).isEmpty();
        assertThat(status("bob", ALICE)).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_refused_with_the_reason() {
        assertThat(refused(() -> friendships.request("alice", ALICE, null)).kind())
                .isEqualTo(Kind.INVALID);
        Friendship asked = friendships.request("alice", BOB, null);
        assertThat(refused(() -> friendships.request("alice", BOB, null)).slug())
                .isEqualTo("already-asked");
        assertThat(refused(() -> friendships.accept("alice", BOB)).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(refused(() -> friendships.reject("alice", BOB)).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(refused(() -> friendships.require("carol", asked.id())).kind())
                .isEqualTo(Kind.NOT_FOUND);
        friendships.accept("bob", ALICE);
        assertThat(refused(() -> friendships.request("alice", BOB, null)).slug())
                .isEqualTo("already-friends");
        assertThat(refused(() -> friendships.reject("bob", ALICE)).slug()).isEqualTo("already-friends");
    }

    @Test
    void somebody_can_ask_so_many_people_a_day_and_no_more() {
        house.properties.set(FriendSettings.REQUESTS_PER_DAY.name(), "1", false);
        friendships.request("alice", BOB, null);

        assertThat(refused(() -> friendships.request("alice", House.CAROL, null))
                        .kind())
                .isEqualTo(Kind.TOO_OFTEN);

        house.clock.advance(Duration.ofDays(1));
        assertThat(friendships.request("alice", House.CAROL, null).status()).isEqualTo(FriendStatus.PENDING_OUT);
    }

    @Test
    void people_of_other_servers_become_friends_as_their_servers_say() {
        friendships.request("alice", "eve@elsewhere.example", null);
        assertThat(house.rosters.routed()).containsExactly("subscribe alice@example.org eve@elsewhere.example");

        Presence granted = new Presence(Presence.Type.subscribed);
        granted.setFrom("eve@elsewhere.example");
        granted.setTo(ALICE);
        house.rosters.route(granted);

        assertThat(status("alice", "eve@elsewhere.example")).contains(FriendStatus.ACCEPTED);
    }

    @Test
    void a_roster_from_before_is_taken_up_when_it_is_listed() {
        House fresh = house;
        fresh.test.database().write(transaction -> transaction.handle().execute("DELETE FROM hearth_friendship"));
        fresh.rosters.befriend("alice", BOB);
        fresh.test.database().write(transaction -> transaction.handle().execute("DELETE FROM hearth_friendship"));

        assertThat(friendships.list("alice", null, null, 10).items())
                .singleElement()
                .satisfies(found -> assertThat(found.status()).isEqualTo(FriendStatus.ACCEPTED));
    }

    @Test
    void lists_page_and_filter() {
        friendships.request("alice", BOB, null);
        house.clock.advance(Duration.ofSeconds(1));
        friendships.request("alice", House.CAROL, null);
        friendships.accept("bob", ALICE);

        var page = friendships.list("alice", null, null, 1);
        assertThat(page.items()).extracting(Friendship::peer).containsExactly(House.CAROL);
        assertThat(page.next()).isNotNull();
        assertThat(friendships.list("alice", FriendStatus.ACCEPTED, null, 10).items())
                .extracting(Friendship::peer)
                .containsExactly(BOB);
        assertThat(refused(() -> friendships.list("alice", null, "nonsense", 10))
                        .kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void who_leaves_is_nobodys_friend() {
        friendships.request("alice", BOB, null);
        friendships.accept("bob", ALICE);
        house.told.clear();

        house.accounts.delete("alice");
        house.rosters.remove("bob", ALICE);

        assertThat(status("bob", ALICE)).isEmpty();
        assertThat(status("alice", BOB)).isEmpty();
        assertThat(house.told).containsExactly("bob friendship.deleted");
    }

    @Test
    void what_becomes_of_the_roster_of_who_has_left_makes_no_friendship() {
        friendships.request("alice", BOB, null);
        friendships.accept("bob", ALICE);

        house.leave("alice");
        house.rosters.befriend("alice", BOB);
        house.rosters.befriend("bob", ALICE);

        assertThat(house.rows("hearth_friendship", "owner", "alice")).isZero();
        assertThat(house.rows("hearth_friendship", "owner", "bob")).isZero();
    }

    @Test
    void a_request_or_a_refusal_that_was_on_its_way_leaves_nothing_of_who_has_left() {
        friendships.request("bob", ALICE, null);
        house.test.events().within(AccountDeleted.class, (transaction, gone) -> transaction
                .handle()
                .execute("INSERT INTO hearth_friendship (owner, peer, id, status, created_at)"
                        + " VALUES ('alice', 'bob@example.org', '1', " + FriendStatus.PENDING_IN.code() + ", 1)"));
        house.leave("alice");

        friendships.reject("alice", BOB);
        assertThat(refused(() -> friendships.request("alice", CAROL, null)).kind())
                .isEqualTo(Kind.NOT_FOUND);

        assertThat(house.rows("hearth_friend_refusal", "asked", "alice")).isZero();
        assertThat(house.rows("hearth_people_count", "username", "alice")).isZero();
    }
}
