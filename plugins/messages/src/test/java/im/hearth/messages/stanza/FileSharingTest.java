package im.hearth.messages.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaKind;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Message;

class FileSharingTest {
    private static final String URL = "https://hearth.test/media/0/a.png";
    private static final QName SHARING = QName.get("file-sharing", FileSharing.NAMESPACE);
    private static final QName FILE = QName.get("file", "urn:xmpp:file:metadata:0");
    private static final QName HASH = QName.get("hash", "urn:xmpp:hashes:2");

    private static MediaFile file(String url) {
        return new MediaFile(
                "0",
                MediaKind.IMAGE,
                "a.png",
                "image/png",
                12,
                "HASH",
                30,
                20,
                url,
                new MediaFile.Thumbnail(url + "/t", "image/jpeg", 3, 2));
    }

    private static Message message(String body) {
        Message message = new Message();
        message.setBody(body);
        return message;
    }

    private static Message oob(String body, String url) {
        Message message = message(body);
        message.getElement()
                .addElement(QName.get("x", "jabber:x:oob"))
                .addElement("url")
                .setText(url);
        return message;
    }

    @Test
    void a_file_without_words_is_its_address() {
        Message message = new Message();

        FileSharing.add(message, List.of(file(URL)));

        assertThat(message.getBody()).isEqualTo(URL);
        assertThat(FileSharing.urls(message)).containsExactly(URL);
        assertThat(FileSharing.words(message)).isNull();
    }

    @Test
    void all_that_is_known_of_a_file_is_said() {
        Message message = new Message();

        FileSharing.add(message, List.of(file(URL)));

        Element sharing = message.getElement().element(SHARING);
        Element file = sharing.element(FILE);
        assertThat(sharing.attributeValue("disposition")).isEqualTo("inline");
        assertThat(file.elementText("name")).isEqualTo("a.png");
        assertThat(file.elementText("media-type")).isEqualTo("image/png");
        assertThat(file.elementText("size")).isEqualTo("12");
        assertThat(file.elementText("width")).isEqualTo("30");
        assertThat(file.element(HASH).getText()).isEqualTo("HASH");
        assertThat(file.element(QName.get("thumbnail", "urn:xmpp:thumbs:1")).attributeValue("uri"))
                .isEqualTo(URL + "/t");
    }

    @Test
    void words_come_before_the_addresses_of_several_files_and_are_found_again() {
        Message message = message("Look 🔥");

        FileSharing.add(message, List.of(file(URL), file(URL + "2")));

        assertThat(message.getBody()).isEqualTo("Look 🔥\n" + URL + "\n" + URL + "2");
        assertThat(FileSharing.words(message)).isEqualTo("Look 🔥");
    }

    @Test
    void a_file_in_answer_to_something_says_nothing_itself() {
        Message message = new Message();
        Reply.add(message, "bob@hearth.test", "1", "What is\nthat?", "");

        FileSharing.add(message, List.of(file(URL)));

        assertThat(message.getBody()).isEqualTo("> What is\n> that?\n" + URL);
        assertThat(FileSharing.words(message)).isNull();
    }

    @Test
    void words_in_answer_to_something_are_found_without_the_quotation() {
        Message message = new Message();
        Reply.add(message, "bob@hearth.test", "1", "What is that?", "This");

        FileSharing.add(message, List.of(file(URL)));

        assertThat(FileSharing.words(message)).isEqualTo("This");
    }

    @Test
    void an_address_out_of_band_that_is_the_body_is_no_words() {
        assertThat(FileSharing.words(oob(" " + URL + "\n", URL))).isNull();
        assertThat(FileSharing.words(oob("see " + URL, URL))).isEqualTo("see " + URL);
    }

    @Test
    void a_message_without_files_names_none() {
        assertThat(FileSharing.urls(message("https://hearth.test/"))).isEmpty();
    }

    @Test
    void the_picture_of_an_emoticon_in_the_words_is_no_file_of_the_message() {
        Message message = message("hello");
        FileSharing.add(message, List.of(file(URL)));
        List.copyOf(message.getElement().elements("x")).forEach(Element::detach);
        message.getElement()
                .addElement("markup", "urn:xmpp:markup:0")
                .addElement("span")
                .addElement("emoji", "urn:xmpp:markup:emoji:0")
                .addElement("hash", "urn:xmpp:hashes:2")
                .setText("HASH");

        assertThat(FileSharing.urls(message)).isEmpty();
    }

    @Test
    void a_client_that_knows_another_hash_is_corrected() {
        Message message = new Message();
        FileSharing.add(message, List.of(file(URL), file("https://elsewhere.example/b.png")));
        for (Element sharing : message.getElement().elements(SHARING)) {
            sharing.element(FILE).element(HASH).setText("OTHER");
            sharing.element(FILE)
                    .addElement(HASH)
                    .addAttribute("algo", "blake2b-256")
                    .setText("OTHER");
        }

        FileSharing.correct(message, List.of(file(URL)));

        List<Element> sharings = message.getElement().elements(SHARING);
        assertThat(sharings.get(0).element(FILE).elements(HASH))
                .singleElement()
                .satisfies(hash -> assertThat(hash.getText()).isEqualTo("HASH"));
        assertThat(sharings.get(1).element(FILE).elements(HASH)).hasSize(2);
    }
}
