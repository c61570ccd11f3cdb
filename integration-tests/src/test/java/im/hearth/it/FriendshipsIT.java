package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Friendships: roster subscriptions at one door, {@code /api/friendships/} at the other. */
final class FriendshipsIT {
    private static final String PATH = "/api/friendships/";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private static Api.Answer ask(Person asker, Person friend) {
        return expect(201, asker.api().post(PATH, Map.of("friend", friend.username())));
    }

    private static Api.Answer answer(Person asked, Api.Answer request, String status) {
        return asked.api().patch(PATH + request.get("id") + "/", Map.of("status", status));
    }

    /** What somebody is to a person, by REST; empty for nothing. */
    private static String status(Person me, Person friend) {
        for (JsonNode item :
                expect(200, me.api().get(PATH + "?limit=200")).body().path("items")) {
            if (item.path("friend").asText().equals(friend.username())) {
                return item.path("status").asText();
            }
        }
        return "";
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(Hearth.PATIENCE).until(condition::getAsBoolean);
    }

    static void befriend(Person one, Person other) {
        Api.Answer request = ask(one, other);
        assertThat(expect(200, answer(other, request, "accepted")).get("status"))
                .isEqualTo("accepted");
    }

    @Test
    void a_request_by_rest_is_accepted_in_a_client() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByAlice = Presences.of(a);
            Presences seenByBob = Presences.of(b);

            Api.Answer request = ask(alice, bob);
            assertThat(request.get("user")).isEqualTo(alice.username());
            assertThat(request.get("status")).isEqualTo("pending_out");
            seenByBob.await(Presence.Type.subscribe, alice);
            assertThat(status(bob, alice)).isEqualTo("pending_in");

            seenByBob.say(Presence.Type.subscribed, alice.jid());

            seenByAlice.await(Presence.Type.subscribed, bob);
            seenByAlice.await(Presence.Type.available, bob);
            seenByBob.await(Presence.Type.available, alice);
            until(() -> status(alice, bob).equals("accepted"));
            assertThat(status(bob, alice)).isEqualTo("accepted");
            assertThat(Presences.rosterItem(a, bob)).contains("subscription='both'");
            assertThat(Presences.rosterItem(b, alice)).contains("subscription='both'");
        }
    }

    @Test
    void a_request_in_a_client_is_accepted_by_rest_and_clients_that_answer_once_more_change_nothing() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByAlice = Presences.of(a);
            Presences seenByBob = Presences.of(b);

            seenByAlice.say(Presence.Type.subscribe, bob.jid());
            until(() -> status(bob, alice).equals("pending_in"));
            assertThat(status(alice, bob)).isEqualTo("pending_out");
            assertThat(Presences.rosterItem(a, bob)).contains("ask='subscribe'");
            Api.Answer request = expect(200, bob.api().get(PATH + "?status=pending_in"));
            String id = request.body().at("/items/0/id").asText();

            expect(200, bob.api().patch(PATH + id + "/", Map.of("status", "accepted")));

            seenByAlice.await(Presence.Type.subscribed, bob);
            seenByAlice.await(Presence.Type.available, bob);
            seenByBob.await(Presence.Type.available, alice);
            seenByBob.say(Presence.Type.subscribe, alice.jid());
            seenByAlice.say(Presence.Type.subscribed, bob.jid());
            assertThat(seenByBob.rest(alice)).doesNotContain(Presence.Type.error);
            assertThat(status(alice, bob)).isEqualTo("accepted");
            assertThat(Presences.rosterItem(a, bob)).contains("subscription='both'");
            assertThat(Presences.rosterItem(b, alice)).contains("subscription='both'");
            assertThat(expect(200, alice.api().get(PATH + id + "/")).get("friend"))
                    .isEqualTo(bob.username());
        }
    }

    @Test
    void a_request_waits_for_who_is_offline() {
        ask(alice, bob);

        try (Xmpp b = Xmpp.silent(bob)) {
            Presences seenByBob = Presences.of(b);
            b.send(b.connection().getStanzaFactory().buildPresenceStanza().build());
            seenByBob.await(Presence.Type.subscribe, alice);
        }
    }

    @Test
    void requests_that_cross_at_both_doors_are_one_friendship() {
        try (Xmpp a = alice.connect()) {
            Presences seenByAlice = Presences.of(a);
            Api.Answer first = ask(bob, alice);
            seenByAlice.await(Presence.Type.subscribe, bob);

            seenByAlice.say(Presence.Type.subscribe, bob.jid());

            until(() -> status(alice, bob).equals("accepted"));
            assertThat(expect(200, alice.api().get(PATH + first.get("id") + "/"))
                            .get("status"))
                    .isEqualTo("accepted");
            assertThat(expect(200, bob.api().get(PATH)).body().path("items")).hasSize(1);
        }
    }

    @Test
    void a_rejected_request_does_not_come_back_and_its_sender_sees_it_pending() {
        Api.Answer request = ask(alice, bob);
        expect(204, answer(bob, request, "rejected"));
        assertThat(status(alice, bob)).isEmpty();

        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByAlice = Presences.of(a);
            Presences seenByBob = Presences.of(b);
            assertThat(ask(alice, bob).get("status")).isEqualTo("pending_out");
            seenByAlice.say(Presence.Type.subscribe, bob.jid());

            assertThat(seenByAlice.rest(bob)).isEmpty();
            assertThat(Presences.rosterItem(a, bob)).contains("ask='subscribe'");
            assertThat(seenByBob.rest(alice)).isEmpty();
            assertThat(status(bob, alice)).isEmpty();
            assertThat(alice.api().post(PATH, Map.of("friend", bob.username())).problem())
                    .isEqualTo("already-asked");

            assertThat(ask(bob, alice).get("status")).isEqualTo("accepted");
            assertThat(status(alice, bob)).isEqualTo("accepted");
        }
    }

    @Test
    void rejecting_in_a_client_takes_the_request_from_both() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByAlice = Presences.of(a);
            Presences seenByBob = Presences.of(b);
            ask(alice, bob);
            seenByBob.await(Presence.Type.subscribe, alice);

            seenByBob.say(Presence.Type.unsubscribed, alice.jid());

            seenByAlice.await(Presence.Type.unsubscribed, bob);
            until(() -> status(alice, bob).isEmpty());
            assertThat(status(bob, alice)).isEmpty();
        }
    }

    @Test
    void taking_a_request_back_takes_it_from_the_others_clients() {
        try (Xmpp b = bob.connect()) {
            Presences seenByBob = Presences.of(b);
            Api.Answer request = ask(alice, bob);
            seenByBob.await(Presence.Type.subscribe, alice);

            expect(204, alice.api().delete(PATH + request.get("id") + "/"));

            seenByBob.await(Presence.Type.unsubscribe, alice);
            assertThat(status(bob, alice)).isEmpty();
        }
    }

    @Test
    void a_friendship_that_ends_by_rest_ends_in_both_clients() {
        befriend(alice, bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByBob = Presences.of(b);
            assertThat(Presences.rosterItem(a, bob)).contains("subscription='both'");
            String id =
                    expect(200, alice.api().get(PATH)).body().at("/items/0/id").asText();

            expect(204, alice.api().delete(PATH + id + "/"));

            seenByBob.await(Presence.Type.unavailable, alice);
            assertThat(status(bob, alice)).isEmpty();
            assertThat(bob.api().get(PATH + id + "/").status()).isEqualTo(404);
            assertThat(Presences.rosterItem(a, bob)).isEmpty();
            assertThat(Presences.rosterItem(b, alice)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "unsubscribe", "unsubscribed"})
    void a_friendship_that_ends_in_a_client_ends_for_both(String how) {
        befriend(alice, bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByBob = Presences.of(b);
            if (how.equals("remove")) {
                String removed = Raw.ask(
                        a,
                        "set",
                        null,
                        "<query xmlns='jabber:iq:roster'><item jid='" + bob.jid()
                                + "' subscription='remove'/></query>");
                assertThat(removed).contains("result");
            } else {
                Presences.of(a).say(Presence.Type.fromString(how), bob.jid());
            }

            seenByBob.await(Presence.Type.unavailable, alice);
            until(() -> status(alice, bob).isEmpty() && status(bob, alice).isEmpty());
            assertThat(Presences.rosterItem(b, alice)).doesNotContain("subscription='both'");
            assertThat(ask(bob, alice).get("status")).isEqualTo("pending_out");
        }
    }

    @Test
    void streams_tell_both_what_becomes_of_it() {
        try (Events a = Events.sse(alice, null);
                Events b = Events.sse(bob, null)) {
            Api.Answer request = ask(alice, bob);
            assertThat(a.await(event -> event.type().equals("friendship.created"))
                            .text("status"))
                    .isEqualTo("pending_out");
            Events.Event asked = b.await(event -> event.type().equals("friendship.created"));
            assertThat(asked.text("id")).isEqualTo(request.get("id"));
            assertThat(asked.text("friend")).isEqualTo(alice.username());
            assertThat(asked.text("status")).isEqualTo("pending_in");

            answer(bob, request, "accepted");
            assertThat(a.await(event -> event.type().equals("friendship.changed"))
                            .text("status"))
                    .isEqualTo("accepted");
            b.await(event -> event.type().equals("friendship.changed"));

            alice.api().delete(PATH + request.get("id") + "/");
            a.await(event -> event.type().equals("friendship.deleted"));
            b.await(event -> event.type().equals("friendship.deleted"));
        }
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Person carol = hearth.register("carol");
        assertThat(alice.api().post(PATH, Map.of("friend", "me")).status()).isEqualTo(422);
        assertThat(alice.api()
                        .post(PATH, Map.of("friend", "nobody-of-that-name"))
                        .status())
                .isEqualTo(422);
        assertThat(alice.api().post(PATH, Map.of()).status()).isEqualTo(422);
        assertThat(alice.api()
                        .post(PATH, Map.of("friend", bob.username(), "status", "accepted"))
                        .status())
                .isEqualTo(422);
        Api.Answer request = ask(alice, bob);
        assertThat(alice.api().post(PATH, Map.of("friend", bob.username())).problem())
                .isEqualTo("already-asked");
        assertThat(answer(alice, request, "accepted").status()).isEqualTo(403);
        assertThat(answer(bob, request, "pending_in").status()).isEqualTo(422);
        assertThat(answer(carol, request, "accepted").status()).isEqualTo(404);
        assertThat(carol.api().get(PATH + request.get("id") + "/").status()).isEqualTo(404);
        assertThat(bob.api().get(PATH + "?status=all").status()).isEqualTo(422);
        expect(200, answer(bob, request, "accepted"));
        assertThat(answer(bob, request, "rejected").problem()).isEqualTo("already-friends");
        assertThat(bob.api().post(PATH, Map.of("friend", alice.username())).problem())
                .isEqualTo("already-friends");

        try (Xmpp a = alice.connect()) {
            Presences seenByAlice = Presences.of(a);
            for (String nobody : List.of("nobody-here@" + hearth.domain(), alice.jid())) {
                seenByAlice.say(Presence.Type.subscribe, nobody);
                Presence error = seenByAlice.await(presence -> presence.getType() == Presence.Type.error);
                assertThat(error.getError().getCondition())
                        .isIn(StanzaError.Condition.item_not_found, StanzaError.Condition.bad_request);
            }
        }
    }

    @Test
    void friendships_and_requests_survive_a_restart_and_the_deletion_of_an_account_ends_them() {
        try (Hearth own = Hearth.start(builder -> builder)) {
            Person anna = own.register("anna");
            Person ben = own.register("ben");
            Person cleo = own.register("cleo");
            befriend(anna, ben);
            Api.Answer request = ask(cleo, anna);

            own.engine().restart();

            assertThat(status(anna, ben)).isEqualTo("accepted");
            assertThat(status(anna, cleo)).isEqualTo("pending_in");
            try (Xmpp a = anna.connect()) {
                assertThat(Presences.rosterItem(a, ben)).contains("subscription='both'");
                expect(200, answer(anna, request, "accepted"));
                assertThat(status(cleo, anna)).isEqualTo("accepted");

                expect(204, leave(own, ben));
                until(() -> status(anna, ben).isEmpty());
                assertThat(Presences.rosterItem(a, ben)).isEmpty();
            }
        }
    }

    private static Api.Answer leave(Hearth hearth, Person person) {
        Api.Answer code = expect(202, hearth.api().post("/api/otp/", Map.of("phone_number", person.phoneNumber())));
        return person.api()
                .send(person.api()
                        .request("/api/users/me/")
                        .header("Content-Type", "application/json")
                        .method(
                                "DELETE",
                                BodyPublishers.ofString(Api.json(Map.of(
                                        "verification_id",
                                        code.get("verification_id"),
                                        "code",
                                        hearth.codeFor(person.phoneNumber()))))));
    }
}
