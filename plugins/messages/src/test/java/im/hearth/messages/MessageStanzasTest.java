package im.hearth.messages;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.CAROL;
import static im.hearth.messages.House.chat;
import static im.hearth.messages.House.stanzaId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.conversations.ConversationRead;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

final class MessageStanzasTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void both_archives_name_a_message_by_one_id_which_is_its_id_at_the_rest_door() {
        Message message = admit(chat(ALICE, BOB, "m1", "hello"));

        assertThat(stanzaId(message, BOB)).isEqualTo(stanzaId(message, ALICE));
        assertThat(house.inbox.require(BOB, stanzaId(message, BOB)).body()).isEqualTo("hello");
    }

    @Test
    void what_is_archived_is_the_stanza_as_it_was_sent() {
        Message message = chat(ALICE, BOB, "m1", "1 < 2 & \"so\"");
        String sent = message.toXML();
        admit(message);

        assertThat(house.archived(Long.parseLong(stanzaId(message, BOB)))).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat      | <body>hi</body>                                                                   | 1
            normal    | <body>hi</body>                                                                   | 1
            headline  | <body>hi</body>                                                                   | 0
            groupchat | <body>hi</body>                                                                   | 0
            error     | <body>hi</body>                                                                   | 0
            chat      | <body/>                                                                           | 0
            chat      | <composing xmlns='http://jabber.org/protocol/chatstates'/>                        | 0
            chat      | <received xmlns='urn:xmpp:receipts' id='x'/>                                      | 0
            chat      | <markable xmlns='urn:xmpp:chat-markers:0'/>                                       | 0
            chat      | <displayed xmlns='urn:xmpp:chat-markers:0' id='x'/>                               | 1
            chat      | <reactions xmlns='urn:xmpp:reactions:0' id='x'/>                                  | 1
            chat      | <poll-closed xmlns='urn:fluux:poll:0'/>                                           | 1
            chat      | <store xmlns='urn:xmpp:hints'/>                                                   | 1
            chat      | <body>hi</body><no-store xmlns='urn:xmpp:hints'/>                                 | 0
            chat      | <body>hi</body><no-permanent-store xmlns='urn:xmpp:hints'/>                       | 0
            chat      | <store xmlns='urn:xmpp:hints'/><no-store xmlns='urn:xmpp:hints'/>                 | 0
            chat      | <body>hi</body><composing xmlns='http://jabber.org/protocol/chatstates'/>         | 1
            """)
    void the_archive_keeps_what_a_client_must_see_again(String type, String payload, int rows) {
        Message message = parsed(
                "<message type='" + type + "' from='" + ALICE + "/phone' to='" + BOB + "'>" + payload + "</message>");
        admit(message);

        assertThat(house.rows()).isEqualTo(rows);
        assertThat(message.getElement().elements("stanza-id")).hasSize(2 * rows);
    }

    @Test
    void a_message_to_nobody_is_left_to_the_server() {
        Message message = admit(chat(ALICE, "nobody@" + House.DOMAIN, "m1", "hello"));

        assertThat(house.rows()).isZero();
        assertThat(message.getElement().elements("stanza-id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hearth.test", "room@conference.hearth.test/nick", "room@conference.hearth.test"})
    void a_message_to_a_service_is_none_of_a_persons_archive(String to) {
        admit(chat(ALICE, to, "m1", "hello"));

        assertThat(house.rows()).isZero();
    }

    @Test
    void a_message_to_another_server_is_in_the_senders_archive_only() {
        Message message = admit(chat(ALICE, "romeo@elsewhere.example/orchard", "m1", "hello"));

        assertThat(stanzaId(message, ALICE)).isNotEmpty();
        assertThat(message.getElement().elements("stanza-id")).hasSize(1);
    }

    @Test
    void a_message_without_a_receiver_goes_to_oneself() {
        Message message = chat(ALICE, BOB, "m1", "note to self");
        message.setTo((JID) null);
        admit(message);

        assertThat(message.getTo()).hasToString(ALICE);
        ChatMessage note = house.inbox.require(ALICE, stanzaId(message, ALICE));
        assertThat(note.receiver()).isEqualTo(ALICE);
        assertThat(note.readAt()).isNotNull();
    }

    @Test
    void a_message_to_a_full_jid_is_one_to_its_person() {
        Message message = admit(chat(ALICE, BOB + "/desk", "m1", "hello"));

        assertThat(house.inbox.require(BOB, stanzaId(message, BOB)).receiver()).isEqualTo(BOB);
        assertThat(message.getTo().getResource()).isEqualTo("desk");
    }

    @Test
    void a_message_without_an_id_gets_one_by_which_it_can_be_marked() {
        Message message = chat(ALICE, BOB, "x", "hello");
        message.getElement().remove(message.getElement().attribute("id"));
        admit(message);

        assertThat(message.getID()).isNotEmpty();
        assertThat(house.inbox.require(BOB, stanzaId(message, BOB)).originId()).isEqualTo(message.getID());
    }

    @ParameterizedTest
    @CsvSource({
        "hearth.test",
        "alice@hearth.test",
        "bob@hearth.test",
        "bob@hearth.test/desk",
        "BOB@HEARTH.TEST",
        "room@conference.hearth.test",
        "''"
    })
    void a_forged_stanza_id_is_taken_out(String by) {
        Message message = chat(ALICE, BOB, "m1", "hello");
        message.getElement()
                .addElement("stanza-id", "urn:xmpp:sid:0")
                .addAttribute("id", "123")
                .addAttribute("by", by);
        admit(message);

        assertThat(message.getElement().elements("stanza-id")).hasSize(2).noneMatch(element -> "123"
                .equals(element.attributeValue("id")));
    }

    @Test
    void a_stanza_id_of_another_server_stays() {
        Message message = chat(ALICE, BOB, "m1", "hello");
        message.getElement()
                .addElement("stanza-id", "urn:xmpp:sid:0")
                .addAttribute("id", "123")
                .addAttribute("by", "room@muc.elsewhere.example");
        admit(message);

        assertThat(stanzaId(message, "room@muc.elsewhere.example")).isEqualTo("123");
    }

    @Test
    void what_the_server_routes_once_more_is_not_archived_twice() {
        Message message = admit(chat(ALICE, BOB, "m1", "hello"));
        String id = stanzaId(message, BOB);
        Message again = message.createCopy();
        again.addChildElement("delay", "urn:xmpp:delay")
                .addAttribute("stamp", "2026-01-15T12:00:01Z")
                .addAttribute("from", House.DOMAIN);
        admit(again);

        assertThat(house.rows()).isOne();
        assertThat(stanzaId(again, BOB)).isEqualTo(id);
        assertThat(stanzaId(again, ALICE)).isEqualTo(id);
        assertThat(again.getElement().elements("stanza-id")).hasSize(2);
    }

    @Test
    void a_private_message_that_is_routed_once_more_is_not_archived_twice() {
        Message message = chat(ALICE, BOB, "m1", "hello");
        message.addChildElement("private", "urn:xmpp:carbons:2");
        admit(message);
        message.getElement().remove(message.getElement().element("private"));
        admit(message);

        assertThat(house.rows()).isOne();
    }

    @Test
    void other_words_under_the_id_of_an_archived_message_are_a_message_of_their_own() {
        Message message = admit(chat(ALICE, BOB, "m1", "hello"));
        String id = stanzaId(message, BOB);
        Message spoof = message.createCopy();
        spoof.setBody("something else");
        admit(spoof);

        assertThat(house.rows()).isEqualTo(2);
        assertThat(stanzaId(spoof, BOB)).isNotEqualTo(id);
    }

    @Test
    void somebody_elses_id_is_a_spoof() {
        Message message = admit(chat(ALICE, BOB, "m1", "hello"));
        Message spoof = message.createCopy();
        spoof.setFrom(CAROL + "/phone");
        admit(spoof);

        assertThat(house.rows()).isEqualTo(2);
        assertThat(stanzaId(spoof, BOB)).isNotEqualTo(stanzaId(message, BOB));
    }

    @Test
    void what_was_taken_back_meanwhile_goes_no_further() {
        Message message = admit(chat(ALICE, BOB, "m1", "hello"));
        admit(retraction(ALICE, BOB, "r1", "m1"));

        refused(message, Kind.NOT_FOUND);
    }

    @Test
    void text_of_64_kib_with_every_plane_of_unicode_passes_unharmed() {
        StringBuilder text = new StringBuilder();
        for (int plane = 0; plane <= 16; plane++) {
            text.appendCodePoint((plane << 16) + 0x2042);
        }
        while (text.length() < 65_536 - 80) {
            text.append('x');
        }
        while (im.hearth.messages.stanza.XmlText.utf8Length(text.toString()) < 65_536) {
            text.append('y');
        }
        Message message = admit(chat(ALICE, BOB, "m1", text.toString()));

        assertThat(house.inbox.require(BOB, stanzaId(message, BOB)).body()).isEqualTo(text.toString());
    }

    @Test
    void text_over_64_kib_is_refused() {
        refused(chat(ALICE, BOB, "m1", "é".repeat(32_769)), Kind.NOT_ACCEPTABLE);
        assertThat(house.rows()).isZero();
    }

    @Test
    void a_character_that_xml_cannot_hold_is_refused() {
        refused(chat(ALICE, BOB, "m1", "bad \uFFFE"), Kind.BAD_REQUEST);
        refused(chat(ALICE, BOB, "m1", "bad \u0000"), Kind.BAD_REQUEST);
        assertThat(house.rows()).isZero();
    }

    @Test
    void an_edit_gives_a_message_new_words_and_keeps_the_old_ones() {
        Message message = admit(chat(ALICE, BOB, "m1", "helo"));
        house.clock.advance(Duration.ofMinutes(1));
        Message edit = admit(correction(ALICE, BOB, "m2", "m1", "hello"));

        ChatMessage now = house.inbox.require(BOB, stanzaId(message, BOB));
        assertThat(now.body()).isEqualTo("hello");
        assertThat(now.editedAt()).isEqualTo(house.clock.instant());
        assertThat(house.inbox.versions(now)).extracting(MessageVersion::body).containsExactly("hello", "helo");
        assertThat(stanzaId(edit, BOB)).isNotEqualTo(stanzaId(message, BOB));
        assertThat(house.events).last().isEqualTo(new MessageEdited(now));
    }

    @Test
    void the_latest_of_several_edits_wins_whichever_stanza_they_name() {
        Message message = admit(chat(ALICE, BOB, "m1", "one"));
        admit(correction(ALICE, BOB, "m2", "m1", "two"));
        admit(correction(ALICE, BOB, "m3", "m2", "three"));

        ChatMessage now = house.inbox.require(BOB, stanzaId(message, BOB));
        assertThat(now.body()).isEqualTo("three");
        assertThat(house.inbox.versions(now)).hasSize(3);
    }

    @Test
    void nobody_edits_somebody_elses_message() {
        admit(chat(ALICE, BOB, "m1", "hello"));

        refused(correction(BOB, ALICE, "m2", "m1", "hacked"), Kind.FORBIDDEN);
        refused(correction(CAROL, BOB, "m2", "m1", "hacked"), Kind.NOT_FOUND);
        refused(correction(ALICE, CAROL, "m2", "m1", "to another"), Kind.NOT_FOUND);
        refused(correction(ALICE, BOB, "m2", "m0", "of nothing"), Kind.NOT_FOUND);
        refused(correction(ALICE, BOB, "m2", "", "of nothing"), Kind.BAD_REQUEST);
        assertThat(house.rows()).isOne();
    }

    @Test
    void an_old_message_is_edited_no_more() {
        admit(chat(ALICE, BOB, "m1", "hello"));
        house.clock.advance(Duration.ofDays(2).plusSeconds(1));

        refused(correction(ALICE, BOB, "m2", "m1", "too late"), Kind.FORBIDDEN);
    }

    @Test
    void a_retraction_erases_all_words_of_a_message_and_leaves_tombstones() {
        Message message = admit(chat(ALICE, BOB, "m1", "first secret"));
        Message edit = admit(correction(ALICE, BOB, "m2", "m1", "second secret"));
        admit(retraction(ALICE, BOB, "r1", "m1"));

        ChatMessage now = house.inbox.require(BOB, stanzaId(message, BOB));
        assertThat(now.isRetracted()).isTrue();
        assertThat(now.body()).isNull();
        assertThat(house.inbox.versions(now)).isEmpty();
        for (Message erased : java.util.List.of(message, edit)) {
            assertThat(house.archived(Long.parseLong(stanzaId(erased, BOB))))
                    .doesNotContain("secret")
                    .contains(
                            "<retracted xmlns=\"urn:xmpp:message-retract:1\" id=\"r1\" stamp=\"2026-01-15T12:00:00.000Z\"/>")
                    .contains("id=\"" + erased.getID() + "\"");
        }
        assertThat(house.events).last().isEqualTo(new MessageRetracted(now));
    }

    @Test
    void a_retraction_may_name_the_archives_id() {
        Message message = admit(chat(ALICE, BOB, "m1", "secret"));
        admit(retraction(ALICE, BOB, "r1", stanzaId(message, BOB)));

        assertThat(house.inbox.require(BOB, stanzaId(message, BOB)).isRetracted())
                .isTrue();
    }

    @Test
    void nobody_takes_back_somebody_elses_message() {
        Message message = admit(chat(ALICE, BOB, "m1", "hello"));

        refused(retraction(BOB, ALICE, "r1", "m1"), Kind.FORBIDDEN);
        refused(retraction(BOB, ALICE, "r1", stanzaId(message, BOB)), Kind.FORBIDDEN);
        refused(retraction(CAROL, BOB, "r1", stanzaId(message, BOB)), Kind.NOT_FOUND);
        refused(retraction(ALICE, BOB, "r1", "m0"), Kind.NOT_FOUND);
        assertThat(house.inbox.require(BOB, stanzaId(message, BOB)).isRetracted())
                .isFalse();
    }

    @Test
    void what_was_taken_back_is_edited_no_more() {
        admit(chat(ALICE, BOB, "m1", "hello"));
        admit(retraction(ALICE, BOB, "r1", "m1"));

        refused(correction(ALICE, BOB, "m2", "m1", "back again"), Kind.NOT_FOUND);
    }

    @Test
    void taking_back_twice_changes_nothing_more() {
        admit(chat(ALICE, BOB, "m1", "hello"));
        admit(retraction(ALICE, BOB, "r1", "m1"));
        admit(retraction(ALICE, BOB, "r2", "m1"));

        assertThat(house.events).filteredOn(MessageRetracted.class::isInstance).hasSize(1);
    }

    @Test
    void a_marker_marks_all_up_to_its_message_as_read() {
        Message first = admit(chat(ALICE, BOB, "m1", "one"));
        Message second = admit(chat(ALICE, BOB, "m2", "two"));
        Message third = admit(chat(ALICE, BOB, "m3", "three"));
        Message other = admit(chat(CAROL, BOB, "m2", "from carol"));
        admit(marker(BOB, ALICE, "m2"));

        assertThat(read(first)).isTrue();
        assertThat(read(second)).isTrue();
        assertThat(read(third)).isFalse();
        assertThat(read(other)).isFalse();
        long upTo = Long.parseLong(stanzaId(second, BOB));
        assertThat(house.events)
                .endsWith(
                        new MessagesRead(BOB, ALICE, upTo, house.clock.instant(), 2, true),
                        new ConversationRead(BOB, ALICE, upTo));
    }

    @Test
    void a_marker_on_an_edit_reaches_up_to_the_edit() {
        admit(chat(ALICE, BOB, "m1", "one"));
        Message second = admit(chat(ALICE, BOB, "m2", "two"));
        admit(correction(ALICE, BOB, "e1", "m1", "uno"));
        admit(marker(BOB, ALICE, "e1"));

        assertThat(read(second)).isTrue();
    }

    @Test
    void only_the_receiver_marks_a_message() {
        Message message = admit(chat(ALICE, BOB, "m1", "one"));
        admit(marker(ALICE, BOB, "m1"));
        admit(marker(CAROL, ALICE, "m1"));

        assertThat(read(message)).isFalse();
    }

    @Test
    void a_marker_that_is_not_to_be_stored_marks_all_the_same() {
        Message message = admit(chat(ALICE, BOB, "m1", "one"));
        Message marker = marker(BOB, ALICE, "m1");
        marker.addChildElement("no-store", "urn:xmpp:hints");
        admit(marker);

        assertThat(read(message)).isTrue();
        assertThat(house.rows()).isOne();
    }

    @Test
    void a_reply_knows_what_it_answers_and_is_shown_without_the_quotation() {
        Message message = admit(chat(ALICE, BOB, "m1", "shall we?"));
        Message reply = parsed("<message type='chat' id='m2' from='" + BOB + "/desk' to='" + ALICE + "'>"
                + "<body>&gt; shall we? 🎉\nyes</body><reply xmlns='urn:xmpp:reply:0' to='" + ALICE + "' id='m1'/>"
                + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='14'/></fallback>"
                + "</message>");
        admit(reply);

        ChatMessage answer = house.inbox.require(ALICE, stanzaId(reply, ALICE));
        assertThat(answer.body()).isEqualTo("yes");
        assertThat(answer.replyTo()).isEqualTo(Long.parseLong(stanzaId(message, ALICE)));
        assertThat(reply.getBody()).startsWith("> shall we?");
    }

    private boolean read(Message message) {
        return house.inbox.require(BOB, stanzaId(message, BOB)).readAt() != null;
    }

    private Message admit(Message message) {
        house.gate.admit(message);
        return message;
    }

    private AbstractThrowableAssert<?, ?> refused(Message message, Kind kind) {
        return assertThatThrownBy(() -> house.gate.admit(message))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    private static Message correction(String from, String to, String id, String replaced, String body) {
        Message message = chat(from, to, id, body);
        message.addChildElement("replace", "urn:xmpp:message-correct:0").addAttribute("id", replaced);
        return message;
    }

    private static Message retraction(String from, String to, String id, String retracted) {
        Message message = chat(from, to, id, "took a message back");
        message.addChildElement("retract", "urn:xmpp:message-retract:1").addAttribute("id", retracted);
        return message;
    }

    private static Message marker(String from, String to, String displayed) {
        Message message = chat(from, to, "marker", "");
        message.getElement().remove(message.getElement().element("body"));
        message.addChildElement("displayed", "urn:xmpp:chat-markers:0").addAttribute("id", displayed);
        return message;
    }

    private static Message parsed(String xml) {
        try {
            return new Message(DocumentHelper.parseText(xml).getRootElement());
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
