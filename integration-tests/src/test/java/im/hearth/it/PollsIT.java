package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jivesoftware.smackx.sid.element.StanzaIdElement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** The rows of polls of the contracts: asked, voted and closed at either door, seen at both. */
final class PollsIT {
    private static final String POLL = "urn:fluux:poll:0";
    private static final String REACTIONS = "urn:xmpp:reactions:0";
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String VOTE = "urn:hearth:poll:0#vote";
    private static final String ONE = "1\uFE0F\u20E3";
    private static final String TWO = "2\uFE0F\u20E3";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private static Map<String, Object> question(String question, Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of("question", question, "options", List.of("Pizza", "Sushi")));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private Api.Answer ask(String question, Object... more) {
        Map<String, Object> body = question(question, more);
        body.put("receiver", bob.username());
        return expect(201, alice.api().post("/api/polls/", body));
    }

    private static Api.Answer vote(Person person, Api.Answer poll, String... options) {
        return person.api()
                .post("/api/poll-votes/", Map.of("poll", poll.get("id"), "selected_options", List.of(options)));
    }

    private static JsonNode poll(Person person, String id) {
        return expect(200, person.api().get("/api/polls/" + id + "/")).body();
    }

    /** How many votes each option has. */
    private static List<String> votes(JsonNode poll) {
        List<String> votes = new ArrayList<>();
        poll.path("options").forEach(option -> votes.add(option.path("votes").asText()));
        return votes;
    }

    private static void awaitVotes(Person person, String id, String... votes) {
        await().atMost(Hearth.PATIENCE)
                .untilAsserted(() -> assertThat(votes(poll(person, id))).containsExactly(votes));
    }

    private static boolean asks(Message message, String question) {
        return message.hasExtension("poll", POLL) && message.getBody().contains(question);
    }

    private static boolean closes(Message message, String reference) {
        return message.hasExtension("poll-closed", POLL)
                && message.toXML().toString().contains("message-id='" + reference + "'");
    }

    private static StandardExtensionElement reactions(String reference, String... emojis) {
        StandardExtensionElement.Builder set =
                StandardExtensionElement.builder("reactions", REACTIONS).addAttribute("id", reference);
        for (String emoji : emojis) {
            set.addElement(StandardExtensionElement.builder("reaction", REACTIONS)
                    .setText(emoji)
                    .build());
        }
        return set.build();
    }

    private static StandardExtensionElement pollElement(String question, String... options) {
        StandardExtensionElement.Builder poll = StandardExtensionElement.builder("poll", POLL)
                .addElement(StandardExtensionElement.builder("title", POLL)
                        .setText(question)
                        .build());
        for (int i = 0; i < options.length; i++) {
            poll.addElement(StandardExtensionElement.builder("option", POLL)
                    .addAttribute("emoji", i + 1 + "\uFE0F\u20E3")
                    .setText(options[i])
                    .build());
        }
        return poll.build();
    }

    private static MessageBuilder message(Xmpp from, Person to) {
        return from.connection()
                .getStanzaFactory()
                .buildMessageStanza()
                .to(Xmpp.bare(to))
                .ofType(Message.Type.chat);
    }

    private static void react(Xmpp from, Person to, String reference, String... emojis) {
        from.send(message(from, to).addExtension(reactions(reference, emojis)).build());
    }

    private static Condition refusal(Xmpp client) {
        return client.await(message -> message.getType() == Message.Type.error)
                .getError()
                .getCondition();
    }

    @Test
    void a_poll_by_rest_is_voted_on_at_both_doors_and_closed() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Api.Answer poll = ask("Lunch?");
            Message asked = b.await(message -> asks(message, "Lunch?"));
            assertThat(asked.getBody()).isEqualTo("📊 Poll: Lunch?\n1️⃣ Pizza\n2️⃣ Sushi");
            assertThat(StanzaIdElement.getStanzaId(asked).getId()).isEqualTo(poll.get("id"));

            react(b, alice, asked.getStanzaId(), TWO);
            a.await(message -> message.hasExtension("reactions", REACTIONS));
            awaitVotes(alice, poll.get("id"), "0", "1");
            assertThat(poll(bob, poll.get("id")).at("/my_votes/0").asText()).isEqualTo("2");
            assertThat(poll(alice, poll.get("id")).at("/options/1/voters/0").asText())
                    .isEqualTo(bob.username());

            Api.Answer voted = expect(200, vote(alice, poll, "1"));
            assertThat(votes(voted.body())).containsExactly("1", "1");
            Message vote = b.await(message -> message.hasExtension("reactions", REACTIONS));
            assertThat(vote.getFrom().asBareJid().toString()).isEqualTo(alice.jid());
            assertThat(vote.toXML().toString()).contains(ONE, "id='" + asked.getStanzaId() + "'");

            expect(403, bob.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
            expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
            Message closed = b.await(message -> closes(message, asked.getStanzaId()));
            assertThat(closed.getBody()).isEqualTo("📊 Poll closed: Lunch?\n1️⃣ Pizza: 1\n2️⃣ Sushi: 1");

            react(b, alice, asked.getStanzaId(), ONE);
            assertThat(refusal(b)).isEqualTo(Condition.not_allowed);
            assertThat(expect(409, vote(bob, poll, "1")).problem()).isEqualTo("poll-closed");
            assertThat(votes(poll(bob, poll.get("id")))).containsExactly("1", "1");
        }
    }

    @Test
    void a_poll_of_a_client_shows_on_its_message_and_its_client_closes_it() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            a.send(message(a, bob)
                    .setBody("📊 Poll: Where to?")
                    .addExtension(pollElement("Where to?", "Sea", "Hills"))
                    .build());
            Message asked = b.await(message -> asks(message, "Where to?"));
            String id = StanzaIdElement.getStanzaId(asked).getId();
            JsonNode message =
                    expect(200, bob.api().get("/api/messages/" + id + "/")).body();
            assertThat(message.at("/poll/question").asText()).isEqualTo("Where to?");
            assertThat(message.at("/poll/options/1/text").asText()).isEqualTo("Hills");
            assertThat(expect(200, alice.api().get("/api/polls/?open=true&with=" + bob.username()))
                            .body()
                            .at("/items/0/id")
                            .asText())
                    .isEqualTo(id);

            expect(200, bob.api().post("/api/poll-votes/", Map.of("poll", id, "selected_option", "2")));
            a.await(reaction -> reaction.hasExtension("reactions", REACTIONS));
            a.send(message(a, bob)
                    .setBody("everybody for the sea")
                    .addExtension(StandardExtensionElement.builder("poll-closed", POLL)
                            .addAttribute("message-id", asked.getStanzaId())
                            .build())
                    .build());

            assertThat(b.await(closing -> closes(closing, asked.getStanzaId())).getBody())
                    .isEqualTo("📊 Poll closed: Where to?\n1️⃣ Sea: 0\n2️⃣ Hills: 1");
            assertThat(poll(bob, id).path("is_closed").asBoolean()).isTrue();
        }
    }

    @Test
    void a_vote_in_an_anonymous_poll_reaches_nobody_and_no_archive() throws Exception {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Api.Answer poll = ask("Who leads?", "anonymous", true);
            Message asked = b.await(message -> asks(message, "Who leads?"));

            react(b, alice, asked.getStanzaId(), TWO);
            Message standing = b.await(message -> message.hasExtension("poll-checkpoint", POLL));
            assertThat(standing.toXML().toString()).contains("count='1'").contains("<vote ");
            expect(200, vote(alice, poll, "2"));
            assertThat(votes(poll(alice, poll.get("id")))).containsExactly("0", "2");
            assertThat(poll(alice, poll.get("id")).at("/options/1/voters").isNull())
                    .isTrue();

            bob.send(alice, "after the vote");
            a.awaitText("after the vote");
            assertThat(a.inbox()).noneMatch(message -> message.hasExtension("reactions", REACTIONS));
            for (Xmpp client : List.of(a, b)) {
                MamManager.MamQuery archive = MamManager.getInstanceFor(client.connection())
                        .queryArchive(MamManager.MamQueryArgs.builder()
                                .limitResultsToJid(JidCreate.bareFrom(client.equals(a) ? bob.jid() : alice.jid()))
                                .build());
                assertThat(archive.getMessages()).noneMatch(message -> message.hasExtension("reactions", REACTIONS));
            }
            expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
            assertThat(b.await(message -> closes(message, asked.getStanzaId())).getBody())
                    .endsWith("2️⃣ Sushi: 2");
            assertThat(poll(bob, poll.get("id")).path("my_votes").isNull()).isTrue();
        }
    }

    @Test
    void hidden_results_are_shown_when_it_closes() {
        Api.Answer poll = ask("Who wins?", "hide_results_until_closed", true);
        expect(200, vote(bob, poll, "1"));
        assertThat(votes(poll(alice, poll.get("id")))).containsExactly("null", "null");

        expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
        assertThat(votes(poll(bob, poll.get("id")))).containsExactly("1", "0");
    }

    private Api.Answer block(Person who, Person whom) {
        return expect(201, who.api().post("/api/user-blocks/", Map.of("blocked_user", whom.username())));
    }

    private static void sync(Xmpp client) {
        Raw.ask(client, "get", client.person().hearth().domain(), "<ping xmlns='urn:xmpp:ping'/>");
    }

    @Test
    void a_blocked_person_votes_for_themselves_alone_and_cannot_tell() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect();
                Events seen = Events.sse(alice, null)) {
            Api.Answer poll = ask("Still friends?");
            String id = poll.get("id");
            Message asked = b.await(message -> asks(message, "Still friends?"));
            seen.await(event -> event.type().equals("message.created"));
            Api.Answer block = block(alice, bob);
            a.inbox().clear();

            react(b, alice, asked.getStanzaId(), TWO);
            awaitVotes(bob, id, "0", "1");
            assertThat(votes(poll(alice, id))).containsExactly("0", "0");
            assertThat(votes(expect(200, vote(bob, poll, "1")).body())).containsExactly("1", "0");
            assertThat(poll(bob, id).at("/my_votes/0").asText()).isEqualTo("1");
            assertThat(results(b, alice.jid(), "message-id='" + asked.getStanzaId() + "'"))
                    .contains("count='1'");
            assertThat(results(a, null, "message-id='" + id + "'")).doesNotContain("count='1'");
            assertThat(votes(poll(alice, id))).containsExactly("0", "0");
            sync(a);
            assertThat(a.inbox()).isEmpty();
            sync(b);
            assertThat(b.inbox()).noneMatch(message -> message.getType() == Message.Type.error);
            assertThat(seen.rest()).noneMatch(event -> event.type().startsWith("poll"));

            expect(204, alice.api().delete("/api/user-blocks/" + block.get("id") + "/"));
            assertThat(votes(poll(alice, id))).containsExactly("0", "0");
            expect(200, alice.api().patch("/api/polls/" + id + "/", Map.of("is_closed", true)));
            assertThat(b.await(message -> closes(message, asked.getStanzaId())).getBody())
                    .endsWith("1️⃣ Pizza: 0\n2️⃣ Sushi: 0");
            assertThat(votes(poll(alice, id))).containsExactly("0", "0");
            assertThat(votes(poll(bob, id))).containsExactly("1", "0");
        }
    }

    @Test
    void who_blocks_neither_votes_nor_closes_at_either_door() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Api.Answer poll = ask("Still friends?");
            Message asked = b.await(message -> asks(message, "Still friends?"));
            block(alice, bob);

            assertThat(expect(403, vote(alice, poll, "1")).problem()).isEqualTo("blocked");
            assertThat(expect(403, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)))
                            .problem())
                    .isEqualTo("blocked");
            react(a, bob, asked.getStanzaId(), ONE);
            assertThat(refusal(a)).isEqualTo(Condition.not_acceptable);
            assertThat(expect(403, reactByRest(alice, poll, ONE)).problem()).isEqualTo("blocked");
            assertThat(votes(poll(bob, poll.get("id")))).containsExactly("0", "0");
            assertThat(poll(bob, poll.get("id")).path("is_closed").asBoolean()).isFalse();
            sync(b);
            assertThat(b.inbox()).isEmpty();
        }
    }

    @Test
    void a_blocked_creator_closes_a_poll_for_themselves_alone() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect();
                Xmpp other = bob.connect()) {
            Map<String, Object> body = question("By rest?");
            body.put("receiver", alice.username());
            Api.Answer byRest = expect(201, bob.api().post("/api/polls/", body));
            String first = a.await(message -> asks(message, "By rest?")).getStanzaId();
            b.send(message(b, alice)
                    .setBody("📊 Poll: By client?")
                    .addExtension(pollElement("By client?", "Sea", "Hills"))
                    .build());
            Message asked = a.await(message -> asks(message, "By client?"));
            String byClient = StanzaIdElement.getStanzaId(asked).getId();
            block(alice, bob);
            a.inbox().clear();

            assertThat(expect(200, bob.api().patch("/api/polls/" + byRest.get("id") + "/", Map.of("is_closed", true)))
                            .get("is_closed"))
                    .isEqualTo("true");
            other.await(message -> message.toXML().toString().contains(first));
            b.send(message(b, alice)
                    .setBody("over")
                    .addExtension(StandardExtensionElement.builder("poll-closed", POLL)
                            .addAttribute("message-id", asked.getStanzaId())
                            .build())
                    .build());
            other.await(message -> message.toXML().toString().contains("Poll closed: By client?"));

            for (String id : List.of(byRest.get("id"), byClient)) {
                assertThat(poll(bob, id).path("is_closed").asBoolean()).isTrue();
                assertThat(poll(alice, id).path("is_closed").asBoolean()).isFalse();
            }
            sync(a);
            assertThat(a.inbox()).isEmpty();
        }
    }

    @Test
    void a_client_without_reactions_votes_by_the_command() throws Exception {
        try (Xmpp b = bob.connect()) {
            Api.Answer poll = ask("By command?");
            String domain = hearth.domain();
            ServiceDiscoveryManager disco = ServiceDiscoveryManager.getInstanceFor(b.connection());
            for (String jid : List.of(domain, bob.jid())) {
                assertThat(disco.discoverItems(JidCreate.from(jid), COMMANDS).getItems())
                        .anyMatch(item -> VOTE.equals(item.getNode()));
                assertThat(disco.discoverInfo(JidCreate.from(jid), VOTE).containsFeature(COMMANDS))
                        .isTrue();
            }
            assertThat(disco.discoverInfo(JidCreate.from(domain)).containsFeature(POLL))
                    .isTrue();

            String command = "<command xmlns='" + COMMANDS + "' node='" + VOTE + "'";
            String first = Raw.ask(b, "set", domain, command + " action='execute'/>");
            assertThat(first).contains("status='executing'", "By command?", poll.get("id"));
            String second = Raw.ask(
                    b,
                    "set",
                    domain,
                    command + " sessionid='start'><x xmlns='jabber:x:data' type='submit'><field var='poll'><value>"
                            + poll.get("id") + "</value></field></x></command>");
            assertThat(second).contains("status='executing'", "Pizza", "sessionid='poll-" + poll.get("id") + "'");
            String third = Raw.ask(
                    b,
                    "set",
                    bob.jid(),
                    command + " sessionid='poll-" + poll.get("id")
                            + "' action='complete'><x xmlns='jabber:x:data' type='submit'><field var='choice'>"
                            + "<value>2</value></field></x></command>");
            assertThat(third).contains("status='completed'", "You voted for: Sushi");
            assertThat(votes(poll(alice, poll.get("id")))).containsExactly("0", "1");

            String wrong = Raw.ask(
                    b,
                    "set",
                    domain,
                    command + " sessionid='poll-" + poll.get("id")
                            + "'><x xmlns='jabber:x:data' type='submit'><field var='choice'>"
                            + "<value>7</value></field></x></command>");
            assertThat(wrong).contains("type='error'", "bad-request");
            String absent = Raw.ask(
                    b,
                    "set",
                    domain,
                    command + " sessionid='poll-1'><x xmlns='jabber:x:data' type='submit'/></command>");
            assertThat(absent).contains("item-not-found");
        }
    }

    @Test
    void before_the_first_vote_it_changes_by_a_correction_and_goes_with_its_message() {
        try (Xmpp b = bob.connect()) {
            Api.Answer poll = ask("Lunhc?");
            Message asked = b.await(message -> asks(message, "Lunhc?"));
            String path = "/api/polls/" + poll.get("id") + "/";

            expect(200, alice.api().patch(path, Map.of("question", "Dinner?")));
            assertThat(b.await(message -> asks(message, "Dinner?")).toXML().toString())
                    .contains("<replace ", "id='" + asked.getStanzaId() + "'");
            expect(200, vote(bob, poll, "1"));
            assertThat(expect(409, alice.api().patch(path, Map.of("question", "Breakfast?")))
                            .problem())
                    .isEqualTo("poll-has-votes");
            expect(409, alice.api().patch("/api/messages/" + poll.get("id") + "/", Map.of("content", "no poll")));

            expect(403, bob.api().delete(path));
            expect(204, alice.api().delete(path));
            expect(404, bob.api().get(path));
            b.await(message -> message.hasExtension("retract", "urn:xmpp:message-retract:1"));
            assertThat(expect(200, bob.api().get("/api/messages/" + poll.get("id") + "/"))
                            .body()
                            .path("poll")
                            .isNull())
                    .isTrue();
        }
    }

    private static String results(Xmpp client, @Nullable String to, String attributes) {
        // What Smack does not know it writes as text.
        return Raw.ask(client, "get", to, "<poll-results xmlns='" + POLL + "' " + attributes + "/>")
                .replace("&apos;", "'");
    }

    @Test
    void the_server_tells_how_a_poll_stands_to_who_asks_its_creator() throws Exception {
        Person carol = hearth.register("carol");
        Api.Answer group = expect(
                201, alice.api().post("/api/groups/", Map.of("name", "Lunch", "members", List.of(bob.username()))));
        try (Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            Api.Answer poll = ask("Lunch?", "description", "At noon.");
            assertThat(poll.get("description")).isEqualTo("At noon.");
            Message asked = b.await(message -> asks(message, "Lunch?"));
            assertThat(asked.getBody()).isEqualTo("📊 Poll: Lunch?\nAt noon.\n1️⃣ Pizza\n2️⃣ Sushi");
            assertThat(asked.toXML().toString()).contains("<description>At noon.</description>");
            expect(200, vote(bob, poll, "2"));
            String named = "message-id='" + asked.getStanzaId() + "'";

            for (String to : List.of(alice.jid(), alice.jid() + "/gone")) {
                assertThat(results(b, to, named))
                        .contains("type='result'", named, "closed='false'", "label='Sushi' count='1'");
            }
            assertThat(results(b, hearth.domain(), "message-id='" + poll.get("id") + "'"))
                    .contains("count='1'");
            assertThat(results(c, alice.jid(), named)).contains("type='error'", "item-not-found");
            assertThat(results(c, hearth.domain(), "message-id='" + poll.get("id") + "'"))
                    .contains("item-not-found");
            assertThat(results(b, alice.jid(), "message-id=''")).contains("bad-request");

            Api.Answer hidden = expect(
                    201,
                    alice.api()
                            .post(
                                    "/api/polls/",
                                    question("Who?", "group", group.get("id"), "hide_results_until_closed", true)));
            expect(200, vote(bob, hidden, "1"));
            String inRoom = "message-id='" + hidden.get("id") + "' room='" + group.get("jid") + "'";
            assertThat(results(b, alice.jid() + "/gone", inRoom))
                    .contains("type='result'", "closed='false'")
                    .doesNotContain("tally");
            expect(200, alice.api().patch("/api/polls/" + hidden.get("id") + "/", Map.of("is_closed", true)));
            assertThat(results(b, group.get("jid"), "message-id='" + hidden.get("id") + "'"))
                    .contains("closed='true'", "label='Pizza' count='1'");
            assertThat(results(c, group.get("jid"), inRoom)).contains("item-not-found");
        }
    }

    private static Api.Answer reactByRest(Person person, Api.Answer poll, String emoji) {
        return person.api().post("/api/message-reactions/", Map.of("message", poll.get("id"), "emoji", emoji));
    }

    private static JsonNode reactions(Person person, Api.Answer poll) {
        return expect(200, person.api().get("/api/messages/" + poll.get("id") + "/"))
                .body()
                .path("reactions");
    }

    @Test
    void a_reaction_is_a_vote_where_it_is_an_option_at_both_doors() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Api.Answer poll = ask("Lunch?");
            Message asked = b.await(message -> asks(message, "Lunch?"));
            react(b, alice, asked.getStanzaId(), "👍");
            a.await(message -> message.hasExtension("reactions", REACTIONS));

            Api.Answer first = expect(201, reactByRest(bob, poll, ONE));
            Message set = a.await(message -> message.hasExtension("reactions", REACTIONS));
            assertThat(set.toXML().toString()).contains(">👍<", ">" + ONE + "<");
            awaitVotes(alice, poll.get("id"), "1", "0");
            expect(201, reactByRest(bob, poll, TWO));
            assertThat(a.await(message -> message.hasExtension("reactions", REACTIONS))
                            .toXML()
                            .toString())
                    .contains(">👍<", ">" + TWO + "<")
                    .doesNotContain(ONE);
            awaitVotes(alice, poll.get("id"), "0", "1");
            assertThat(reactions(alice, poll).properties()).hasSize(2);
            expect(404, bob.api().delete("/api/message-reactions/" + first.get("id") + "/"));
            expect(201, reactByRest(bob, poll, "🎉"));
            awaitVotes(alice, poll.get("id"), "0", "1");

            expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
            assertThat(expect(409, reactByRest(bob, poll, ONE)).problem()).isEqualTo("poll-closed");
            expect(201, reactByRest(bob, poll, "🫠"));
            assertThat(votes(poll(alice, poll.get("id")))).containsExactly("0", "1");
        }
    }

    @Test
    void a_reaction_by_rest_that_is_a_secret_vote_is_counted_and_shows_nowhere() {
        try (Xmpp a = alice.connect()) {
            Api.Answer poll = ask("Who leads?", "anonymous", true, "multiple_choice", true);

            expect(204, reactByRest(bob, poll, ONE));
            expect(204, reactByRest(bob, poll, TWO));
            expect(201, reactByRest(bob, poll, "👍"));

            assertThat(a.await(message -> message.hasExtension("reactions", REACTIONS))
                            .toXML()
                            .toString())
                    .contains("👍")
                    .doesNotContain(ONE, TWO);
            assertThat(votes(poll(alice, poll.get("id")))).containsExactly("1", "1");
            assertThat(reactions(bob, poll).properties()).hasSize(1);
        }
    }

    @Test
    void an_option_may_have_any_symbol_and_is_voted_for_with_it_at_both_doors() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            StandardExtensionElement.Builder poll = StandardExtensionElement.builder("poll", POLL)
                    .addElement(StandardExtensionElement.builder("title", POLL)
                            .setText("Which?")
                            .build());
            for (String symbol : List.of("①", "②")) {
                poll.addElement(StandardExtensionElement.builder("option", POLL)
                        .addAttribute("emoji", symbol)
                        .setText("the " + symbol)
                        .build());
            }
            a.send(message(a, bob)
                    .setBody("📊 Poll: Which?")
                    .addExtension(poll.build())
                    .build());
            Message asked = b.await(message -> asks(message, "Which?"));
            String id = StanzaIdElement.getStanzaId(asked).getId();

            react(b, alice, asked.getStanzaId(), "①");
            awaitVotes(alice, id, "1", "0");
            expect(201, bob.api().post("/api/message-reactions/", Map.of("message", id, "emoji", "②")));
            awaitVotes(alice, id, "0", "1");
            expect(200, alice.api().post("/api/poll-votes/", Map.of("poll", id, "selected_option", "2")));
            awaitVotes(bob, id, "0", "2");
            expect(422, bob.api().post("/api/message-reactions/", Map.of("message", id, "emoji", "③")));
        }
    }

    @Test
    void how_a_poll_closed_goes_with_it() throws Exception {
        try (Xmpp b = bob.connect();
                Events sse = Events.sse(bob, null)) {
            Api.Answer poll = ask("Lunch?");
            Message asked = b.await(message -> asks(message, "Lunch?"));
            expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
            Message closed = b.await(message -> closes(message, asked.getStanzaId()));

            expect(204, alice.api().delete("/api/polls/" + poll.get("id") + "/"));
            assertThat(sse.await(e -> e.type().equals("message.deleted")).text("id"))
                    .isEqualTo(poll.get("id"));
            alice.send(bob, "after all");
            assertThat(sse.await(e -> e.type().equals("message.deleted") || e.isMessage("message.created", "after all"))
                            .type())
                    .isEqualTo("message.created");

            b.await(message -> retracts(message, asked.getStanzaId()));
            b.await(message -> retracts(message, closed.getStanzaId()));
            assertNoPizza(b, alice);
            assertThat(expect(200, bob.api().get("/api/messages/?with=" + alice.username()))
                            .body()
                            .toString())
                    .doesNotContain("Pizza");
        }
    }

    @Test
    void how_a_poll_closed_goes_with_it_where_a_client_takes_it_back() throws Exception {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Api.Answer poll = ask("Lunch?");
            Message asked = b.await(message -> asks(message, "Lunch?"));
            expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
            Message closed = b.await(message -> closes(message, asked.getStanzaId()));

            a.send(message(a, bob)
                    .addExtension(StandardExtensionElement.builder("retract", "urn:xmpp:message-retract:1")
                            .addAttribute("id", asked.getStanzaId())
                            .build())
                    .build());

            b.await(message -> retracts(message, closed.getStanzaId()));
            assertNoPizza(b, alice);
        }
    }

    private static boolean retracts(Message message, String reference) {
        return message.hasExtension("retract", "urn:xmpp:message-retract:1")
                && message.toXML().toString().contains("id='" + reference + "'");
    }

    private static void assertNoPizza(Xmpp client, Person other) throws Exception {
        List<Message> archived = MamManager.getInstanceFor(client.connection())
                .queryArchive(MamManager.MamQueryArgs.builder()
                        .limitResultsToJid(JidCreate.bareFrom(other.jid()))
                        .build())
                .getMessages();
        assertThat(archived).isNotEmpty();
        assertThat(archived).noneMatch(message -> message.toXML().toString().contains("Pizza"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"question\": \"?\", \"options\": [\"a\", \"b\"]}",
                "{\"receiver\": \"RECEIVER\", \"question\": \"?\", \"options\": [\"a\"]}",
                "{\"receiver\": \"RECEIVER\", \"question\": \"?\", \"options\": [\"a\", \"a\"]}",
                "{\"receiver\": \"RECEIVER\", \"question\": \"?\", \"options\": [\"a\", null]}",
                "{\"receiver\": \"RECEIVER\", \"question\": \" \", \"options\": [\"a\", \"b\"]}",
                "{\"receiver\": \"RECEIVER\", \"question\": \"?\", \"options\": [\"a\", \"b\"], \"closes_at\": \"soon\"}",
                "{\"receiver\": \"RECEIVER\", \"question\": \"?\", \"options\": [\"a\", \"b\"], \"closes_at\": \"2001-01-01T00:00:00Z\"}",
                "{\"receiver\": \"RECEIVER\", \"group\": \"x\", \"question\": \"?\", \"options\": [\"a\", \"b\"]}",
                "{\"receiver\": \"nobody-here\", \"question\": \"?\", \"options\": [\"a\", \"b\"]}",
                "{\"group\": \"no-such-group\", \"question\": \"?\", \"options\": [\"a\", \"b\"]}",
                "{\"receiver\": \"RECEIVER\", \"question\": \"?\", \"options\": [\"a\", \"b\"], \"votes\": 7}",
            })
    void a_poll_that_makes_no_sense_is_refused_by_field(String body) {
        Api.Answer refused = expect(422, alice.api().post("/api/polls/", body.replace("RECEIVER", bob.username())));
        assertThat(refused.body().path("errors")).isNotEmpty();
    }

    @Test
    void what_makes_no_sense_on_xmpp_is_not_acceptable() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            a.send(message(a, bob)
                    .setBody("one option")
                    .addExtension(pollElement("?", "only"))
                    .build());
            assertThat(refusal(a)).isEqualTo(Condition.not_acceptable);

            Api.Answer poll = ask("Lunch?");
            Message asked = b.await(message -> asks(message, "Lunch?"));
            react(b, alice, asked.getStanzaId(), ONE, TWO);
            assertThat(refusal(b)).isEqualTo(Condition.not_acceptable);
            assertThat(votes(poll(bob, poll.get("id")))).containsExactly("0", "0");

            for (String body : List.of(
                    "{}",
                    "{\"poll\": \"ID\"}",
                    "{\"poll\": \"ID\", \"selected_options\": [\"9\"]}",
                    "{\"poll\": \"ID\", \"selected_options\": [\"1\", \"2\"]}",
                    "{\"poll\": \"ID\", \"selected_options\": [\"1\"], \"selected_option\": \"1\"}")) {
                expect(422, bob.api().post("/api/poll-votes/", body.replace("ID", poll.get("id"))));
            }
            expect(404, vote(hearth.register("carol"), poll, "1"));
            expect(404, bob.api().get("/api/polls/1/"));
            expect(422, bob.api().get("/api/polls/?open=maybe"));
            expect(422, bob.api().patch("/api/polls/" + poll.get("id") + "/", Map.of()));
        }
    }

    @Test
    void streams_tell_how_it_stands() {
        try (Events sse = Events.sse(alice, null)) {
            Api.Answer poll = ask("Lunch?");
            expect(200, vote(bob, poll, "2"));

            Events.Event changed = sse.await(event -> event.type().equals("poll.changed"));
            assertThat(changed.text("id")).isEqualTo(poll.get("id"));
            assertThat(votes(changed.data())).containsExactly("0", "1");
            assertThat(changed.data().path("my_votes").isNull()).isTrue();
        }
    }

    @Test
    void in_a_group_members_vote_at_both_doors_and_others_do_not_know() throws Exception {
        Person carol = hearth.register("carol");
        Api.Answer group = expect(
                201,
                alice.api().post("/api/groups/", Map.of("name", "Lunch club", "members", List.of(bob.username()))));
        try (Xmpp b = bob.connect()) {
            MultiUserChat room = MultiUserChatManager.getInstanceFor(b.connection())
                    .getMultiUserChat(JidCreate.entityBareFrom(group.get("jid")));
            room.join(Resourcepart.from(bob.username()));
            Api.Answer poll =
                    expect(201, alice.api().post("/api/polls/", question("For all?", "group", group.get("id"))));
            assertThat(poll.get("group")).isEqualTo(group.get("id"));
            Message asked = b.await(message -> asks(message, "For all?"));
            assertThat(StanzaIdElement.getStanzaId(asked).getId()).isEqualTo(poll.get("id"));
            expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("question", "For all of us?")));
            b.await(message -> asks(message, "For all of us?"));

            b.send(b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(room.getRoom())
                    .ofType(Message.Type.groupchat)
                    .addExtension(reactions(poll.get("id"), TWO))
                    .build());
            b.await(message -> message.hasExtension("reactions", REACTIONS));
            awaitVotes(alice, poll.get("id"), "0", "1");
            expect(200, vote(alice, poll, "2"));
            b.await(message -> message.hasExtension("reactions", REACTIONS)
                    && message.getFrom().getResourceOrEmpty().toString().equals(alice.username()));
            assertThat(votes(poll(bob, poll.get("id")))).containsExactly("0", "2");
            assertThat(expect(200, bob.api().get("/api/polls/?group=" + group.get("id")))
                            .body()
                            .path("items"))
                    .hasSize(1);
            assertThat(expect(200, bob.api().get("/api/group-messages/" + poll.get("id") + "/"))
                            .body()
                            .at("/poll/question")
                            .asText())
                    .isEqualTo("For all of us?");
            expect(404, vote(carol, poll, "1"));
            assertThat(expect(200, carol.api().get("/api/polls/")).body().path("items"))
                    .isEmpty();

            expect(200, alice.api().patch("/api/polls/" + poll.get("id") + "/", Map.of("is_closed", true)));
            Message closed = b.await(message -> closes(message, poll.get("id")));
            assertThat(closed.getBody()).endsWith("2️⃣ Sushi: 2");
            expect(204, alice.api().delete("/api/polls/" + poll.get("id") + "/"));
            b.await(message -> retracts(message, poll.get("id")));
            b.await(message ->
                    retracts(message, StanzaIdElement.getStanzaId(closed).getId()));
            expect(404, bob.api().get("/api/polls/" + poll.get("id") + "/"));
        }
    }

    @Test
    void when_its_creator_has_left_an_admin_closes_a_poll_and_how_it_closed_goes_with_it() throws Exception {
        Person carol = hearth.register("carol");
        Api.Answer group = expect(
                201,
                alice.api()
                        .post(
                                "/api/groups/",
                                Map.of("name", "Left", "members", List.of(bob.username(), carol.username()))));
        String path = "/api/groups/" + group.get("id") + "/";
        expect(200, alice.api().patch(path, Map.of("roles", Map.of(bob.username(), "admin"))));
        try (Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            for (Xmpp client : List.of(b, c)) {
                MultiUserChatManager.getInstanceFor(client.connection())
                        .getMultiUserChat(JidCreate.entityBareFrom(group.get("jid")))
                        .join(Resourcepart.from(client.person().username()));
            }
            List<String> polls = new ArrayList<>();
            for (String question : List.of("By her?", "By rest?", "By client?")) {
                polls.add(expect(201, alice.api().post("/api/polls/", question(question, "group", group.get("id"))))
                        .get("id"));
            }
            expect(403, bob.api().patch("/api/polls/" + polls.get(1) + "/", Map.of("is_closed", true)));
            expect(200, alice.api().patch("/api/polls/" + polls.get(0) + "/", Map.of("is_closed", true)));
            String closing = StanzaIdElement.getStanzaId(c.await(message -> closes(message, polls.get(0))))
                    .getId();
            expect(204, alice.api().patch(path, Map.of("remove_members", List.of("me"))));

            expect(403, carol.api().patch("/api/polls/" + polls.get(1) + "/", Map.of("is_closed", true)));
            expect(200, bob.api().patch("/api/polls/" + polls.get(1) + "/", Map.of("is_closed", true)));
            Message told = c.await(message -> closes(message, polls.get(1)));
            assertThat(told.getFrom().getResourceOrEmpty().toString()).isEqualTo(bob.username());
            b.send(b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(JidCreate.from(group.get("jid")))
                    .ofType(Message.Type.groupchat)
                    .setBody("over")
                    .addExtension(StandardExtensionElement.builder("poll-closed", POLL)
                            .addAttribute("message-id", polls.get(2))
                            .build())
                    .build());
            assertThat(c.await(message -> closes(message, polls.get(2))).getBody())
                    .isEqualTo("📊 Poll closed: By client?\n1️⃣ Pizza: 0\n2️⃣ Sushi: 0");
            assertThat(poll(carol, polls.get(2)).path("is_closed").asBoolean()).isTrue();

            expect(204, bob.api().delete("/api/group-messages/" + polls.get(0) + "/"));
            c.await(message -> retracts(message, polls.get(0)));
            c.await(message -> retracts(message, closing));
            expect(204, bob.api().delete("/api/group-messages/" + polls.get(1) + "/"));
            c.await(message -> retracts(message, polls.get(1)));
            c.await(message ->
                    retracts(message, StanzaIdElement.getStanzaId(told).getId()));
            assertThat(MamManager.getInstanceFor(c.connection(), JidCreate.entityBareFrom(group.get("jid")))
                            .queryArchive(MamManager.MamQueryArgs.builder()
                                    .setResultPageSizeTo(100)
                                    .build())
                            .getMessages())
                    .filteredOn(message -> message.hasExtension("poll-closed", POLL))
                    .hasSize(1);
        }
    }

    @Test
    void a_poll_whose_time_comes_while_the_server_is_off_closes_when_it_is_back_once() {
        try (Hearth own = Hearth.start(UnaryOperator.identity())) {
            Person anna = own.register("anna");
            Person ben = own.register("ben");
            Map<String, Object> body =
                    question("Quick?", "closes_at", Instant.now().plusSeconds(8).toString());
            body.put("receiver", ben.username());
            Api.Answer poll = expect(201, anna.api().post("/api/polls/", body));
            expect(200, vote(ben, poll, "1"));
            own.engine().restart();

            Api.Answer token = expect(200, own.api().post("/api/token/refresh/", Map.of("refresh", ben.refresh())));
            Person back = Person.of(own, token, ben.phoneNumber());
            try (Xmpp b = back.connect()) {
                await().atMost(Hearth.PATIENCE)
                        .until(() ->
                                poll(back, poll.get("id")).path("is_closed").asBoolean());
                assertThat(b.await(message -> message.hasExtension("poll-closed", POLL))
                                .getBody())
                        .isEqualTo("📊 Poll closed: Quick?\n1️⃣ Pizza: 1\n2️⃣ Sushi: 0");
                assertThat(expect(409, vote(back, poll, "2")).problem()).isEqualTo("poll-closed");
                assertThat(votes(poll(back, poll.get("id")))).containsExactly("1", "0");
            }
        }
    }
}
