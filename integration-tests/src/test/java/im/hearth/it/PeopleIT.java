package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Tags, which are roster groups, and who of an address book is here. */
final class PeopleIT {
    private static final String TAGS = "/api/user-tags/";
    private static final String CONTACTS = "/api/contacts/";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private static Api.Answer tag(Person who, Person whom, String tag) {
        return expect(201, who.api().post(TAGS, Map.of("user", whom.username(), "tag", tag)));
    }

    private static List<String> tags(Person who, String query) {
        List<String> tags = new ArrayList<>();
        expect(200, who.api().get(TAGS + query))
                .body()
                .path("items")
                .forEach(item -> tags.add(item.path("tag").asText()));
        Collections.sort(tags);
        return tags;
    }

    private static void setGroups(Xmpp client, Person contact, String... groups) {
        StringBuilder item = new StringBuilder("<query xmlns='jabber:iq:roster'><item jid='" + contact.jid() + "'>");
        for (String group : groups) {
            item.append("<group>").append(group).append("</group>");
        }
        assertThat(Raw.ask(client, "set", null, item + "</item></query>")).contains("result");
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(Hearth.PATIENCE).until(condition::getAsBoolean);
    }

    @Test
    void tags_on_a_friend_are_roster_groups_at_both_doors() {
        FriendshipsIT.befriend(alice, bob);
        try (Xmpp a = alice.connect()) {
            Api.Answer family = tag(alice, bob, "Family");
            assertThat(family.get("user")).isEqualTo(bob.username());
            assertThat(Presences.rosterItem(a, bob)).contains("<group>Family</group>", "subscription='both'");

            setGroups(a, bob, "Family", "Chess");
            until(() -> tags(alice, "?user=" + bob.username()).equals(List.of("Chess", "Family")));

            expect(200, alice.api().patch(TAGS + family.get("id") + "/", Map.of("tag", "Cousins")));
            assertThat(Presences.rosterItem(a, bob))
                    .contains("<group>Cousins</group>", "<group>Chess</group>")
                    .doesNotContain("Family");

            setGroups(a, bob);
            until(() -> tags(alice, "").isEmpty());
            assertThat(tags(bob, "")).isEmpty();
        }
    }

    @Test
    void tags_from_before_come_into_the_roster_with_the_friendship() {
        tag(alice, bob, "Neighbour");
        FriendshipsIT.befriend(alice, bob);

        try (Xmpp a = alice.connect()) {
            assertThat(Presences.rosterItem(a, bob)).contains("<group>Neighbour</group>");
        }
    }

    @Test
    void tags_are_mine_alone_and_bad_ones_are_refused() {
        Api.Answer tag = tag(alice, bob, "Family");
        String path = TAGS + tag.get("id") + "/";

        assertThat(alice.api()
                        .post(TAGS, Map.of("user", bob.username(), "tag", " Family "))
                        .problem())
                .isEqualTo("already-tagged");
        for (Map<String, String> wrong : List.of(
                Map.of("user", bob.username(), "tag", " "),
                Map.of("user", bob.username(), "tag", "x".repeat(51)),
                Map.of("user", bob.username(), "tag", "a\u0000b"),
                Map.of("user", "nobody-of-that-name", "tag", "x"),
                Map.of("user", "me", "tag", "x"),
                Map.of("user", bob.username()))) {
            assertThat(alice.api().post(TAGS, wrong).status()).isEqualTo(422);
        }
        assertThat(bob.api().get(path).status()).isEqualTo(404);
        assertThat(bob.api().patch(path, Map.of("tag", "Mine")).status()).isEqualTo(404);
        assertThat(bob.api().delete(path).status()).isEqualTo(404);
        assertThat(tags(alice, "?tag=Family")).containsExactly("Family");
        assertThat(tags(alice, "?tag=Other")).isEmpty();

        expect(204, alice.api().delete(path));
        assertThat(alice.api().get(path).status()).isEqualTo(404);
    }

    @Test
    void contacts_are_found_by_number_in_the_order_asked() {
        String national = "0" + bob.phoneNumber().substring(3);
        Api.Answer found = expect(
                200,
                alice.api()
                        .post(
                                CONTACTS,
                                Map.of(
                                        "phone_numbers",
                                        List.of(national, "not a number", Hearth.freshNumber(), alice.phoneNumber()))));

        assertThat(found.body().path("items")).hasSize(2);
        assertThat(found.body().at("/items/0/phone_number").asText()).isEqualTo(national);
        assertThat(found.body().at("/items/0/user").asText()).isEqualTo(bob.username());
        assertThat(found.body().at("/items/1/user").asText()).isEqualTo(alice.username());
    }

    @Test
    void an_xmpp_client_finds_contacts_by_a_command() {
        try (Xmpp a = alice.connect()) {
            String items = Raw.ask(
                    a,
                    "get",
                    hearth.domain(),
                    "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>");
            assertThat(items).contains("urn:hearth:contacts:0#find");
            String command = "<command xmlns='http://jabber.org/protocol/commands' node='urn:hearth:contacts:0#find'";
            assertThat(Raw.ask(a, "set", hearth.domain(), command + " action='execute'/>"))
                    .contains("executing", "text-multi", "phone_numbers");

            String found = Raw.ask(
                    a,
                    "set",
                    hearth.domain(),
                    command
                            + " action='complete'><x xmlns='jabber:x:data' type='submit'><field var='phone_numbers'><value>"
                            + bob.phoneNumber() + "</value><value>" + Hearth.freshNumber()
                            + "</value></field></x></command>");

            assertThat(found).contains("completed", bob.phoneNumber(), bob.jid());
            assertThat(found.split("<item>", -1)).hasSize(2);
            assertThat(
                            Raw.ask(
                                    a,
                                    "set",
                                    null,
                                    command
                                            + "><x xmlns='jabber:x:data' type='submit'><field var='phone_numbers'/></x></command>"))
                    .contains("bad-request");
        }
    }

    @Test
    void ones_own_account_lists_all_commands_and_runs_each() {
        String commands = "http://jabber.org/protocol/commands";
        try (Xmpp a = alice.connect()) {
            for (String to : new String[] {null, alice.jid()}) {
                assertThat(Raw.ask(
                                a,
                                "get",
                                to,
                                "<query xmlns='http://jabber.org/protocol/disco#items' node='" + commands + "'/>"))
                        .contains("type='result'", "urn:hearth:contacts:0#find", "urn:hearth:poll:0#vote");
            }
            assertThat(Raw.ask(
                            a,
                            "get",
                            alice.jid(),
                            "<query xmlns='http://jabber.org/protocol/disco#info' node='" + commands + "'/>"))
                    .contains("command-list");
            for (String node : List.of("urn:hearth:contacts:0#find", "urn:hearth:poll:0#vote")) {
                String command = "<command xmlns='" + commands + "' node='" + node + "'";
                assertThat(Raw.ask(
                                a,
                                "get",
                                alice.jid(),
                                "<query xmlns='http://jabber.org/protocol/disco#info' node='" + node + "'/>"))
                        .contains("command-node", commands);
                assertThat(Raw.ask(a, "set", alice.jid(), command + " action='execute'/>"))
                        .contains("type='result'", "status='");
                assertThat(Raw.ask(a, "set", alice.jid(), command + " action='cancel' sessionid='7'/>"))
                        .contains("status='canceled'", "sessionid='7'");
            }
            String find = "<command xmlns='" + commands + "' node='urn:hearth:contacts:0#find'";
            assertThat(Raw.ask(a, "set", alice.jid(), find + " action='prev'/>"))
                    .contains("bad-request", "bad-action");
            assertThat(Raw.ask(a, "set", alice.jid(), find + "><x xmlns='jabber:x:data' type='submit'/></command>"))
                    .contains("bad-request", "bad-payload");
            assertThat(Raw.ask(
                            a,
                            "set",
                            alice.jid(),
                            find + "><x xmlns='jabber:x:data' type='submit'><field var='phone_numbers'><value>"
                                    + bob.phoneNumber() + "</value></field></x></command>"))
                    .contains("status='completed'", bob.jid());
            assertThat(Raw.ask(
                            a,
                            "get",
                            bob.jid(),
                            "<query xmlns='http://jabber.org/protocol/disco#items' node='" + commands + "'/>"))
                    .doesNotContain("<item jid='" + bob.jid());
        }
    }

    @Test
    void who_is_not_to_be_found_is_not_here() {
        expect(200, bob.api().patch("/api/user-settings/", Map.of("privacy", Map.of("find_by_phone", "friends"))));
        assertThat(lookUp(alice, bob)).isEmpty();
        FriendshipsIT.befriend(alice, bob);
        assertThat(lookUp(alice, bob)).hasSize(1);
        expect(201, bob.api().post("/api/user-blocks/", Map.of("blocked_user", alice.username())));
        assertThat(lookUp(alice, bob)).isEmpty();
    }

    private static JsonNode lookUp(Person who, Person whom) {
        return expect(200, who.api().post(CONTACTS, Map.of("phone_numbers", List.of(whom.phoneNumber()))))
                .body()
                .path("items");
    }

    @Test
    void too_many_numbers_are_refused_and_none_is_logged() {
        String stranger = Hearth.freshNumber();
        expect(200, alice.api().post(CONTACTS, Map.of("phone_numbers", List.of(stranger))));
        assertThat(hearth.engine().lines()).noneMatch(line -> line.contains(stranger));

        List<String> thousand = Collections.nCopies(1_000, stranger);
        for (int i = 0; i < 4; i++) {
            expect(200, alice.api().post(CONTACTS, Map.of("phone_numbers", thousand)));
        }
        Api.Answer refused = alice.api().post(CONTACTS, Map.of("phone_numbers", thousand));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        List<String> more = new ArrayList<>(thousand);
        more.add(stranger);
        assertThat(bob.api().post(CONTACTS, Map.of("phone_numbers", more)).status())
                .isEqualTo(422);
        assertThat(bob.api().post(CONTACTS, Map.of("phone_numbers", "all")).status())
                .isEqualTo(422);
        assertThat(bob.api().post(CONTACTS, Map.of()).status()).isEqualTo(422);
        assertThat(hearth.api()
                        .post(CONTACTS, Map.of("phone_numbers", List.of(stranger)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tags_survive_a_restart() {
        try (Hearth own = Hearth.start(builder -> builder)) {
            Person anna = own.register("anna");
            Person ben = own.register("ben");
            FriendshipsIT.befriend(anna, ben);
            tag(anna, ben, "Family");

            own.engine().restart();

            assertThat(tags(anna, "?user=" + ben.username())).containsExactly("Family");
            try (Xmpp a = anna.connect()) {
                assertThat(Presences.rosterItem(a, ben)).contains("<group>Family</group>");
            }
        }
    }
}
