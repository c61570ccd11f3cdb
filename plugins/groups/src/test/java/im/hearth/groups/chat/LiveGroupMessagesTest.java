package im.hearth.groups.chat;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static im.hearth.groups.House.CAROL;
import static im.hearth.groups.House.groupchat;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.CommitClock;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.groups.Group;
import im.hearth.groups.House;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.Retraction;
import java.time.Duration;
import java.util.List;
import org.dom4j.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What the streams of members show. */
final class LiveGroupMessagesTest {
    private final House house = new House();
    private final Group group = house.group(BOB, CAROL);
    private final JID alice = house.enter(group, ALICE);
    private final JID bob = house.enter(group, BOB);

    @AfterEach
    void close() {
        house.close();
    }

    private void admit(Message message) {
        house.clock.advance(Duration.ofSeconds(1));
        house.gate.admit(message);
    }

    private List<LiveEvent> read(String username) {
        return house.database.read(handle -> house.live
                .read(handle, username, 0, new CommitClock().last(handle), 50)
                .events());
    }

    private void mark(boolean stored) {
        Message marker = groupchat(bob, group, "marker", "x");
        marker.setBody(null);
        marker.getElement()
                .addElement(QName.get("displayed", "urn:xmpp:chat-markers:0"))
                .addAttribute("id", "m1");
        if (!stored) {
            marker.getElement().addElement(QName.get("no-store", "urn:xmpp:hints"));
        }
        admit(marker);
    }

    @Test
    void a_marker_that_is_not_to_be_stored_is_told_and_is_in_no_history() {
        admit(groupchat(alice, group, "m1", "hello"));
        mark(/* stored= */ false);

        assertThat(read("alice"))
                .extracting(LiveEvent::type)
                .containsExactly("group_message.created", "group_message.read");
        GroupMessageView seen = (GroupMessageView) read("alice").get(1).data();
        assertThat(seen.readBy()).containsExactly("bob");
        assertThat(seen.read()).isTrue();
        assertThat(((GroupMessageView) read("carol").get(1).data()).read()).isFalse();
        assertThat(house.database.<List<Integer>>read(
                        handle -> handle.createQuery("SELECT hidden FROM hearth_message ORDER BY id")
                                .mapTo(Integer.class)
                                .list()))
                .containsExactly(0, 3);
    }

    @Test
    void a_marker_that_says_nothing_new_is_not_told_again() {
        admit(groupchat(alice, group, "m1", "hello"));
        mark(/* stored= */ false);
        mark(/* stored= */ false);

        assertThat(read("alice")).hasSize(2);
    }

    @Test
    void a_retraction_that_names_an_edit_tells_of_the_message() {
        admit(groupchat(alice, group, "m1", "helo"));
        Message edit = groupchat(alice, group, "m2", "hello");
        Correction.add(edit, "m1");
        admit(edit);
        Message retraction = groupchat(alice, group, "m3", "x");
        Retraction.add(retraction, "m2");
        admit(retraction);

        assertThat(read("bob"))
                .extracting(LiveEvent::type)
                .containsExactly("group_message.created", "group_message.deleted");
    }
}
