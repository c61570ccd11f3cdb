package im.hearth.messages;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.chat;
import static im.hearth.messages.House.stanzaId;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.conversations.ConversationRead;
import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.Retraction;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Message;

/**
 * What somebody does to messages of before, while the other one blocks them: alice has blocked bob, who has written to her,
 * and she to him.
 */
final class WhileBlockedTest {
    private final House house = new House();
    private final LiveMessages live = new LiveMessages(
            house.database.database(),
            new LiveEvents(),
            house.store,
            house.archive,
            house.addresses,
            new MessageViews(house.addresses, house.attachments, house.talks),
            house.talks);
    private String his = "";
    private String hers = "";

    @BeforeEach
    void alice_blocks_bob() {
        Message message = chat(BOB, ALICE, "m1", "I like you");
        house.gate.admit(message);
        his = stanzaId(message, BOB);
        Message answer = chat(ALICE, BOB, "m2", "Stop it");
        house.gate.admit(answer);
        hers = stanzaId(answer, BOB);
        house.ties.block("alice", BOB);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private ChatMessage seen(String person, String id) {
        ChatMessage one = house.inbox.requireKept(person, id);
        List<ChatMessage> list = house.inbox
                .list(new MessageFilter(person, null, false, 0, Long.MAX_VALUE), 50)
                .items();
        assertThat(list).contains(one);
        return one;
    }

    private List<String> events(String username) {
        EventPage page =
                house.database.database().read(handle -> live.read(handle, username, 0, Long.MAX_VALUE / 2, 50));
        return page.events().stream().map(LiveEvent::type).toList();
    }

    @Test
    void an_edit_is_for_its_sender_alone() {
        assertThat(house.messages.edit(BOB, his, "I hate you").body()).isEqualTo("I hate you");
        Message edit = chat(BOB, ALICE, "e1", "I hate you a lot");
        Correction.add(edit, "m1");
        house.gate.admit(edit);

        assertThat(seen(BOB, his).body()).isEqualTo("I hate you a lot");
        assertThat(seen(BOB, his).editedAt()).isNotNull();
        assertThat(house.inbox.versions(BOB, seen(BOB, his)))
                .extracting(MessageVersion::body)
                .containsExactly("I hate you a lot", "I like you");
        assertThat(seen(ALICE, his).body()).isEqualTo("I like you");
        assertThat(seen(ALICE, his).editedAt()).isNull();
        assertThat(house.inbox.versions(ALICE, seen(ALICE, his))).hasSize(1);
        assertThat(events("bob"))
                .containsExactly("message.created", "message.created", "message.edited", "message.edited");
        assertThat(events("alice")).containsExactly("message.created", "message.created");
    }

    @Test
    void what_is_taken_back_stays_for_who_blocks() {
        house.messages.retract(BOB, his);

        assertThat(seen(BOB, his).isRetracted()).isTrue();
        assertThat(seen(BOB, his).body()).isNull();
        assertThat(house.inbox.versions(BOB, seen(BOB, his))).isEmpty();
        assertThat(seen(ALICE, his).isRetracted()).isFalse();
        assertThat(seen(ALICE, his).body()).isEqualTo("I like you");
        assertThat(house.archived(Long.parseLong(his))).contains("I like you");
        assertThat(events("bob")).contains("message.deleted");
        assertThat(events("alice")).doesNotContain("message.deleted");
    }

    @Test
    void a_retraction_of_a_client_is_as_good() {
        Message retraction = chat(BOB, ALICE, "r1", "");
        retraction.getElement().remove(retraction.getElement().element("body"));
        Retraction.add(retraction, "m1");
        house.gate.admit(retraction);

        assertThat(seen(BOB, his).isRetracted()).isTrue();
        assertThat(seen(ALICE, his).isRetracted()).isFalse();
    }

    @Test
    void what_was_read_was_read_for_the_reader_alone() {
        assertThat(house.messages.markRead(BOB, hers).readAt()).isNotNull();

        assertThat(house.inbox
                        .list(new MessageFilter(BOB, null, true, 0, Long.MAX_VALUE), 50)
                        .items())
                .isEmpty();
        assertThat(seen(ALICE, hers).readAt()).isNull();
        assertThat(events("bob")).contains("message.read");
        assertThat(events("alice")).doesNotContain("message.read");
    }

    @Test
    void what_who_blocks_has_read_only_they_know_until_they_mark_something_later() {
        assertThat(house.messages.markRead(ALICE, his).readAt()).isNotNull();

        assertThat(seen(ALICE, his).readAt()).isNotNull();
        assertThat(house.inbox
                        .list(new MessageFilter(ALICE, null, true, 0, Long.MAX_VALUE), 50)
                        .items())
                .isEmpty();
        assertThat(seen(BOB, his).readAt()).isNull();
        assertThat(events("alice")).contains("message.read");
        assertThat(events("bob")).doesNotContain("message.read");
        assertThat(house.events).contains(new ConversationRead(ALICE, BOB, Long.parseLong(his)));

        house.ties.unblock("alice", BOB);
        assertThat(seen(BOB, his).readAt()).isNull();
        assertThat(house.messages.markRead(ALICE, his).readAt()).isNotNull();
        assertThat(seen(BOB, his).readAt()).isNull();

        Message later = chat(BOB, ALICE, "m3", "Hello again");
        house.gate.admit(later);
        house.messages.markRead(ALICE, stanzaId(later, BOB));
        assertThat(seen(BOB, stanzaId(later, BOB)).readAt()).isNotNull();
        assertThat(seen(BOB, his).readAt()).isNotNull();
        assertThat(seen(ALICE, his).readAt()).isNotNull();
        assertThat(events("bob")).contains("message.read");
        assertThat(asides()).isZero();
    }

    @Test
    void an_edit_of_what_was_read_for_oneself_alone_does_not_make_it_unread() {
        house.messages.markRead(BOB, hers);
        house.ties.unblock("alice", BOB);

        house.messages.edit(ALICE, hers, "Please stop it");

        assertThat(seen(BOB, hers).readAt()).isNotNull();
        assertThat(seen(ALICE, hers).readAt()).isNull();
    }

    @Test
    void what_happened_stays_unseen_after_the_block_and_what_happens_then_is_seen() {
        house.messages.edit(BOB, his, "I hate you");
        house.ties.unblock("alice", BOB);
        assertThat(seen(ALICE, his).body()).isEqualTo("I like you");
        assertThat(seen(BOB, his).body()).isEqualTo("I hate you");

        house.messages.edit(BOB, his, "I am sorry");

        assertThat(seen(ALICE, his).body()).isEqualTo("I am sorry");
        assertThat(seen(BOB, his).body()).isEqualTo("I am sorry");
        house.messages.retract(BOB, his);
        assertThat(seen(ALICE, his).isRetracted()).isTrue();
        assertThat(asides()).isZero();
    }

    @Test
    void with_the_messages_goes_what_one_alone_saw() {
        house.messages.edit(BOB, his, "I hate you");
        house.messages.markRead(BOB, hers);

        house.database.database().write(transaction -> {
            house.store.deleteConversation(transaction.handle(), Conversation.of(ALICE, BOB));
            return true;
        });

        assertThat(asides()).isZero();
    }

    private int asides() {
        return house.database.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_message_aside")
                .mapTo(Integer.class)
                .one());
    }
}
