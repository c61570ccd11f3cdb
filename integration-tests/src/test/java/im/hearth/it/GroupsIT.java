package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.chat_markers.element.ChatMarkersElements;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.message_correct.element.MessageCorrectExtension;
import org.jivesoftware.smackx.muc.Affiliate;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jivesoftware.smackx.muc.packet.GroupChatInvitation;
import org.jivesoftware.smackx.sid.element.StanzaIdElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** The rows of groups and group messages of the contracts: what is done at one door shows at the other. */
final class GroupsIT {
    private static final String RETRACT = "urn:xmpp:message-retract:1";
    private static final String MODERATE = "urn:xmpp:message-moderate:1";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");
    private final Person carol = hearth.register("carol");

    // Groups.

    private Api.Answer create(Person owner, String name, Person... members) {
        return expect(
                201,
                owner.api()
                        .post(
                                "/api/groups/",
                                Map.of(
                                        "name",
                                        name,
                                        "members",
                                        List.of(members).stream()
                                                .map(Person::username)
                                                .toList())));
    }

    private static String path(Api.Answer group) {
        return "/api/groups/" + group.get("id") + "/";
    }

    private static EntityBareJid room(Api.Answer group) {
        return JidCreate.entityBareFromOrThrowUnchecked(group.get("jid"));
    }

    private static Map<String, String> roles(JsonNode group) {
        Map<String, String> roles = new java.util.TreeMap<>();
        group.path("members")
                .forEach(member -> roles.put(
                        member.path("user").asText(), member.path("role").asText()));
        return roles;
    }

    private MultiUserChat muc(Xmpp client, EntityBareJid room) {
        return MultiUserChatManager.getInstanceFor(client.connection()).getMultiUserChat(room);
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void act(Act act) {
        try {
            act.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static StanzaError.Condition refused(Act act) {
        try {
            act.run();
        } catch (XMPPErrorException e) {
            return e.getStanzaError().getCondition();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was not refused");
    }

    private MultiUserChat join(Xmpp client, EntityBareJid room) {
        MultiUserChat muc = muc(client, room);
        act(() -> muc.join(Resourcepart.from(client.person().username())));
        return muc;
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(Hearth.PATIENCE).until(condition::getAsBoolean);
    }

    @Test
    void a_group_made_by_rest_is_a_room_for_its_members_and_for_nobody_else() {
        Api.Answer group = expect(
                201,
                alice.api()
                        .post(
                                "/api/groups/",
                                Map.of(
                                        "name", "  Book club ",
                                        "description", "We read",
                                        "members", List.of(bob.username(), bob.username(), alice.username()))));
        assertThat(group.get("name")).isEqualTo("Book club");
        assertThat(group.get("jid")).isEqualTo(group.get("id") + "@conference." + hearth.domain());
        assertThat(group.get("created_by")).isEqualTo(alice.username());
        assertThat(roles(group.body())).isEqualTo(Map.of(alice.username(), "owner", bob.username(), "member"));
        assertThat(group.body().path("last_message").isNull()).isTrue();

        assertThat(expect(200, bob.api().get(path(group))).get("description")).isEqualTo("We read");
        assertThat(carol.api().get(path(group)).status()).isEqualTo(404);
        assertThat(carol.api().patch(path(group), Map.of("name", "mine")).status())
                .isEqualTo(404);
        assertThat(carol.api().delete(path(group)).status()).isEqualTo(404);
        assertThat(expect(200, carol.api().get("/api/groups/")).body().path("items"))
                .isEmpty();

        try (Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            MultiUserChat muc = join(b, room(group));
            assertThat(muc.isJoined()).isTrue();
            act(() -> assertThat(MultiUserChatManager.getInstanceFor(b.connection())
                            .getRoomInfo(room(group))
                            .getName())
                    .isEqualTo("Book club"));
            assertThat(refused(() -> muc(c, room(group)).join(Resourcepart.from("carol"))))
                    .isEqualTo(StanzaError.Condition.registration_required);
            assertThat(refused(() ->
                            MultiUserChatManager.getInstanceFor(c.connection()).getRoomInfo(room(group))))
                    .isEqualTo(StanzaError.Condition.item_not_found);
        }
    }

    @Test
    void a_room_made_by_a_client_is_a_group_at_rest() {
        EntityBareJid room = JidCreate.entityBareFromOrThrowUnchecked(
                Hearth.freshUsername("garden") + "@conference." + hearth.domain());
        try (Xmpp a = alice.connect()) {
            MultiUserChat muc = muc(a, room);
            act(() -> {
                muc.create(Resourcepart.from(alice.username()));
                var form = muc.getConfigurationForm().getFillableForm();
                form.setAnswer("muc#roomconfig_roomname", "Garden");
                form.setAnswer("muc#roomconfig_roomdesc", "Weeds");
                muc.sendConfigurationForm(form);
                muc.grantMembership(Xmpp.bare(bob));
                muc.grantMembership(Xmpp.bare(carol));
                muc.grantAdmin(Xmpp.bare(carol));
            });
            String path = "/api/groups/" + room.getLocalpart() + "/";
            Api.Answer group = expect(200, bob.api().get(path));
            assertThat(group.get("name")).isEqualTo("Garden");
            assertThat(group.get("description")).isEqualTo("Weeds");
            assertThat(roles(group.body()))
                    .isEqualTo(Map.of(alice.username(), "owner", bob.username(), "member", carol.username(), "admin"));
            act(() -> muc.revokeMembership(Xmpp.bare(bob)));
            assertThat(bob.api().get(path).status()).isEqualTo(404);
            act(() -> muc.destroy("done", null));
            assertThat(carol.api().get(path).status()).isEqualTo(404);
        }
    }

    @Test
    void an_instant_room_is_a_group_too() {
        EntityBareJid room = JidCreate.entityBareFromOrThrowUnchecked(
                Hearth.freshUsername("instant") + "@conference." + hearth.domain());
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            act(() -> muc(a, room).create(Resourcepart.from(alice.username())).makeInstant());
            assertThat(expect(200, alice.api().get("/api/groups/" + room.getLocalpart() + "/"))
                            .get("name"))
                    .isEqualTo(room.getLocalpart().toString());
            assertThat(refused(() -> muc(b, room).join(Resourcepart.from("bob"))))
                    .isEqualTo(StanzaError.Condition.registration_required);
        }
    }

    @Test
    void members_are_added_removed_and_given_roles_on_both_doors() {
        Api.Answer group = create(alice, "Roles", bob);
        try (Xmpp a = alice.connect()) {
            MultiUserChat muc = join(a, room(group));
            expect(
                    200,
                    alice.api()
                            .patch(
                                    path(group),
                                    Map.of(
                                            "add_members",
                                            List.of(carol.username(), bob.username()),
                                            "roles",
                                            Map.of(bob.username(), "admin"))));
            act(() -> {
                assertThat(muc.getAdmins())
                        .extracting(affiliate -> affiliate.getJid().toString())
                        .containsExactly(bob.jid());
                assertThat(muc.getMembers())
                        .extracting(affiliate -> affiliate.getJid().toString())
                        .containsExactly(carol.jid());
                assertThat(muc.getOwners())
                        .extracting(Affiliate::getJid)
                        .extracting(Object::toString)
                        .containsExactly(alice.jid());
            });
            expect(200, alice.api().patch(path(group), Map.of("remove_members", List.of(carol.username()))));
            act(() -> assertThat(muc.getMembers()).isEmpty());
            assertThat(carol.api().get(path(group)).status()).isEqualTo(404);
        }
    }

    @Test
    void who_may_do_what_is_the_same_on_both_doors() {
        Api.Answer group = create(alice, "Powers", bob, carol);
        assertThat(bob.api().patch(path(group), Map.of("name", "Mine")).status())
                .isEqualTo(403);
        assertThat(bob.api()
                        .patch(path(group), Map.of("remove_members", List.of(carol.username())))
                        .status())
                .isEqualTo(403);
        expect(200, alice.api().patch(path(group), Map.of("roles", Map.of(bob.username(), "admin"))));
        assertThat(bob.api()
                        .patch(path(group), Map.of("remove_members", List.of(alice.username())))
                        .status())
                .isEqualTo(403);
        assertThat(bob.api()
                        .patch(path(group), Map.of("roles", Map.of(bob.username(), "owner")))
                        .status())
                .isEqualTo(403);
        assertThat(bob.api().delete(path(group)).status()).isEqualTo(403);
        expect(200, bob.api().patch(path(group), Map.of("name", "Bob's name")));
        assertThat(alice.api()
                        .patch(path(group), Map.of("roles", Map.of(alice.username(), "member")))
                        .status())
                .isEqualTo(409);
        try (Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            assertThat(refused(() -> muc(b, room(group)).revokeOwnership(Xmpp.bare(alice))))
                    .isEqualTo(StanzaError.Condition.forbidden);
            assertThat(refused(() -> muc(c, room(group)).revokeMembership(Xmpp.bare(bob))))
                    .isEqualTo(StanzaError.Condition.forbidden);
            assertThat(refused(() -> muc(c, room(group)).getConfigurationForm()))
                    .isEqualTo(StanzaError.Condition.forbidden);
        }
        assertThat(roles(expect(200, alice.api().get(path(group))).body()))
                .isEqualTo(Map.of(alice.username(), "owner", bob.username(), "admin", carol.username(), "member"));
    }

    @Test
    void the_group_of_a_last_owner_who_leaves_goes_to_the_oldest_admin_and_ends_with_its_last_member() {
        Api.Answer group = create(alice, "Heirs", bob, carol);
        expect(200, alice.api().patch(path(group), Map.of("roles", Map.of(carol.username(), "admin"))));
        expect(204, alice.api().patch(path(group), Map.of("remove_members", List.of("me"))));
        assertThat(alice.api().get(path(group)).status()).isEqualTo(404);
        assertThat(roles(expect(200, bob.api().get(path(group))).body()))
                .isEqualTo(Map.of(bob.username(), "member", carol.username(), "owner"));
        try (Xmpp c = carol.connect()) {
            act(() -> assertThat(muc(c, room(group)).getOwners())
                    .extracting(Affiliate::getJid)
                    .extracting(Object::toString)
                    .containsExactly(carol.jid()));
            expect(204, carol.api().patch(path(group), Map.of("remove_members", List.of(carol.username()))));
            assertThat(roles(expect(200, bob.api().get(path(group))).body()))
                    .isEqualTo(Map.of(bob.username(), "owner"));
            expect(204, bob.api().patch(path(group), Map.of("remove_members", List.of("me"))));
            assertThat(bob.api().get(path(group)).status()).isEqualTo(404);
        }
    }

    @Test
    void who_deletes_the_account_leaves_the_group() {
        Person dora = hearth.register("dora");
        Api.Answer group = create(dora, "Left", bob);
        Api.Answer code = expect(202, hearth.api().post("/api/otp/", Map.of("phone_number", dora.phoneNumber())));
        until(() -> hearth.engine().lines().stream()
                        .filter(line -> line.contains("SMS to " + dora.phoneNumber()))
                        .count()
                == 2);
        Api.Answer deleted = dora.api()
                .send(dora.api()
                        .request("/api/users/me/")
                        .header("Content-Type", "application/json")
                        .method(
                                "DELETE",
                                java.net.http.HttpRequest.BodyPublishers.ofString(Api.json(Map.of(
                                        "verification_id",
                                        code.get("verification_id"),
                                        "code",
                                        hearth.codeFor(dora.phoneNumber()))))));
        expect(204, deleted);
        until(() -> roles(expect(200, bob.api().get(path(group))).body()).equals(Map.of(bob.username(), "owner")));
        assertThat(expect(200, bob.api().get(path(group)))
                        .body()
                        .path("created_by")
                        .isNull())
                .isTrue();
    }

    @Test
    void members_get_an_invitation_and_a_bookmark_that_goes_when_they_leave() {
        try (Xmpp b = bob.connect()) {
            Api.Answer group = create(alice, "Invited", bob);
            Message invitation = b.await(message -> message.hasExtension("x", "jabber:x:conference"));
            assertThat((Object) invitation.getFrom().asBareJid()).isEqualTo(Xmpp.bare(alice));
            GroupChatInvitation conference = invitation.getExtension(GroupChatInvitation.class);
            assertThat(conference.getRoomAddress()).isEqualTo(group.get("jid"));
            until(() -> bookmarks(b).contains("autojoin='true'"));
            assertThat(bookmarks(b)).contains(group.get("jid")).contains("Invited");
            expect(200, alice.api().patch(path(group), Map.of("remove_members", List.of(bob.username()))));
            until(() -> !bookmarks(b).contains(group.get("jid")));
        }
    }

    @Test
    void nobody_else_reads_the_bookmarks() {
        try (Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            Api.Answer group = create(alice, "Secret", bob);
            until(() -> bookmarks(b).contains(group.get("jid")));
            String seen = Raw.ask(
                    c,
                    "get",
                    bob.jid(),
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub>");
            assertThat(seen).doesNotContain(group.get("jid"));
        }
    }

    private static String bookmarks(Xmpp client) {
        return Raw.ask(
                client,
                "get",
                null,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u200b\u200d", "\u3164", "a\u202eb", "a\u0000b"})
    void a_name_that_shows_nothing_or_hides_something_is_refused(String name) {
        assertThat(alice.api().post("/api/groups/", Map.of("name", name)).status())
                .isEqualTo(422);
    }

    @Test
    void bad_input_is_refused_with_the_field() {
        assertThat(alice.api()
                        .post("/api/groups/", Map.of("name", "x".repeat(300)))
                        .status())
                .isEqualTo(422);
        assertThat(alice.api().post("/api/groups/", Map.of("description", "d")).status())
                .isEqualTo(422);
        Api.Answer stranger = alice.api()
                .post("/api/groups/", Map.of("name", "x", "members", List.of(bob.username(), "nobody-at-all")));
        assertThat(stranger.status()).isEqualTo(422);
        assertThat(stranger.body().at("/errors/0/field").asText()).isEqualTo("members[1]");
        assertThat(alice.api()
                        .post("/api/groups/", "{\"name\":\"x\",\"members\":[null]}")
                        .status())
                .isEqualTo(422);
        assertThat(alice.api()
                        .post("/api/groups/", "{\"name\":\"x\",\"members\":7}")
                        .status())
                .isIn(400, 422);
        assertThat(alice.api()
                        .post("/api/groups/", Map.of("name", "x", "colour", "red"))
                        .status())
                .isEqualTo(422);
        Api.Answer group = create(alice, "Fine");
        for (Map<String, ?> patch : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("name", " "),
                Map.of("picture", "javascript:alert(1)"),
                Map.of("roles", Map.of(alice.username(), "king")),
                Map.of("roles", Map.of(bob.username(), "admin")),
                Map.of("add_members", List.of("nobody-at-all")),
                Map.of("remove_members", List.of("nobody-at-all")))) {
            assertThat(alice.api().patch(path(group), patch).status())
                    .as(patch.toString())
                    .isEqualTo(422);
        }
        assertThat(alice.api().get("/api/groups/%20/").status()).isEqualTo(404);
        assertThat(alice.api().get("/api/groups/a%40b%2Fc/").status()).isEqualTo(404);
        assertThat(alice.api().get("/api/groups/?cursor=x").status()).isEqualTo(422);
    }

    @Test
    void two_groups_of_one_name_are_two() {
        Api.Answer one = create(alice, "Twins");
        Api.Answer other = create(alice, "Twins");
        assertThat(one.get("id")).isNotEqualTo(other.get("id"));
        assertThat(expect(200, alice.api().get("/api/groups/")).body().path("items"))
                .extracting(group -> group.path("id").asText())
                .contains(one.get("id"), other.get("id"));
    }

    @Test
    void my_groups_are_paged() {
        Person dora = hearth.register("dora");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, create(dora, "Group " + i).get("id"));
        }
        List<String> seen = new ArrayList<>();
        String query = "/api/groups/?limit=2";
        for (String next = query; next != null; ) {
            JsonNode page = expect(200, dora.api().get(next)).body();
            page.path("items").forEach(group -> seen.add(group.path("id").asText()));
            next = page.path("next").isNull()
                    ? null
                    : query + "&cursor=" + page.path("next").asText();
        }
        assertThat(seen).isEqualTo(made);
    }

    @Test
    void a_change_by_rest_shows_in_the_room_and_one_by_a_client_at_rest() {
        Api.Answer group = create(alice, "Old name", bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            MultiUserChat muc = join(a, room(group));
            join(b, room(group));
            expect(
                    200,
                    alice.api().patch(path(group), Map.of("name", "New name", "picture", "https://example.org/p.png")));
            b.await(message -> message.toXML().toString().contains("code='104'"));
            act(() -> assertThat(MultiUserChatManager.getInstanceFor(b.connection())
                            .getRoomInfo(room(group))
                            .getName())
                    .isEqualTo("New name"));
            assertThat(Raw.ask(b, "get", group.get("jid"), "<vCard xmlns='vcard-temp'/>"))
                    .contains("<FN>New name</FN>");
            act(() -> {
                var form = muc.getConfigurationForm().getFillableForm();
                form.setAnswer("muc#roomconfig_roomname", "Newer name");
                muc.sendConfigurationForm(form);
            });
            Api.Answer seen = expect(200, bob.api().get(path(group)));
            assertThat(seen.get("name")).isEqualTo("Newer name");
            assertThat(seen.get("picture_url")).isEqualTo("https://example.org/p.png");
        }
    }

    @Test
    void whom_an_admin_invites_from_the_room_is_a_member_and_a_member_may_invite_nobody() {
        Api.Answer group = create(alice, "Mediated", bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            MultiUserChat muc = join(a, room(group));
            act(() -> join(b, room(group)).invite(Xmpp.bare(carol), "come"));
            b.await(message -> message.getType() == Message.Type.error);
            assertThat(carol.api().get(path(group)).status()).isEqualTo(404);
            act(() -> muc.invite(Xmpp.bare(carol), "come"));
            until(() -> carol.api().get(path(group)).status() == 200);
            assertThat(join(c, room(group)).isJoined()).isTrue();
            act(() -> muc.invite(Xmpp.bare(alice), "me"));
            a.await(message -> message.getType() == Message.Type.error);
            assertThat(roles(expect(200, bob.api().get(path(group))).body()))
                    .isEqualTo(Map.of(alice.username(), "owner", bob.username(), "member", carol.username(), "member"));
        }
    }

    // Group messages.

    private Api.Answer post(Person person, Api.Answer group, String content) {
        return expect(
                201, person.api().post("/api/group-messages/", Map.of("group", group.get("id"), "content", content)));
    }

    private static String path(String message) {
        return "/api/group-messages/" + message + "/";
    }

    private JsonNode messages(Person person, Api.Answer group) {
        return expect(200, person.api().get("/api/group-messages/?group=" + group.get("id")))
                .body()
                .path("items");
    }

    private static String stanzaId(Message message) {
        return StanzaIdElement.getStanzaId(message).getId();
    }

    private MessageBuilder message(Xmpp from, Api.Answer group) {
        return from.connection()
                .getStanzaFactory()
                .buildMessageStanza()
                .to(room(group))
                .ofType(Message.Type.groupchat);
    }

    private static StandardExtensionElement element(String name, String namespace, String id) {
        return StandardExtensionElement.builder(name, namespace)
                .addAttribute("id", id)
                .build();
    }

    @Test
    void a_post_reaches_everybody_in_the_room_once_as_from_its_sender() {
        Api.Answer group = create(alice, "Talk", bob, carol);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            join(a, room(group));
            join(b, room(group));
            Api.Answer sent = post(alice, group, "hello all");
            assertThat(sent.get("sender")).isEqualTo(alice.username());
            assertThat(sent.get("group")).isEqualTo(group.get("id"));
            assertThat(sent.body().path("read_by")).isEmpty();
            Message got = b.awaitText("hello all");
            assertThat(got.getFrom().toString()).isEqualTo(group.get("jid") + "/" + alice.username());
            assertThat(stanzaId(got)).isEqualTo(sent.get("id"));
            assertThat(stanzaId(a.awaitText("hello all"))).isEqualTo(sent.get("id"));
            post(alice, group, "second");
            a.awaitText("second");
            b.awaitText("second");
            assertThat(a.inbox()).noneMatch(message -> message.getBody() != null);
            assertThat(b.inbox()).noneMatch(message -> message.getBody() != null);
        }
        assertThat(messages(carol, group))
                .extracting(message -> message.path("content").asText())
                .containsExactly("second", "hello all");
        assertThat(expect(200, carol.api().get(path(group)))
                        .body()
                        .path("unread_count")
                        .asInt())
                .isEqualTo(2);
        assertThat(expect(200, carol.api().get(path(group)))
                        .body()
                        .at("/last_message/content")
                        .asText())
                .isEqualTo("second");
        assertThat(expect(200, carol.api().get("/api/messages/")).body().path("items"))
                .isEmpty();
        assertThat(expect(200, alice.api().get("/api/messages/")).body().path("items"))
                .isEmpty();
    }

    @Test
    void who_comes_into_the_room_sees_what_was_said_lately_with_its_ids() {
        Api.Answer group = create(alice, "Lately", bob);
        String id = post(alice, group, "while you were away").get("id");
        try (Xmpp b = bob.connect()) {
            join(b, room(group));
            Message remembered = b.awaitText("while you were away");
            assertThat(stanzaId(remembered)).isEqualTo(id);
            assertThat(remembered.hasExtension("delay", "urn:xmpp:delay")).isTrue();
        }
    }

    @Test
    void what_a_client_says_is_at_rest_with_the_id_of_every_copy() {
        Api.Answer group = create(alice, "Talk", bob, carol);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            MultiUserChat muc = join(a, room(group));
            join(b, room(group));
            act(() -> muc.sendMessage("from a client"));
            String id = stanzaId(b.awaitText("from a client"));
            assertThat(stanzaId(a.awaitText("from a client"))).isEqualTo(id);
            Api.Answer seen = expect(200, carol.api().get(path(id)));
            assertThat(seen.get("content")).isEqualTo("from a client");
            assertThat(seen.get("sender")).isEqualTo(alice.username());
            assertThat(messages(carol, group)).hasSize(1);
        }
    }

    @Test
    void a_forged_stanza_id_and_a_forged_sender_do_not_get_through() {
        Api.Answer group = create(alice, "Forged", bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            join(a, room(group));
            join(b, room(group));
            b.send(message(b, group)
                    .setBody("spoofed")
                    .addExtension(new StanzaIdElement("evil", group.get("jid")))
                    .build());
            Message got = a.awaitText("spoofed");
            assertThat(got.toXML().toString()).doesNotContain("evil");
            assertThat(expect(200, alice.api().get(path(stanzaId(got)))).get("sender"))
                    .isEqualTo(bob.username());
        }
    }

    @Test
    void nobody_goes_under_the_name_of_another_member() {
        Api.Answer group = create(alice, "Names", bob, carol);
        try (Xmpp b = bob.connect()) {
            assertThat(refused(() -> muc(b, room(group)).join(Resourcepart.from(carol.username()))))
                    .isEqualTo(StanzaError.Condition.conflict);
        }
    }

    @Test
    void only_members_send_and_read_on_both_doors() {
        Api.Answer group = create(alice, "Closed", bob);
        String id = post(alice, group, "private").get("id");
        assertThat(carol.api()
                        .post("/api/group-messages/", Map.of("group", group.get("id"), "content", "let me in"))
                        .status())
                .isIn(403, 404, 422);
        assertThat(carol.api().get(path(id)).status()).isEqualTo(404);
        assertThat(carol.api().delete(path(id)).status()).isEqualTo(404);
        assertThat(carol.api()
                        .get("/api/group-messages/?group=" + group.get("id"))
                        .status())
                .isEqualTo(404);
        assertThat(expect(200, carol.api().get("/api/group-messages/")).body().path("items"))
                .isEmpty();
        try (Xmpp c = carol.connect()) {
            c.send(message(c, group).setBody("let me in").build());
            assertThat(c.await(message -> message.getType() == Message.Type.error)
                            .getError()
                            .getCondition())
                    .isEqualTo(StanzaError.Condition.forbidden);
            assertThat(refused(() -> history(c, group))).isEqualTo(StanzaError.Condition.forbidden);
        }
        assertThat(messages(bob, group)).hasSize(1);
    }

    @Test
    void the_history_of_a_group_can_be_asked_for_by_who_said_it() {
        Api.Answer group = create(alice, "Who", bob);
        post(alice, group, "by alice");
        String bobs = post(bob, group, "by bob").get("id");
        try (Xmpp b = bob.connect()) {
            for (String who : List.of(bob.jid(), bob.jid() + "/somewhere", group.get("jid") + "/" + bob.username())) {
                act(() -> assertThat(saidBy(b, group, who)).containsExactly("by bob"));
            }
            act(() -> assertThat(saidBy(b, group, carol.jid())).isEmpty());
            act(() -> assertThat(saidBy(b, group, group.get("jid") + "/nobody")).isEmpty());
            String asked = "<query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>"
                    + "<field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field var='with'><value>"
                    + alice.jid() + "</value></field><field var='ids'><value>" + bobs + "</value></field></x></query>";
            assertThat(Raw.ask(b, "set", group.get("jid"), asked))
                    .contains("complete")
                    .doesNotContain("<first>");
            assertThat(Raw.ask(b, "set", group.get("jid"), asked.replace(alice.jid(), "@@")))
                    .contains("bad-request");
            assertThat(Raw.ask(b, "get", group.get("jid"), "<query xmlns='urn:xmpp:mam:2'/>"))
                    .contains("'with'");
        }
    }

    private static List<String> saidBy(Xmpp client, Api.Answer group, String who) throws Exception {
        List<String> found = new ArrayList<>();
        MamManager.getInstanceFor(client.connection(), room(group))
                .queryArchive(MamManager.MamQueryArgs.builder()
                        .limitResultsToJid(JidCreate.from(who))
                        .build())
                .getMessages()
                .forEach(message -> found.add(message.getBody()));
        return found;
    }

    private static List<String> history(Xmpp client, Api.Answer group) throws Exception {
        MamManager mam = MamManager.getInstanceFor(client.connection(), room(group));
        List<String> found = new ArrayList<>();
        mam.queryArchive(MamManager.MamQueryArgs.builder()
                        .setResultPageSizeTo(100)
                        .build())
                .getMessages()
                .forEach(message -> found.add(message.getBody()));
        return found;
    }

    @Test
    void who_is_removed_reads_nothing_more_from_that_moment_on_either_door() {
        Api.Answer group = create(alice, "Removed", bob, carol);
        try (Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            MultiUserChat muc = join(b, room(group));
            join(c, room(group));
            String before = post(alice, group, "before").get("id");
            b.awaitText("before");
            act(() -> assertThat(history(b, group)).containsExactly("before"));
            expect(200, alice.api().patch(path(group), Map.of("remove_members", List.of(bob.username()))));
            until(() -> !muc.isJoined());
            String after = post(alice, group, "after").get("id");
            c.awaitText("after");
            for (String id : List.of(before, after)) {
                assertThat(bob.api().get(path(id)).status()).isEqualTo(404);
            }
            assertThat(bob.api()
                            .get("/api/group-messages/?group=" + group.get("id"))
                            .status())
                    .isEqualTo(404);
            assertThat(expect(200, bob.api().get("/api/group-messages/")).body().path("items"))
                    .isEmpty();
            assertThat(refused(() -> history(b, group))).isEqualTo(StanzaError.Condition.forbidden);
            assertThat(refused(() -> muc.join(Resourcepart.from(bob.username()))))
                    .isEqualTo(StanzaError.Condition.registration_required);
            b.send(message(b, group).setBody("still here").build());
            b.await(message -> message.getType() == Message.Type.error);
            assertThat(b.inbox()).noneMatch(message -> "after".equals(message.getBody()));
            assertThat(messages(carol, group))
                    .extracting(message -> message.path("content").asText())
                    .containsExactly("after", "before");
        }
    }

    @Test
    void edits_go_both_ways_and_only_by_the_sender() {
        Api.Answer group = create(alice, "Edits", bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            join(a, room(group));
            join(b, room(group));
            String id = post(alice, group, "helo").get("id");
            Message original = b.awaitText("helo");
            expect(200, alice.api().patch(path(id), Map.of("content", "hello")));
            assertThat(MessageCorrectExtension.from(b.awaitText("hello")).getIdInitialMessage())
                    .isEqualTo(original.getStanzaId());
            assertThat(bob.api().patch(path(id), Map.of("content", "mine")).status())
                    .isEqualTo(403);

            Message said = message(b, group).setBody("gud").build();
            b.send(said);
            String second = stanzaId(a.awaitText("gud"));
            b.send(message(b, group)
                    .setBody("good")
                    .addExtension(new MessageCorrectExtension(said.getStanzaId()))
                    .build());
            a.awaitText("good");
            assertThat(expect(200, alice.api().get(path(second))).get("content"))
                    .isEqualTo("good");
            assertThat(expect(200, alice.api().get(path(second) + "edits/"))
                            .body()
                            .path("items"))
                    .hasSize(2);

            a.send(message(a, group)
                    .setBody("forged")
                    .addExtension(new MessageCorrectExtension(said.getStanzaId()))
                    .build());
            a.await(message -> message.getType() == Message.Type.error);
            post(alice, group, "still here");
            b.awaitText("still here");
            assertThat(b.inbox()).noneMatch(message -> "forged".equals(message.getBody()));
            assertThat(messages(bob, group)).hasSize(3);
        }
    }

    @Test
    void retractions_go_both_ways_and_only_by_the_sender() {
        Api.Answer group = create(alice, "Retractions", bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            join(a, room(group));
            join(b, room(group));
            String id = post(alice, group, "oh no").get("id");
            b.awaitText("oh no");
            assertThat(bob.api().delete(path(id)).status()).isEqualTo(403);
            b.send(message(b, group)
                    .addExtension(element("retract", RETRACT, id))
                    .build());
            b.await(message -> message.getType() == Message.Type.error);
            expect(204, alice.api().delete(path(id)));
            Message retraction = b.await(message -> message.hasExtension("retract", RETRACT));
            assertThat(retraction.toXML().toString()).contains(id);
            assertThat(expect(200, bob.api().get(path(id))).text())
                    .contains("\"is_deleted\":true")
                    .doesNotContain("oh no");

            b.send(message(b, group).setBody("mine").build());
            String second = stanzaId(a.awaitText("mine"));
            b.send(message(b, group)
                    .addExtension(element("retract", RETRACT, second))
                    .build());
            a.await(message -> message.hasExtension("retract", RETRACT)
                    && message.toXML().toString().contains(second));
            assertThat(expect(200, alice.api().get(path(second))).text()).contains("\"is_deleted\":true");
            act(() -> assertThat(history(b, group)).doesNotContain("oh no", "mine"));
        }
        try (Xmpp late = bob.connect()) {
            join(late, room(group));
            post(alice, group, "welcome back");
            late.awaitText("welcome back");
            assertThat(late.inbox()).noneMatch(message -> "oh no".equals(message.getBody()));
        }
    }

    @Test
    void who_runs_the_group_takes_messages_away_on_both_doors() {
        Api.Answer group = create(alice, "Moderated", bob, carol);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            join(a, room(group));
            join(b, room(group));
            String id = post(bob, group, "spam").get("id");
            assertThat(carol.api().delete(path(id)).status()).isEqualTo(403);
            expect(204, alice.api().delete(path(id)));
            Message retraction = b.await(message -> message.hasExtension("retract", RETRACT));
            assertThat(retraction.getFrom().toString()).isEqualTo(group.get("jid"));
            assertThat(retraction.toXML().toString()).contains(MODERATE).contains(id);

            String second = post(bob, group, "more spam").get("id");
            String moderate = "<moderate xmlns='" + MODERATE + "' id='" + second + "'><retract xmlns='" + RETRACT
                    + "'/><reason>spam</reason></moderate>";
            assertThat(Raw.ask(b, "set", group.get("jid"), moderate)).contains("forbidden");
            assertThat(Raw.ask(a, "set", group.get("jid"), moderate)).contains("type='result'");
            b.await(message -> message.hasExtension("retract", RETRACT)
                    && message.toXML().toString().contains(second));
            assertThat(expect(200, carol.api().get(path(second))).text())
                    .contains("\"is_deleted\":true")
                    .doesNotContain("more spam");
            assertThat(Raw.ask(a, "set", group.get("jid"), moderate.replace(second, "12345")))
                    .contains("item-not-found");
        }
    }

    @Test
    void who_has_read_what_goes_both_ways() {
        Api.Answer group = create(alice, "Read", bob, carol);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            join(a, room(group));
            join(b, room(group));
            String first = post(alice, group, "one").get("id");
            String second = post(alice, group, "two").get("id");
            b.awaitText("two");
            b.send(message(b, group)
                    .addExtension(new ChatMarkersElements.DisplayedExtension(first))
                    .build());
            until(() -> expect(200, alice.api().get(path(first)))
                    .body()
                    .path("read_by")
                    .toString()
                    .equals("[\"" + bob.username() + "\"]"));
            assertThat(expect(200, alice.api().get(path(second))).body().path("read_by"))
                    .isEmpty();
            Api.Answer read = expect(200, carol.api().patch(path(second), Map.of("is_read", true)));
            assertThat(read.body().path("is_read").asBoolean()).isTrue();
            Message marker = a.await(message -> ChatMarkersElements.DisplayedExtension.from(message) != null
                    && ChatMarkersElements.DisplayedExtension.from(message)
                            .getId()
                            .equals(second));
            assertThat(marker.getFrom().getResourceOrEmpty().toString()).isEqualTo(carol.username());
            assertThat(expect(200, alice.api().get(path(first))).body().path("read_by"))
                    .hasSize(2);
            assertThat(expect(200, bob.api().get("/api/group-messages/?unread=true"))
                            .body()
                            .path("items"))
                    .hasSize(1);
            assertThat(expect(200, carol.api().get(path(group)))
                            .body()
                            .path("unread_count")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void replies_and_mentions_are_in_the_stanza() {
        Api.Answer group = create(alice, "Replies", bob);
        try (Xmpp b = bob.connect()) {
            join(b, room(group));
            String question = post(alice, group, "coffee?").get("id");
            Api.Answer reply = expect(
                    201,
                    alice.api()
                            .post(
                                    "/api/group-messages/",
                                    Map.of(
                                            "group",
                                            group.get("id"),
                                            "content",
                                            "or tea, @" + bob.username() + "?",
                                            "reply_to",
                                            question)));
            assertThat(reply.get("reply_to")).isEqualTo(question);
            Message stanza = b.await(message -> message.hasExtension("reply", "urn:xmpp:reply:0"));
            assertThat(stanza.toXML().toString())
                    .contains("id='" + question + "'")
                    .contains("uri='xmpp:" + bob.jid() + "'");
            String elsewhere = post(alice, create(alice, "Other"), "x").get("id");
            assertThat(alice.api()
                            .post(
                                    "/api/group-messages/",
                                    Map.of("group", group.get("id"), "content", "y", "reply_to", elsewhere))
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void the_archive_of_the_room_has_the_ids_of_the_rest_door_and_says_so() {
        Api.Answer group = create(alice, "History", bob);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(post(alice, group, "m" + i).get("id"));
        }
        try (Xmpp b = bob.connect()) {
            act(() -> {
                var info =
                        ServiceDiscoveryManager.getInstanceFor(b.connection()).discoverInfo(room(group));
                for (String feature : List.of(
                        "urn:xmpp:mam:2", "urn:xmpp:mam:2#extended", "urn:xmpp:sid:0", MODERATE, "muc_membersonly")) {
                    assertThat(info.containsFeature(feature)).as(feature).isTrue();
                }
                assertThat(history(b, group)).containsExactly("m0", "m1", "m2", "m3", "m4");
            });
            String raw = Raw.ask(
                    b,
                    "set",
                    group.get("jid"),
                    "<query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>2</max><after>"
                            + ids.get(1) + "</after></set></query>");
            assertThat(raw).contains("<first>" + ids.get(2) + "</first>").contains("<last>" + ids.get(3) + "</last>");
            assertThat(Raw.ask(
                            b,
                            "set",
                            group.get("jid"),
                            "<query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><before>1</before>"
                                    + "</set></query>"))
                    .contains("item-not-found");
        }
    }

    @Test
    void what_cannot_be_said_is_refused_and_changes_nothing() {
        Api.Answer group = create(alice, "Quiet", bob);
        for (Map<String, ?> body : List.<Map<String, ?>>of(
                Map.of("group", group.get("id"), "content", " "),
                Map.of("group", group.get("id")),
                Map.of("content", "x"),
                Map.of("group", group.get("id"), "content", "a\u0000b"),
                Map.of("group", group.get("id"), "content", "x".repeat(70_000)),
                Map.of("group", group.get("id"), "content", "x", "reply_to", "12345"),
                Map.of("group", group.get("id"), "content", "x", "colour", "red"))) {
            assertThat(alice.api().post("/api/group-messages/", body).status()).isEqualTo(422);
        }
        assertThat(alice.api().get("/api/group-messages/?since=yesterday").status())
                .isEqualTo(422);
        assertThat(alice.api().get("/api/group-messages/?limit=1000000000").status())
                .isEqualTo(422);
        assertThat(alice.api().get(path("12345")).status()).isEqualTo(404);
        assertThat(messages(bob, group)).isEmpty();
    }

    @Test
    void typing_passes_and_is_not_kept() {
        Api.Answer group = create(alice, "Typing", bob);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            join(a, room(group));
            join(b, room(group));
            b.send(message(b, group)
                    .addExtension(StandardExtensionElement.builder("composing", "http://jabber.org/protocol/chatstates")
                            .build())
                    .build());
            Message typing = a.await(message -> message.hasExtension("http://jabber.org/protocol/chatstates"));
            assertThat(StanzaIdElement.getStanzaId(typing)).isNull();
            act(() -> assertThat(history(a, group)).isEmpty());
        }
    }

    @Test
    void a_group_of_a_thousand_members_works() throws Exception {
        ExecutorService registrars = Executors.newFixedThreadPool(8);
        List<Person> people = new ArrayList<>();
        try {
            List<Callable<Person>> work = Collections.nCopies(999, () -> hearth.register("m"));
            for (Future<Person> registered : registrars.invokeAll(work)) {
                people.add(registered.get());
            }
        } finally {
            registrars.shutdown();
        }
        Api.Answer group = create(alice, "Thousand", people.toArray(new Person[0]));
        assertThat(group.body().path("members")).hasSize(1_000);
        Person last = people.get(998);
        post(alice, group, "hello thousand");
        assertThat(expect(200, last.api().get(path(group)))
                        .body()
                        .path("unread_count")
                        .asInt())
                .isEqualTo(1);
        try (Xmpp client = last.connect()) {
            join(client, room(group));
            post(people.get(0), group, "hello again");
            client.awaitText("hello again");
            until(() -> bookmarks(client).contains(group.get("jid")));
        }
        expect(
                200,
                alice.api()
                        .patch(
                                path(group),
                                Map.of(
                                        "remove_members",
                                        people.subList(0, 500).stream()
                                                .map(Person::username)
                                                .toList())));
        assertThat(expect(200, last.api().get(path(group))).body().path("members"))
                .hasSize(500);
    }
}
