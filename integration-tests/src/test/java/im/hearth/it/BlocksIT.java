package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jivesoftware.smack.iqrequest.AbstractIqRequestHandler;
import org.jivesoftware.smack.iqrequest.IQRequestHandler.Mode;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.blocking.element.BlockContactsIQ;
import org.jivesoftware.smackx.mam.MamManager;
import org.junit.jupiter.api.Test;

/** Blocks: XEP-0191 at one door, {@code /api/user-blocks/} at the other; and what no longer arrives. */
final class BlocksIT {
    private static final String PATH = "/api/user-blocks/";
    private static final String BLOCKING = "xmlns='urn:xmpp:blocking'";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private static Api.Answer block(Person who, Person whom) {
        return expect(201, who.api().post(PATH, Map.of("blocked_user", whom.username())));
    }

    private static void unblock(Person who, Api.Answer block) {
        expect(204, who.api().delete(PATH + block.get("id") + "/"));
    }

    private static List<String> blocked(Person who) {
        List<String> blocked = new ArrayList<>();
        expect(200, who.api().get(PATH))
                .body()
                .path("items")
                .forEach(item -> blocked.add(item.path("blocked_user").asText()));
        return blocked;
    }

    private static List<String> contents(Person me, Person with) {
        List<String> contents = new ArrayList<>();
        for (JsonNode message : expect(200, me.api().get("/api/messages/?with=" + with.username()))
                .body()
                .path("items")) {
            contents.add(message.path("content").asText());
        }
        return contents;
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(Hearth.PATIENCE).until(condition::getAsBoolean);
    }

    /** The texts that a client has got once the server has sent it all. */
    private static List<String> texts(Xmpp client) {
        Raw.ask(client, "get", client.person().hearth().domain(), "<ping xmlns='urn:xmpp:ping'/>");
        List<Message> got = new ArrayList<>();
        client.inbox().drainTo(got);
        return got.stream().map(message -> String.valueOf(message.getBody())).toList();
    }

    @Test
    void what_a_blocked_person_writes_arrives_nowhere_and_they_cannot_tell() throws Exception {
        alice.send(bob, "before");
        bob.send(alice, "also before");
        Api.Answer block = block(alice, bob);

        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect();
                Xmpp other = bob.connect();
                Events seen = Events.sse(alice, null)) {
            b.say(alice, "by client");
            Api.Answer byRest = bob.send(alice, "by rest");
            assertThat(byRest.get("content")).isEqualTo("by rest");
            other.await(message -> message.toXML().toString().contains("by client"));
            b.await(message -> message.toXML().toString().contains("by rest"));

            assertThat(texts(a)).isEmpty();
            assertThat(seen.rest()).noneMatch(event -> event.type().startsWith("message"));
            b.inbox().removeIf(message -> message.getType() != Message.Type.error);
            assertThat(b.inbox()).isEmpty();
            assertThat(contents(bob, alice)).contains("by client", "by rest");
            assertThat(contents(alice, bob)).containsExactlyInAnyOrder("before", "also before");
            assertThat(alice.api()
                            .get("/api/messages/" + byRest.get("id") + "/")
                            .status())
                    .isEqualTo(404);
            JsonNode unread = expect(200, alice.api().get("/api/messages/?unread=true"))
                    .body()
                    .path("items");
            assertThat(unread).hasSize(1);
            var archive = MamManager.getInstanceFor(a.connection())
                    .queryMostRecentPage(Xmpp.bare(bob), 20)
                    .getMessages();
            assertThat(archive).extracting(Message::getBody).containsExactly("before", "also before");

            unblock(alice, block);
            b.say(alice, "after");
            a.awaitText("after");
            assertThat(contents(alice, bob)).containsExactlyInAnyOrder("before", "also before", "after");
            assertThat(contents(alice, bob)).doesNotContain("by client");
        }
    }

    @Test
    void reactions_typing_notes_and_calls_of_a_blocked_person_do_not_arrive() {
        String id = alice.send(bob, "hello").get("id");
        block(alice, bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            b.awaitText("hello");
            for (StandardExtensionElement payload : List.of(
                    StandardExtensionElement.builder("reactions", "urn:xmpp:reactions:0")
                            .addAttribute("id", id)
                            .addElement("reaction", "\ud83d\udc4d")
                            .build(),
                    StandardExtensionElement.builder("composing", "http://jabber.org/protocol/chatstates")
                            .build(),
                    StandardExtensionElement.builder("propose", "urn:xmpp:jingle-message:0")
                            .addAttribute("id", "call-1")
                            .build(),
                    StandardExtensionElement.builder("x", "jabber:x:conference")
                            .addAttribute("jid", "garden@conference." + hearth.domain())
                            .build())) {
                b.send(b.connection()
                        .getStanzaFactory()
                        .buildMessageStanza()
                        .to(Xmpp.bare(alice))
                        .ofType(Message.Type.chat)
                        .addExtension(payload)
                        .build());
            }
            String called = Raw.ask(
                    b,
                    "set",
                    a.connection().getUser().toString(),
                    "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='1'/>");
            assertThat(called).contains("service-unavailable");

            assertThat(texts(a)).isEmpty();
            assertThat(texts(b)).isEmpty();
        }
    }

    @Test
    void what_a_blocked_person_does_to_messages_of_before_holds_for_them_alone() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String first = b.say(alice, "I like you");
            String second = b.say(alice, "Answer me");
            a.awaitText("I like you");
            a.awaitText("Answer me");
            Api.Answer hers = alice.send(bob, "Stop it");
            b.awaitText("Stop it");
            List<String> ids = ids(bob, alice);
            // Her own message comes to her client as a carbon.
            assertThat(texts(a)).containsExactly("null");
            Api.Answer block = block(alice, bob);

            try (Events seen = Events.sse(alice, null);
                    Events ofBob = Events.sse(bob, null)) {
                Message edit = b.connection()
                        .getStanzaFactory()
                        .buildMessageStanza()
                        .to(Xmpp.bare(alice))
                        .ofType(Message.Type.chat)
                        .setBody("I hate you")
                        .addExtension(StandardExtensionElement.builder("replace", "urn:xmpp:message-correct:0")
                                .addAttribute("id", first)
                                .build())
                        .build();
                b.send(edit);
                ofBob.await(event -> event.type().equals("message.edited"));
                expect(204, bob.api().delete("/api/messages/" + ids.get(1) + "/"));
                ofBob.await(event -> event.type().equals("message.deleted"));
                expect(200, bob.api().patch("/api/messages/" + hers.get("id") + "/", Map.of("is_read", true)));
                b.send(b.connection()
                        .getStanzaFactory()
                        .buildMessageStanza()
                        .to(Xmpp.bare(alice))
                        .ofType(Message.Type.chat)
                        .addExtension(StandardExtensionElement.builder("retract", "urn:xmpp:message-retract:1")
                                .addAttribute("id", second)
                                .build())
                        .build());

                assertThat(texts(a)).isEmpty();
                assertThat(texts(b)).allMatch("null"::equals);
                assertThat(seen.rest()).noneMatch(event -> event.type().startsWith("message"));
            }
            assertThat(contents(alice, bob)).containsExactly("Stop it", "Answer me", "I like you");
            assertThat(contents(bob, alice)).containsExactly("Stop it", "null", "I hate you");
            assertThat(expect(200, alice.api().get("/api/messages/" + hers.get("id") + "/"))
                            .get("is_read"))
                    .isEqualTo("false");
            assertThat(expect(200, bob.api().get("/api/messages/" + hers.get("id") + "/"))
                            .get("is_read"))
                    .isEqualTo("true");

            unblock(alice, block);
            assertThat(contents(alice, bob)).containsExactly("Stop it", "Answer me", "I like you");
            expect(200, bob.api().patch("/api/messages/" + ids.get(0) + "/", Map.of("content", "I am sorry")));
            assertThat(contents(alice, bob)).containsExactly("Stop it", "Answer me", "I am sorry");
            assertThat(contents(bob, alice)).containsExactly("Stop it", "null", "I am sorry");
        }
    }

    @Test
    void a_poll_and_a_place_that_a_blocked_person_changes_are_changed_for_them_alone() {
        String poll = expect(
                        201,
                        bob.api()
                                .post(
                                        "/api/polls/",
                                        Map.of(
                                                "receiver",
                                                alice.username(),
                                                "question",
                                                "Lunch?",
                                                "options",
                                                List.of("Pizza", "Sushi"))))
                .get("id");
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String place = b.say(alice, "geo:48.2,16.3");
            a.awaitText("geo:48.2,16.3");
            texts(a);
            Api.Answer block = block(alice, bob);

            expect(200, bob.api().patch("/api/polls/" + poll + "/", Map.of("question", "Dinner?")));
            b.send(b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(alice))
                    .ofType(Message.Type.chat)
                    .setBody("geo:50.1,14.4")
                    .addExtension(StandardExtensionElement.builder("replace", "urn:xmpp:message-correct:0")
                            .addAttribute("id", place)
                            .build())
                    .build());

            until(() -> places(bob, alice).equals(List.of("50.1")));
            assertThat(places(alice, bob)).containsExactly("48.2");
            assertThat(question(bob, poll)).isEqualTo("Dinner?");
            assertThat(question(alice, poll)).isEqualTo("Lunch?");
            expect(200, bob.api().patch("/api/polls/" + poll + "/", Map.of("is_closed", true)));
            expect(204, bob.api().delete("/api/polls/" + poll + "/"));
            assertThat(texts(a)).isEmpty();

            unblock(alice, block);
            assertThat(question(alice, poll)).isEqualTo("Lunch?");
            assertThat(bob.api().get("/api/polls/" + poll + "/").status()).isEqualTo(404);
            assertThat(places(bob, alice)).containsExactly("50.1");
        }
    }

    private static String question(Person who, String poll) {
        return expect(200, who.api().get("/api/polls/" + poll + "/")).get("question");
    }

    /** The latitudes of the places that messages tell. */
    private static List<String> places(Person me, Person with) {
        List<String> places = new ArrayList<>();
        for (JsonNode message : expect(200, me.api().get("/api/messages/?with=" + with.username()))
                .body()
                .path("items")) {
            if (message.hasNonNull("location")) {
                places.add(message.path("location").path("latitude").asText());
            }
        }
        return places;
    }

    @Test
    void what_who_blocks_has_read_the_blocked_person_does_not_hear_of() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect();
                Xmpp other = alice.connect()) {
            b.say(alice, "Are you there?");
            a.awaitText("Are you there?");
            String id = ids(bob, alice).get(0);
            Api.Answer block = block(alice, bob);
            b.inbox().clear();
            a.inbox().clear();

            try (Events ofAlice = Events.sse(alice, null);
                    Events ofBob = Events.sse(bob, null)) {
                Api.Answer read = expect(200, alice.api().patch("/api/messages/" + id + "/", Map.of("is_read", true)));
                assertThat(read.get("is_read")).isEqualTo("true");
                ofAlice.await(event -> event.type().equals("message.read"));
                other.await(message -> message.toXML().toString().contains("displayed"));
                assertThat(texts(b)).isEmpty();
                assertThat(ofBob.rest()).noneMatch(event -> event.type().startsWith("message"));
            }
            assertThat(expect(200, alice.api().get("/api/messages/?unread=true"))
                            .body()
                            .path("items"))
                    .isEmpty();
            assertThat(isRead(bob, id)).isEqualTo("false");
            assertThat(isRead(alice, id)).isEqualTo("true");

            Message marker = marker(a, bob, id);
            a.send(marker);
            a.await(message -> marker.getStanzaId().equals(message.getStanzaId())
                    && message.getError().getCondition() == StanzaError.Condition.not_acceptable);
            assertThat(texts(b)).isEmpty();
            assertThat(isRead(bob, id)).isEqualTo("false");

            unblock(alice, block);
            assertThat(isRead(bob, id)).isEqualTo("false");
            b.say(alice, "Hello again");
            a.awaitText("Hello again");
            String second = ids(bob, alice).get(1);
            expect(200, alice.api().patch("/api/messages/" + second + "/", Map.of("is_read", true)));
            b.await(message -> message.toXML().toString().contains("displayed"));
            assertThat(isRead(bob, second)).isEqualTo("true");
            assertThat(isRead(bob, id)).isEqualTo("true");
        }
    }

    private static Message marker(Xmpp from, Person to, String id) {
        return from.connection()
                .getStanzaFactory()
                .buildMessageStanza()
                .to(Xmpp.bare(to))
                .ofType(Message.Type.chat)
                .addExtension(StandardExtensionElement.builder("displayed", "urn:xmpp:chat-markers:0")
                        .addAttribute("id", id)
                        .build())
                .build();
    }

    private static String isRead(Person who, String id) {
        return expect(200, who.api().get("/api/messages/" + id + "/")).get("is_read");
    }

    /** The ids of the messages between two people, the oldest first. */
    private static List<String> ids(Person me, Person with) {
        List<String> ids = new ArrayList<>();
        for (JsonNode message : expect(200, me.api().get("/api/messages/?with=" + with.username()))
                .body()
                .path("items")) {
            ids.add(0, message.path("id").asText());
        }
        return ids;
    }

    @Test
    void a_client_sees_and_changes_the_list_and_its_others_hear_of_it() throws Exception {
        try (Xmpp a = alice.connect();
                Xmpp other = alice.connect()) {
            assertThat(Raw.ask(a, "get", hearth.domain(), "<query xmlns='http://jabber.org/protocol/disco#info'/>"))
                    .contains("urn:xmpp:blocking");
            BlockingQueue<IQ> pushes = new LinkedBlockingQueue<>();
            other.connection()
                    .registerIQRequestHandler(
                            new AbstractIqRequestHandler(
                                    BlockContactsIQ.ELEMENT, BlockContactsIQ.NAMESPACE, IQ.Type.set, Mode.sync) {
                                @Override
                                public IQ handleIQRequest(IQ push) {
                                    pushes.add(push);
                                    return IQ.createResultIQ(push);
                                }
                            });
            assertThat(Raw.ask(other, "get", null, "<blocklist " + BLOCKING + "/>"))
                    .doesNotContain("item");

            assertThat(Raw.ask(a, "set", null, "<block " + BLOCKING + "><item jid='" + bob.jid() + "'/></block>"))
                    .contains("result");

            IQ push = pushes.poll(Hearth.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(push).isInstanceOf(BlockContactsIQ.class);
            assertThat(((BlockContactsIQ) push).getJids()).hasToString("[" + bob.jid() + "]");
            assertThat(blocked(alice)).containsExactly(bob.username());
            bob.send(alice, "blocked");
            assertThat(texts(a)).isEmpty();
            assertThat(Raw.ask(other, "get", null, "<blocklist " + BLOCKING + "/>"))
                    .contains(bob.jid());

            assertThat(Raw.ask(a, "set", null, "<unblock " + BLOCKING + "/>")).contains("result");
            assertThat(blocked(alice)).isEmpty();
            bob.send(alice, "free");
            a.awaitText("free");
        }
    }

    @Test
    void a_block_by_rest_is_in_the_list_of_clients() {
        try (Xmpp a = alice.connect()) {
            Api.Answer block = block(alice, bob);
            assertThat(block.get("blocked_user")).isEqualTo(bob.username());
            assertThat(block.get("user")).isEqualTo(alice.username());
            assertThat(Raw.ask(a, "get", null, "<blocklist " + BLOCKING + "/>")).contains(bob.jid());

            unblock(alice, block);
            assertThat(Raw.ask(a, "get", null, "<blocklist " + BLOCKING + "/>")).doesNotContain(bob.jid());
        }
    }

    @Test
    void a_blocked_friend_sees_nobody_there_and_the_friendship_is_there_again_afterwards() {
        FriendshipsIT.befriend(alice, bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByAlice = Presences.of(a);
            Presences seenByBob = Presences.of(b);
            // That they came may be on its way yet.
            assertThat(seenByBob.rest(alice)).doesNotContain(Presence.Type.error);
            assertThat(seenByAlice.rest(bob)).doesNotContain(Presence.Type.error);

            Api.Answer block = block(alice, bob);
            seenByBob.await(Presence.Type.unavailable, alice);
            a.send(a.connection()
                    .getStanzaFactory()
                    .buildPresenceStanza()
                    .setStatus("not for bob")
                    .build());
            b.send(b.connection()
                    .getStanzaFactory()
                    .buildPresenceStanza()
                    .setStatus("not for alice")
                    .build());
            Raw.ask(a, "get", hearth.domain(), "<ping xmlns='urn:xmpp:ping'/>");
            Raw.ask(b, "get", hearth.domain(), "<ping xmlns='urn:xmpp:ping'/>");
            assertThat(seenByBob.rest(alice)).isEmpty();
            assertThat(seenByAlice.rest(bob)).isEmpty();

            unblock(alice, block);
            seenByBob.await(Presence.Type.available, alice);
            seenByAlice.await(Presence.Type.available, bob);
            assertThat(expect(200, bob.api().get("/api/friendships/?status=accepted"))
                            .body()
                            .path("items"))
                    .hasSize(1);
        }
    }

    @Test
    void a_friend_request_of_a_blocked_person_does_not_arrive() {
        block(alice, bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Presences seenByAlice = Presences.of(a);
            Presences seenByBob = Presences.of(b);
            seenByBob.say(Presence.Type.subscribe, alice.jid());
            until(() -> expect(200, bob.api().get("/api/friendships/?status=pending_out"))
                            .body()
                            .path("items")
                            .size()
                    == 1);

            assertThat(seenByBob.rest(alice)).isEmpty();
            assertThat(seenByAlice.rest(bob)).isEmpty();
            assertThat(expect(200, alice.api().get("/api/friendships/")).body().path("items"))
                    .isEmpty();
            assertThat(alice.api()
                            .post("/api/friendships/", Map.of("friend", bob.username()))
                            .problem())
                    .isEqualTo("blocked");
        }
    }

    @Test
    void a_blocked_person_cannot_put_somebody_into_a_group_and_in_groups_of_both_all_stays() {
        Person carol = hearth.register("carol");
        Api.Answer both = expect(
                201,
                bob.api().post("/api/groups/", Map.of("name", "From before", "members", List.of(alice.username()))));
        block(alice, bob);
        try (Xmpp a = alice.connect()) {
            Api.Answer group = expect(
                    201,
                    bob.api()
                            .post(
                                    "/api/groups/",
                                    Map.of("name", "New", "members", List.of(alice.username(), carol.username()))));
            assertThat(group.body().path("members")).hasSize(2);
            Api.Answer added = expect(
                    200,
                    bob.api()
                            .patch(
                                    "/api/groups/" + group.get("id") + "/",
                                    Map.of("add_members", List.of(alice.username()))));
            assertThat(added.body().path("members")).hasSize(2);
            assertThat(alice.api().get("/api/groups/" + group.get("id") + "/").status())
                    .isEqualTo(404);
            carol.send(alice, "the last one");
            a.awaitText("the last one");
            assertThat(a.inbox())
                    .noneMatch(message -> message.toXML().toString().contains(group.get("jid")));

            expect(201, bob.api().post("/api/group-messages/", Map.of("group", both.get("id"), "content", "to all")));
            assertThat(expect(200, alice.api().get("/api/group-messages/?group=" + both.get("id")))
                            .body()
                            .at("/items/0/content")
                            .asText())
                    .isEqualTo("to all");
        }
    }

    @Test
    void nobody_writes_to_whom_they_have_blocked() {
        block(alice, bob);
        Api.Answer refused = alice.api().post("/api/messages/", Map.of("receiver", bob.username(), "content", "hello"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("blocked");
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String id = a.say(bob, "hello");
            Message error = a.await(message -> id.equals(message.getStanzaId()));
            assertThat(error.getFrom().toString()).isEqualTo(bob.jid());
            assertThat(error.getError().getCondition()).isEqualTo(StanzaError.Condition.not_acceptable);
            assertThat(error.getError().getType()).isEqualTo(StanzaError.Type.CANCEL);
            assertThat(error.getError().<ExtensionElement>getExtension("blocked", "urn:xmpp:blocking:errors"))
                    .isNotNull();

            Message note = a.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(bob))
                    .ofType(Message.Type.chat)
                    .addExtension(StandardExtensionElement.builder("composing", "http://jabber.org/protocol/chatstates")
                            .build())
                    .build();
            a.send(note);
            a.await(message -> note.getStanzaId().equals(message.getStanzaId())
                    && message.getError().getCondition() == StanzaError.Condition.not_acceptable);

            String called = Raw.ask(
                    a,
                    "set",
                    b.connection().getUser().toString(),
                    "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='1'/>");
            assertThat(called).contains("not-acceptable", "urn:xmpp:blocking:errors");

            Presences seenByAlice = Presences.of(a);
            seenByAlice.say(Presence.Type.subscribe, bob.jid());
            seenByAlice.await(Presence.Type.error, bob);
            assertThat(texts(b)).isEmpty();
        }
        assertThat(contents(bob, alice)).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Person carol = hearth.register("carol");
        assertThat(alice.api().post(PATH, Map.of("blocked_user", "me")).status())
                .isEqualTo(422);
        assertThat(alice.api()
                        .post(PATH, Map.of("blocked_user", "nobody-of-that-name"))
                        .status())
                .isEqualTo(422);
        assertThat(alice.api().post(PATH, "{\"blocked_user\":7}").status()).isEqualTo(422);
        Api.Answer block = block(alice, bob);
        assertThat(alice.api()
                        .post(PATH, Map.of("blocked_user", bob.username()))
                        .problem())
                .isEqualTo("already-blocked");
        assertThat(carol.api().delete(PATH + block.get("id") + "/").status()).isEqualTo(404);
        assertThat(expect(200, bob.api().get(PATH)).body().path("items")).isEmpty();
        try (Xmpp a = alice.connect()) {
            assertThat(Raw.ask(a, "set", null, "<block " + BLOCKING + "><item jid='" + alice.jid() + "'/></block>"))
                    .contains("bad-request");
            assertThat(Raw.ask(a, "get", carol.jid(), "<blocklist " + BLOCKING + "/>"))
                    .contains("error");
        }
    }

    @Test
    void blocks_survive_a_restart() {
        try (Hearth own = Hearth.start(builder -> builder)) {
            Person anna = own.register("anna");
            Person ben = own.register("ben");
            FriendshipsIT.befriend(anna, ben);
            block(anna, ben);

            own.engine().restart();

            assertThat(blocked(anna)).containsExactly(ben.username());
            try (Xmpp b = ben.connect()) {
                Presences seenByBen = Presences.of(b);
                try (Xmpp a = anna.connect()) {
                    b.say(anna, "still blocked");
                    ben.send(anna, "still blocked");
                    assertThat(texts(a)).isEmpty();
                    assertThat(seenByBen.rest(anna)).isEmpty();
                    assertThat(Raw.ask(a, "get", null, "<blocklist " + BLOCKING + "/>"))
                            .contains(ben.jid());
                    assertThat(Raw.ask(a, "set", null, "<unblock " + BLOCKING + "/>"))
                            .contains("result");
                    seenByBen.await(Presence.Type.available, anna);
                }
            }
        }
    }
}
