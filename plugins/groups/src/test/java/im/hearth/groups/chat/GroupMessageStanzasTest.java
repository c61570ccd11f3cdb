package im.hearth.groups.chat;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static im.hearth.groups.House.CAROL;
import static im.hearth.groups.House.groupchat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.groups.Callers;
import im.hearth.groups.Group;
import im.hearth.groups.House;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaIds;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

final class GroupMessageStanzasTest {
    private final House house = new House();
    private final Group group = house.group(BOB, CAROL);
    private final JID alice = house.enter(group, ALICE);
    private final JID bob = house.enter(group, BOB);

    @AfterEach
    void close() {
        house.close();
    }

    private Message admit(Message message) {
        house.gate.admit(message);
        return message;
    }

    private void refused(Kind kind, Message message) {
        long rows = rows();
        assertThatThrownBy(() -> admit(message))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
        assertThat(rows()).isEqualTo(rows);
    }

    private long rows() {
        return house.database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_message")
                .mapTo(Long.class)
                .one());
    }

    private static Optional<String> stanzaId(Message message, String by) {
        return message.getElement().elements("stanza-id").stream()
                .filter(element -> by.equals(element.attributeValue("by")))
                .map(element -> element.attributeValue("id"))
                .findFirst();
    }

    private String say(JID from, String id, String body) {
        return stanzaId(admit(groupchat(from, group, id, body)), group.room()).orElseThrow();
    }

    private GroupMessageView view(String username, String id) {
        return house.messageResource.get(Callers.of(username), id);
    }

    @Test
    void what_is_said_is_archived_before_it_goes_on_with_its_id() {
        String id = say(alice, "m1", "hello");

        assertThat(view("carol", id).content()).isEqualTo("hello");
        assertThat(view("carol", id).sender()).isEqualTo("alice");
        assertThat(house.events(GroupMessageSent.class)).hasSize(1);
    }

    @Test
    void the_archive_has_it_as_the_room_sends_it() {
        Message message = groupchat(alice, group, "m1", "hello");
        message.addChildElement("x", "http://jabber.org/protocol/muc#user")
                .addElement("item")
                .addAttribute("jid", BOB);
        admit(message);

        String archived = house.database.read(handle -> handle.createQuery("SELECT stanza FROM hearth_message")
                .mapTo(String.class)
                .one());
        assertThat(archived)
                .contains("from=\"" + group.room() + "/alice\"")
                .contains("jid=\"" + ALICE + "\"")
                .doesNotContain(BOB)
                .doesNotContain("to=");
    }

    @Test
    void who_is_no_member_is_refused_and_who_is_not_in_the_room_is_left_to_it() {
        house.users.ensure("dora", "x", null, null);
        refused(Kind.FORBIDDEN, groupchat(new JID("dora@hearth.test/x"), group, "m1", "hello"));
        admit(groupchat(new JID(CAROL + "/phone"), group, "m1", "hello"));
        assertThat(rows()).isZero();
    }

    @Test
    void a_room_that_is_no_group_is_left_to_the_server() {
        Message message = groupchat(alice, group, "m1", "hello");
        message.setTo("elsewhere@conference.hearth.test");
        admit(message);
        assertThat(rows()).isZero();
    }

    @Test
    void a_forged_id_of_the_room_is_taken_out() {
        Message message = groupchat(alice, group, "m1", "hello");
        StanzaIds.add(message, "evil", group.room());
        admit(message);
        assertThat(message.toXML()).doesNotContain("evil");
    }

    @Test
    void a_subject_is_the_rooms_to_change() {
        Message message = groupchat(alice, group, "m1", "x");
        message.setBody(null);
        message.setSubject("weather");
        admit(message);
        assertThat(rows()).isZero();
    }

    @Test
    void only_its_sender_edits_and_only_in_time() {
        String id = say(alice, "m1", "helo");
        Message forged = groupchat(bob, group, "m2", "forged");
        Correction.add(forged, "m1");
        refused(Kind.FORBIDDEN, forged);

        Message edit = groupchat(alice, group, "m3", "hello");
        Correction.add(edit, "m1");
        admit(edit);
        assertThat(view("bob", id).content()).isEqualTo("hello");
        assertThat(house.events(GroupMessageEdited.class)).hasSize(1);

        house.clock.advance(Duration.ofDays(3));
        Message late = groupchat(alice, group, "m4", "late");
        Correction.add(late, "m1");
        refused(Kind.FORBIDDEN, late);
    }

    @Test
    void a_retraction_leaves_a_tombstone_and_the_room_forgets() {
        String id = say(alice, "m1", "oh no");
        Message forged = groupchat(bob, group, "m2", "x");
        Retraction.add(forged, id);
        refused(Kind.FORBIDDEN, forged);
        Message retraction = groupchat(alice, group, "m3", "x");
        Retraction.add(retraction, id);
        admit(retraction);

        assertThat(view("bob", id).deleted()).isTrue();
        assertThat(house.rooms.room(group.room()).forgot).isEqualTo(1);
        assertThat(house.database.<Long>read(
                        handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_message WHERE stanza LIKE '%oh no%'")
                                .mapTo(Long.class)
                                .one()))
                .isZero();
    }

    @Test
    void a_marker_says_who_has_read_what() {
        String first = say(alice, "m1", "one");
        String second = say(alice, "m2", "two");
        Message marker = groupchat(bob, group, "m3", "x");
        marker.setBody(null);
        marker.addChildElement("displayed", "urn:xmpp:chat-markers:0").addAttribute("id", first);
        admit(marker);

        assertThat(view("alice", first).readBy()).containsExactly("bob");
        assertThat(view("alice", second).readBy()).isEmpty();
        assertThat(stanzaId(marker, group.room())).isPresent();
    }

    @Test
    void who_joined_later_has_not_read_what_was_before() {
        String before = say(alice, "m1", "before");
        house.clock.advance(Duration.ofMinutes(1));
        house.users.ensure("dora", "x", null, null);
        house.groups.invite(ALICE, group.room(), java.util.List.of("dora@hearth.test"));
        house.clock.advance(Duration.ofMinutes(1));
        String after = say(alice, "m2", "after");
        assertThat(house.resource.get(Callers.of("dora"), group.id()).unreadCount())
                .isEqualTo(1);
        house.messageResource.change(
                Callers.of("dora"), after, new GroupMessageResource.GroupMessageChange(null, true));

        assertThat(view("alice", before).readBy()).isEmpty();
        assertThat(view("alice", after).readBy()).containsExactly("dora");
        assertThat(view("dora", before).content()).isEqualTo("before");
    }

    @Test
    void members_are_mentioned_by_their_names_and_by_references_and_nobody_else_is() {
        Message message = groupchat(alice, group, "m1", "hi @Bob, mail x@carol.example, @nobody");
        Mentions.add(message, 0, 2, CAROL);
        Mentions.add(message, 0, 2, "dora@hearth.test");
        admit(message);

        assertThat(house.events(GroupMessageSent.class).get(0).mentions()).containsExactlyInAnyOrder(BOB, CAROL);
    }

    @Test
    void what_is_said_in_groups_is_not_in_the_talk_of_two_people() {
        say(alice, "m1", "hello");
        assertThat(house.database.<Long>read(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM hearth_message WHERE sender = :a OR receiver = :a")
                        .bind("a", ALICE)
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void a_post_goes_to_the_room_under_the_name_that_its_sender_has_there() {
        house.rooms.room(group.room()).occupants.put(alice, "Lady Alice");
        GroupMessageView sent = post("alice", "hello");
        Message said = house.rooms.room(group.room()).said.get(0);

        assertThat(said.getFrom()).hasToString(group.room() + "/Lady Alice");
        assertThat(stanzaId(said, group.room())).contains(sent.id());
    }

    @Test
    void a_post_never_goes_under_the_name_of_somebody_else() {
        house.rooms.room(group.room()).occupants.put(bob, "carol");
        post("carol", "it is me");
        assertThat(house.rooms.room(group.room()).said.get(0).getFrom().getResource())
                .isEqualTo(CAROL);
    }

    private GroupMessageView post(String username, String content) {
        return (GroupMessageView) house.messageResource
                .send(Callers.of(username), new GroupMessageResource.NewGroupMessage(group.id(), content, null, null))
                .getEntity();
    }
}
