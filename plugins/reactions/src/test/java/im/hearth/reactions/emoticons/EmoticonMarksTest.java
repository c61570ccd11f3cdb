package im.hearth.reactions.emoticons;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.reactions.House;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Message;

final class EmoticonMarksTest {
    private final House house = new House();
    private final EmoticonMarks marks = new EmoticonMarks(house.emoticons);

    @BeforeEach
    void add() {
        Samples.add(house, "alice", ":party:");
        Samples.add(house, "alice", ":30:");
        Samples.add(house, "bob", ":bobs:");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Message marked(String body) {
        Message message = new Message();
        message.setBody(body);
        marks.mark("alice@hearth.test", message);
        return message;
    }

    private static List<String> spans(Message message) {
        Element markup = message.getElement().element("markup");
        return markup == null
                ? List.of()
                : markup.elements("span").stream()
                        .map(span -> span.attributeValue("start") + "-" + span.attributeValue("end") + " "
                                + span.element("emoji").attributeValue("name"))
                        .toList();
    }

    @Test
    void a_shortcut_in_the_words_is_marked_with_its_picture() {
        Message message = marked("🎉 so :party: it is, :party:");

        assertThat(message.getBody()).isEqualTo("🎉 so :party: it is, :party:");
        assertThat(spans(message)).containsExactly("5-12 party", "20-27 party");
        assertThat(message.getElement().elements("file-sharing"))
                .singleElement()
                .satisfies(sharing -> {
                    Element file = sharing.element("file");
                    Element emoji = message.getElement()
                            .element("markup")
                            .element("span")
                            .element("emoji");
                    assertThat(emoji.getNamespaceURI()).isEqualTo("urn:xmpp:markup:emoji:0");
                    assertThat(emoji.elementText("hash")).isEqualTo(file.elementText("hash"));
                    assertThat(file.elementText("media-type")).isEqualTo("image/png");
                    assertThat(sharing.element("sources").element("url-data").attributeValue("target"))
                            .startsWith("https://hearth.test/media/");
                });
    }

    @Test
    void side_by_side_each_is_marked() {
        assertThat(spans(marked(":party::party:"))).containsExactly("0-7 party", "7-14 party");
    }

    @Test
    void what_is_no_emoticon_of_the_senders_stays_plain() {
        assertThat(spans(marked("hello :bobs: :unknown: 12:30:45 : party: https://a:30:b")))
                .isEmpty();
        assertThat(marked("hello").getElement().elements()).hasSize(1);
    }

    @Test
    void what_is_quoted_for_old_clients_is_not_the_senders() {
        Message message = new Message();
        message.setBody("> :party:\n:party:");
        message.getElement()
                .addElement("fallback", "urn:xmpp:fallback:0")
                .addElement("body")
                .addAttribute("start", "0")
                .addAttribute("end", "10");

        marks.mark("alice@hearth.test", message);

        assertThat(spans(message)).containsExactly("10-17 party");
    }

    @Test
    void what_the_client_marked_or_encrypted_itself_is_left_alone() {
        Message own = new Message();
        own.setBody(":party:");
        own.getElement().addElement("markup", "urn:xmpp:markup:0");
        Message encrypted = new Message();
        encrypted.setBody(":party:");
        encrypted.getElement().addElement("encryption", "urn:xmpp:eme:0");

        marks.mark("alice@hearth.test", own);
        marks.mark("alice@hearth.test", encrypted);

        assertThat(spans(own)).isEmpty();
        assertThat(spans(encrypted)).isEmpty();
    }

    @Test
    void a_stanza_has_an_end() {
        assertThat(spans(marked(":party: ".repeat(1000)))).hasSize(50);
    }
}
