package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jivesoftware.smack.Smack;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.provider.ProviderManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.jid.impl.JidCreate;

/** The rows of custom emoticons of the contracts. */
final class EmoticonsIT {
    private static final String PATH = "/api/custom-emoticons/";

    private final Hearth hearth = Hearth.shared();

    /** Smack knows markup, but drops whatever kind of it that it does not know. */
    @BeforeAll
    static void takeMarkupAsItIs() {
        Smack.ensureInitialized();
        ProviderManager.removeExtensionProvider("markup", "urn:xmpp:markup:0");
    }

    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    static byte[] png(int side) {
        return written("png", new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB));
    }

    private static byte[] written(String format, BufferedImage image) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two frames. */
    private static byte[] animatedGif() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
                writer.setOutput(stream);
                writer.prepareWriteSequence(null);
                for (int rgb : new int[] {0xFF0000, 0x00FF00}) {
                    BufferedImage frame = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
                    frame.setRGB(1, 1, rgb);
                    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
                    String format = metadata.getNativeMetadataFormatName();
                    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
                    metadata.setFromTree(format, root);
                    writer.writeToSequence(new IIOImage(frame, null, metadata), null);
                }
                writer.endWriteSequence();
            }
            writer.dispose();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PNG whose header promises that many pixels, with nothing behind it. */
    private static byte[] bomb(int side) {
        byte[] small = png(8);
        ByteBuffer.wrap(small).putInt(16, side).putInt(20, side);
        CRC32 crc = new CRC32();
        crc.update(small, 12, 17);
        ByteBuffer.wrap(small).putInt(29, (int) crc.getValue());
        return small;
    }

    private static HttpRequest.Builder form(Person person, String path, String method, byte[] body) {
        return person.api()
                .request(path)
                .header("Content-Type", "multipart/form-data; boundary=B")
                .method(method, BodyPublishers.ofByteArray(body));
    }

    private static byte[] fields(Map<String, String> fields, byte[] image, String fileName) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach((name, value) -> out.writeBytes(
                utf8("--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")));
        if (image.length > 0) {
            out.writeBytes(utf8("--B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + fileName
                    + "\"\r\nContent-Type: image/png\r\n\r\n"));
            out.writeBytes(image);
            out.writeBytes(utf8("\r\n"));
        }
        out.writeBytes(utf8("--B--\r\n"));
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Api.Answer post(Person person, String shortcut, byte[] image, String fileName) {
        return person.api().send(form(person, PATH, "POST", fields(Map.of("shortcut", shortcut), image, fileName)));
    }

    static Api.Answer add(Person person, String shortcut, byte[] image) {
        return expect(201, post(person, shortcut, image, "a.png"));
    }

    private static JsonNode pack(Person person, String query) {
        return expect(200, person.api().get(PATH + query)).body().path("items");
    }

    private static String field(Api.Answer refused) {
        return refused.body().path("errors").path(0).path("field").asText();
    }

    private HttpResponse<byte[]> read(String url) {
        try {
            return hearth.api()
                    .client()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void two_requests_at_once_do_not_pass_the_end_of_a_pack() {
        try (Hearth own = Hearth.start(builder -> builder.environment("HEARTH_EMOTICONS_MOST", "1"))) {
            for (int i = 0; i < 5; i++) {
                Person person = own.register("rush");
                List<CompletableFuture<Integer>> requests = Stream.of(":one:", ":two:", ":three:")
                        .map(shortcut -> CompletableFuture.supplyAsync(
                                () -> post(person, shortcut, png(16), "a.png").status()))
                        .toList();

                assertThat(requests.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(201, 409, 409);
                assertThat(pack(person, "")).hasSize(1);
            }
        }
    }

    @Test
    void an_emoticon_is_made_listed_and_its_picture_read_by_whoever_sees_it() {
        byte[] picture = png(64);
        Api.Answer added = add(alice, ":party:", picture);
        add(alice, ":dance:", animatedGif());

        assertThat(added.get("user")).isEqualTo(alice.username());
        assertThat(added.get("shortcut")).isEqualTo(":party:");
        assertThat(added.get("mime_type")).isEqualTo("image/png");
        assertThat(added.body().path("width").asInt()).isEqualTo(64);
        assertThat(added.headers().firstValue("Location")).contains(PATH + added.get("id") + "/");
        assertThat(read(added.get("image")).body()).isEqualTo(picture);

        assertThat(pack(alice, ""))
                .extracting(emoticon -> emoticon.path("shortcut").asText())
                .containsExactly(":dance:", ":party:");
        assertThat(pack(bob, "")).isEmpty();
        assertThat(pack(bob, "?user=" + alice.username())).hasSize(2);
        assertThat(pack(bob, "?user=" + alice.username() + "&shortcut=:party:")).hasSize(1);
        assertThat(pack(bob, "?user=" + alice.username() + "&shortcut=:none:")).isEmpty();
        assertThat(expect(200, bob.api().get(PATH + added.get("id") + "/")).get("image"))
                .isEqualTo(added.get("image"));
    }

    @Test
    void an_animated_picture_stays_as_it_is() {
        byte[] animated = animatedGif();

        Api.Answer added = add(alice, ":dance:", animated);

        assertThat(added.get("mime_type")).isEqualTo("image/gif");
        assertThat(read(added.get("image")).body()).isEqualTo(animated);
    }

    @Test
    void an_upload_becomes_an_emoticon() {
        byte[] form = fields(Map.of(), png(64), "a.png");
        String upload = expect(
                        201,
                        alice.api()
                                .send(form(
                                        alice,
                                        "/api/uploads/",
                                        "POST",
                                        new String(form, StandardCharsets.ISO_8859_1)
                                                .replace("name=\"image\"", "name=\"file\"")
                                                .getBytes(StandardCharsets.ISO_8859_1))))
                .get("id");

        Api.Answer added = expect(201, alice.api().post(PATH, Map.of("shortcut", ":up:", "image", upload)));

        assertThat(added.body().path("height").asInt()).isEqualTo(64);
        assertThat(field(expect(422, alice.api().post(PATH, Map.of("shortcut", ":up2:", "image", "none")))))
                .isEqualTo("image");
    }

    @Test
    void shortcut_and_picture_change() {
        String path = PATH + add(alice, ":party:", png(64)).get("id") + "/";

        assertThat(expect(200, alice.api().patch(path, Map.of("shortcut", ":dance:")))
                        .get("shortcut"))
                .isEqualTo(":dance:");
        Api.Answer repainted =
                expect(200, alice.api().send(form(alice, path, "PATCH", fields(Map.of(), png(32), "b.png"))));
        assertThat(repainted.get("shortcut")).isEqualTo(":dance:");
        assertThat(repainted.body().path("width").asInt()).isEqualTo(32);
        assertThat(read(repainted.get("image")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"party", ":p:", ":a b:", ":🎉🎉:", ":Party:", ":123456789012345678901234567890123:", ""})
    void a_wrong_shortcut_is_refused(String shortcut) {
        assertThat(field(expect(422, post(alice, shortcut, png(8), "a.png")))).isEqualTo("shortcut");
    }

    @Test
    void what_is_no_small_picture_is_refused() {
        assertThat(field(expect(422, post(alice, ":html:", utf8("<html><script>alert(1)</script>"), "a.png"))))
                .isEqualTo("image");
        assertThat(field(expect(422, post(alice, ":jpeg:", written("jpeg", new BufferedImage(8, 8, 1)), "a.png"))))
                .isEqualTo("image");
        assertThat(field(expect(422, post(alice, ":wide:", png(600), "a.png")))).isEqualTo("image");
        assertThat(field(expect(422, post(alice, ":bomb:", bomb(10_000), "a.png"))))
                .isEqualTo("image");
        assertThat(field(expect(422, post(alice, ":none:", new byte[0], "a.png"))))
                .isEqualTo("image");
        expect(413, post(alice, ":big:", Arrays.copyOf(png(64), 600 * 1024), "a.png"));
        expect(400, alice.api().send(form(alice, PATH, "POST", utf8("--B\r\nContent-Disp"))));
        assertThat(pack(alice, "")).isEmpty();
    }

    @Test
    void a_zero_character_names_no_upload() {
        assertThat(field(expect(422, alice.api().post(PATH, Map.of("shortcut", ":zero:", "image", "\0")))))
                .isEqualTo("image");
    }

    @Test
    void one_person_has_a_shortcut_once_and_nobody_changes_somebody_elses() {
        String path = PATH + add(alice, ":party:", png(64)).get("id") + "/";

        assertThat(expect(409, post(alice, ":party:", png(64), "a.png")).problem())
                .isEqualTo("shortcut-taken");
        add(bob, ":party:", png(64));
        expect(403, bob.api().patch(path, Map.of("shortcut", ":mine:")));
        expect(403, bob.api().delete(path));
        expect(404, bob.api().delete(PATH + "12345678/"));
        expect(404, bob.api().get(PATH + "nonsense/"));
        expect(422, alice.api().patch(path, Map.of("user", "bob")));
        expect(401, hearth.api().get(PATH));
    }

    @Test
    void a_shortcut_in_words_comes_with_its_picture_at_both_doors() {
        Api.Answer party = add(alice, ":party:", png(64));
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String id = alice.send(bob, "🎉 :party: by rest").get("id");
            check(b.awaitText("🎉 :party: by rest"), party, "2", "9");

            a.say(bob, ":party: by a client");
            check(b.awaitText(":party: by a client"), party, "0", "7");

            expect(200, alice.api().patch("/api/messages/" + id + "/", Map.of("content", "edited :party:")));
            check(b.awaitText("edited :party:"), party, "7", "14");

            JsonNode seen =
                    expect(200, bob.api().get("/api/messages/" + id + "/")).body();
            assertThat(seen.path("content").asText()).isEqualTo("edited :party:");
            assertThat(seen.path("attachments")).isEmpty();

            bob.send(alice, ":party: is not mine");
            assertThat(a.awaitText(":party: is not mine").hasExtension("urn:xmpp:markup:0"))
                    .isFalse();
        }
    }

    private static void check(Message message, Api.Answer emoticon, String start, String end) {
        StandardExtensionElement markup =
                (StandardExtensionElement) message.getExtensionElement("markup", "urn:xmpp:markup:0");
        StandardExtensionElement span = markup.getFirstElement("span", "urn:xmpp:markup:0");
        assertThat(List.of(span.getAttributeValue("start"), span.getAttributeValue("end")))
                .containsExactly(start, end);
        StandardExtensionElement emoji = span.getFirstElement("emoji", "urn:xmpp:markup:emoji:0");
        assertThat(emoji.getAttributeValue("name")).isEqualTo("party");
        String sharing = message.getExtensionElement("file-sharing", "urn:xmpp:sfs:0")
                .toXML()
                .toString();
        assertThat(sharing)
                .contains(emoticon.get("image"))
                .contains(emoji.getFirstElement("hash", "urn:xmpp:hashes:2").getText());
    }

    @Test
    void in_groups_a_shortcut_comes_with_its_picture_too() throws Exception {
        Api.Answer party = add(alice, ":party:", png(64));
        Api.Answer group = expect(
                201, alice.api().post("/api/groups/", Map.of("name", "Fun", "members", List.of(bob.username()))));
        try (Xmpp b = bob.connect()) {
            ReactionsIT.join(b, JidCreate.entityBareFromOrThrowUnchecked(group.get("jid")));
            expect(
                    201,
                    alice.api()
                            .post(
                                    "/api/group-messages/",
                                    Map.of("group", group.get("id"), "content", ":party: for all")));
            check(b.awaitText(":party: for all"), party, "0", "7");
        }
    }

    @Test
    void a_clients_own_markup_stays_and_its_picture_is_no_attachment() {
        add(bob, ":bobs:", png(64));
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            bob.send(alice, ":bobs: first");
            Message model = a.awaitText(":bobs: first");

            b.send(b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(alice))
                    .ofType(Message.Type.chat)
                    .setBody(":bobs: second")
                    .addExtension(model.getExtensionElement("markup", "urn:xmpp:markup:0"))
                    .addExtension(model.getExtensionElement("file-sharing", "urn:xmpp:sfs:0"))
                    .build());

            Message second = a.awaitText(":bobs: second");
            assertThat(second.toXML().toString().split("<markup", -1)).hasSize(2);
            await().atMost(Hearth.PATIENCE)
                    .untilAsserted(() -> assertThat(expect(200, alice.api().get("/api/messages/"))
                                    .body()
                                    .path("items"))
                            .anySatisfy(message -> {
                                assertThat(message.path("content").asText()).isEqualTo(":bobs: second");
                                assertThat(message.path("attachments")).isEmpty();
                            }));
        }
    }

    @Test
    void an_emoticon_of_ones_own_is_a_reaction_with_its_picture() {
        Api.Answer party = add(bob, ":party:", png(64));
        String id = alice.send(bob, "react").get("id");

        Api.Answer reaction =
                expect(201, bob.api().post("/api/message-reactions/", Map.of("message", id, "emoji", ":party:")));

        assertThat(reaction.get("image_url")).isEqualTo(party.get("image"));
        JsonNode listed = expect(200, alice.api().get("/api/message-reactions/?message=" + id))
                .body()
                .path("items")
                .get(0);
        assertThat(listed.path("emoji").asText()).isEqualTo(":party:");
        assertThat(listed.path("image_url").asText()).isEqualTo(party.get("image"));
        expect(422, alice.api().post("/api/message-reactions/", Map.of("message", id, "emoji", ":party:")));
    }

    @Test
    void what_is_deleted_leaves_words_and_reactions_as_they_are() {
        Api.Answer party = add(alice, ":party:", png(64));
        String id = alice.send(bob, "a :party:").get("id");
        expect(201, alice.api().post("/api/message-reactions/", Map.of("message", id, "emoji", ":party:")));

        expect(204, alice.api().delete(PATH + party.get("id") + "/"));

        expect(404, alice.api().get(PATH + party.get("id") + "/"));
        await().atMost(Hearth.PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(party.get("image")).statusCode()).isEqualTo(404));
        assertThat(expect(200, bob.api().get("/api/messages/" + id + "/")).get("content"))
                .isEqualTo("a :party:");
        JsonNode reaction = expect(200, bob.api().get("/api/message-reactions/?message=" + id))
                .body()
                .path("items")
                .get(0);
        assertThat(reaction.path("emoji").asText()).isEqualTo(":party:");
        assertThat(reaction.path("image_url").isNull()).isTrue();
        add(alice, ":party:", png(32));
    }
}
