package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static im.hearth.it.Uploads.form;
import static im.hearth.it.Uploads.noise;
import static im.hearth.it.Uploads.picture;
import static im.hearth.it.Uploads.post;
import static im.hearth.it.Uploads.slot;
import static im.hearth.it.Uploads.upload;
import static im.hearth.it.Uploads.uploads;
import static im.hearth.it.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.httpfileupload.element.FileTooLargeError;
import org.jivesoftware.smackx.httpfileupload.element.Slot;
import org.jivesoftware.smackx.httpfileupload.element.SlotRequest;
import org.jivesoftware.smackx.mam.MamManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The media rows of the contracts: uploads, downloads, files in messages, on both doors. */
final class MediaIT {
    private static final int MAX_SIZE = 2 * 1024 * 1024;

    private static Hearth hearth;
    private static Person alice;
    private static Person bob;

    @BeforeAll
    static void start() {
        hearth = Hearth.start(builder ->
                builder.environment("HEARTH_MEDIA_MAX_SIZE", "2M").environment("HEARTH_REST_LIMIT_CALLER", "off"));
        alice = hearth.register("alice");
        bob = hearth.register("bob");
    }

    @AfterAll
    static void stop() {
        hearth.close();
    }

    private static Api.Answer sendPicture(Person to, Map<String, String> more, byte[] picture) {
        Map<String, String> fields = new java.util.LinkedHashMap<>(more);
        fields.put("receiver", to.username());
        return expect(201, post(alice, "/api/messages/", form(fields, "image", "sunset.png", "image/png", picture)));
    }

    private static HttpResponse<byte[]> read(String url, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(url)), headers);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers) {
        try {
            if (headers.length > 0) {
                request.headers(headers);
            }
            return hearth.api().client().send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<byte[]> put(String url, String type, byte[] content) {
        return send(
                HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(content)), "Content-Type", type);
    }

    private static List<Path> stored() {
        Path media = hearth.engine().dataFolder().resolve("home/hearth/media");
        try (Stream<Path> files = Files.walk(media)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            // A temporary file went away meanwhile.
            return stored();
        }
    }

    private static JsonNode attachment(JsonNode message) {
        return message.path("attachments").path(0);
    }

    private static String element(Message message, String name, String namespace) {
        StandardExtensionElement found = (StandardExtensionElement) message.getExtensionElement(name, namespace);
        assertThat(found).as(String.valueOf(message.toXML())).isNotNull();
        return found.toXML().toString();
    }

    // Uploads by REST

    @Test
    void an_uploaded_picture_is_described_and_read_as_it_was() {
        byte[] picture = picture(1200, 800);

        Api.Answer answer = expect(201, upload(alice, "sunset.png", "image/png", picture));

        JsonNode body = answer.body();
        assertThat(body.path("id").asText()).matches("[0-9a-f]{32}");
        assertThat(body.path("kind").asText()).isEqualTo("image");
        assertThat(body.path("name").asText()).isEqualTo("sunset.png");
        assertThat(body.path("mime_type").asText()).isEqualTo("image/png");
        assertThat(body.path("size").asInt()).isEqualTo(picture.length);
        assertThat(body.path("width").asInt()).isEqualTo(1200);
        assertThat(body.path("height").asInt()).isEqualTo(800);
        assertThat(answer.headers().firstValue("Location"))
                .contains(body.path("url").asText());
        assertThat(read(body.path("url").asText()).body()).isEqualTo(picture);
    }

    @Test
    void a_picture_has_a_small_copy() throws IOException {
        JsonNode body = expect(201, upload(alice, "a.png", "image/png", picture(1200, 800)))
                .body();

        HttpResponse<byte[]> small = read(body.path("thumbnail_url").asText());

        assertThat(small.headers().firstValue("Content-Type")).contains("image/jpeg");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(small.body()));
        assertThat(image.getWidth()).isEqualTo(400);
        assertThat(image.getHeight()).isEqualTo(267);
    }

    @Test
    void a_file_may_come_as_the_body_itself() {
        Api.Answer answer = expect(
                201,
                alice.api()
                        .send(alice.api()
                                .request("/api/uploads/")
                                .header("Content-Type", "text/plain")
                                .header("Content-Disposition", "attachment; filename*=UTF-8''M%C3%BCll.txt")
                                .POST(BodyPublishers.ofString("hello"))));

        assertThat(answer.get("name")).isEqualTo("Müll.txt");
        assertThat(answer.get("kind")).isEqualTo("file");
        assertThat(new String(read(answer.get("url")).body(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
    }

    @Test
    void where_a_picture_was_taken_is_erased_unless_its_sender_wants_it_told() {
        byte[] picture = Uploads.pictureOfAPlace();
        byte[] form = form(Map.of(), "file", "a.jpg", "image/jpeg", picture);
        byte[] message = form(Map.of("receiver", bob.username()), "image", "a.jpg", "image/jpeg", picture);

        Api.Answer erased = expect(201, post(alice, "/api/uploads/", form));
        Api.Answer kept = expect(201, post(alice, "/api/uploads/?keep_location=true", form));
        Api.Answer sent = expect(201, post(alice, "/api/messages/?keep_location=true", message));

        assertThat(read(erased.get("url")).body()).hasSameSizeAs(picture).isNotEqualTo(picture);
        assertThat(read(kept.get("url")).body()).isEqualTo(picture);
        assertThat(read(sent.body().at("/attachments/0/url").asText()).body()).isEqualTo(picture);
        expect(422, post(alice, "/api/uploads/?keep_location=maybe", form));
    }

    @Test
    void an_upload_needs_a_token() {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(hearth.engine().webUrl()).resolve("/api/uploads/"))
                .POST(BodyPublishers.ofByteArray(form(Map.of(), "file", "a.txt", "text/plain", utf8("x"))));

        assertThat(send(request, "Content-Type", "multipart/form-data; boundary=B")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_file_above_the_limit_is_a_413_and_one_at_the_limit_is_not() {
        assertThat(upload(alice, "a.bin", "application/octet-stream", noise(MAX_SIZE + 1))
                        .problem())
                .isEqualTo("too-large");
        expect(201, upload(alice, "a.bin", "application/octet-stream", noise(MAX_SIZE)));
    }

    @Test
    void the_limit_on_other_bodies_stays() {
        expect(413, alice.api().post("/api/messages/", "{\"receiver\": \"" + "x".repeat(500_000) + "\"}"));
    }

    @Test
    void an_upload_with_an_idempotency_key_is_kept_once() {
        byte[] form = form(Map.of(), "file", "once.txt", "text/plain", utf8("once"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(expect(
                            201,
                            alice.api()
                                    .send(alice.api()
                                            .request("/api/uploads/")
                                            .header("Content-Type", "multipart/form-data; boundary=B")
                                            .header("Idempotency-Key", "upload-once")
                                            .POST(BodyPublishers.ofByteArray(form))))
                    .get("id"));
        }
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
    }

    // Bad input

    @Test
    void a_picture_that_is_a_page_is_refused_however_it_is_called() {
        byte[] page = utf8("<html><script>alert(1)</script></html>");

        assertThat(upload(alice, "a.png", "image/png", page).status()).isEqualTo(422);
        assertThat(upload(alice, "a.png", "application/octet-stream", page).status())
                .isEqualTo(422);
        assertThat(upload(alice, "a", "image/jpeg", utf8("<svg xmlns='http://www.w3.org/2000/svg'/>"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_page_is_a_file_to_be_saved_and_never_run() {
        JsonNode body = expect(201, upload(alice, "a.html", "text/html", utf8("<html><body>hi</body></html>")))
                .body();

        HttpResponse<byte[]> page = read(body.path("url").asText());

        assertThat(body.path("kind").asText()).isEqualTo("file");
        assertThat(page.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(page.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
    }

    @Test
    void a_pixel_bomb_is_refused_by_its_header() {
        byte[] bomb = picture(8, 8);
        // IHDR: width and height, and the sum of the chunk.
        java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(bomb);
        header.putInt(16, 10_000).putInt(20, 10_000);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(bomb, 12, 17);
        header.putInt(29, (int) crc.getValue());

        Api.Answer answer = upload(alice, "bomb.png", "image/png", bomb);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.get("detail")).contains("10000 x 10000");
    }

    @Test
    void a_zip_is_kept_as_it_is() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.util.zip.ZipOutputStream zip = new java.util.zip.ZipOutputStream(out)) {
            zip.putNextEntry(new java.util.zip.ZipEntry("zeros"));
            zip.write(new byte[100 * 1024 * 1024]);
        }

        Api.Answer answer = expect(201, upload(alice, "bomb.zip", "application/zip", out.toByteArray()));

        assertThat(answer.body().path("size").asInt()).isEqualTo(out.size());
        assertThat(answer.get("kind")).isEqualTo("file");
    }

    @Test
    void a_path_in_a_name_is_cut_off() {
        for (String name : List.of("../../etc/passwd", "..\\\\..\\\\passwd", "/etc/passwd")) {
            assertThat(expect(201, upload(alice, name, "text/plain", utf8("x"))).get("name"))
                    .isEqualTo("passwd");
        }
        assertThat(expect(201, upload(alice, "evil\u202Egpj.exe", "text/plain", utf8("x")))
                        .get("name"))
                .isEqualTo("evilgpj.exe");
    }

    @Test
    void nothing_is_found_by_a_path() {
        String base = hearth.engine().webUrl();
        for (String path : List.of(
                "media/",
                "media",
                "media/files/",
                "media/../conf/openfire.xml",
                "media/%2e%2e/%2e%2e/conf/openfire.xml",
                "media/0123456789abcdef0123456789abcdef/x")) {
            assertThat(read(URI.create(base).resolve("/") + path).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
    }

    @Test
    void an_upload_that_is_cut_half_way_leaves_nothing() throws IOException {
        List<Path> before = stored();
        byte[] form = form(Map.of(), "file", "a.bin", "application/octet-stream", noise(1_000_000));
        String head = "POST /api/uploads/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + alice.access()
                + "\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: " + form.length + "\r\n\r\n";

        cut(head, Arrays.copyOf(form, form.length / 2));

        await().atMost(Hearth.PATIENCE).untilAsserted(() -> assertThat(stored()).hasSameElementsAs(before));
    }

    /** Sends the half of a request, waits until it is being written, and goes away. */
    private static void cut(String head, byte[] half) throws IOException {
        Path incoming = hearth.engine().dataFolder().resolve("home/hearth/media/incoming");
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), hearth.engine().ports().web())) {
            OutputStream out = socket.getOutputStream();
            out.write(utf8(head));
            out.write(half);
            out.flush();
            await().atMost(Hearth.PATIENCE).until(() -> {
                try (Stream<Path> files = Files.list(incoming)) {
                    return files.anyMatch(file -> file.toFile().length() > 100_000);
                }
            });
        }
    }

    // Downloads

    @Test
    void a_part_of_a_file_is_read() {
        byte[] content = noise(100_000);
        String url = expect(201, upload(alice, "a.bin", "application/octet-stream", content))
                .get("url");

        HttpResponse<byte[]> part = read(url, "Range", "bytes=1000-1999");
        HttpResponse<byte[]> rest = read(url, "Range", "bytes=99990-");
        HttpResponse<byte[]> tail = read(url, "Range", "bytes=-10");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 1000-1999/100000");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 1000, 2000));
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(content, 99_990, 100_000));
        assertThat(tail.body()).isEqualTo(rest.body());
    }

    @Test
    void a_part_that_a_file_does_not_have_is_a_416() {
        String url =
                expect(201, upload(alice, "a.txt", "text/plain", utf8("hello"))).get("url");

        HttpResponse<byte[]> part = read(url, "Range", "bytes=5-");

        assertThat(part.statusCode()).isEqualTo(416);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes */5");
        assertThat(read(url, "Range", "bytes=0-1,3-4").statusCode()).isEqualTo(200);
    }

    @Test
    void a_file_that_is_known_is_not_sent_again() {
        String url =
                expect(201, upload(alice, "a.txt", "text/plain", utf8("hello"))).get("url");
        String tag = read(url).headers().firstValue("ETag").orElseThrow();

        assertThat(read(url, "If-None-Match", "\"other\", " + tag).statusCode()).isEqualTo(304);
        assertThat(read(url, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(read(url, "If-Range", tag, "Range", "bytes=1-2").statusCode())
                .isEqualTo(206);
        assertThat(read(url, "If-Range", "\"other\"", "Range", "bytes=1-2").statusCode())
                .isEqualTo(200);
        assertThat(read(url).headers().firstValue("Cache-Control").orElse("")).contains("private", "immutable");
    }

    @Test
    void the_head_of_a_file_says_all_but_the_content() {
        String url =
                expect(201, upload(alice, "a.txt", "text/plain", utf8("hello"))).get("url");

        HttpResponse<byte[]> head =
                send(HttpRequest.newBuilder(URI.create(url)).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("5");
        assertThat(head.body()).isEmpty();
    }

    // Messages

    @Test
    void a_picture_sent_by_rest_is_shown_by_every_client() {
        byte[] picture = picture(640, 480);
        try (Xmpp b = bob.connect()) {
            JsonNode sent = sendPicture(bob, Map.of(), picture).body();
            String url = attachment(sent).path("url").asText();

            Message received = b.awaitText(url);

            assertThat(sent.path("content").isNull()).isTrue();
            assertThat(element(received, "x", "jabber:x:oob")).contains(url);
            assertThat(element(received, "file-sharing", "urn:xmpp:sfs:0"))
                    .contains("sunset.png", "image/png", "<size>" + picture.length, "sha-256", "thumbnail", url);
            assertThat(read(url).body()).isEqualTo(picture);
        }
    }

    @Test
    void words_beside_a_picture_come_first() {
        try (Xmpp b = bob.connect()) {
            JsonNode sent = sendPicture(bob, Map.of("content", "Look!"), picture(20, 10))
                    .body();

            b.awaitText("Look!\n" + attachment(sent).path("url").asText());

            assertThat(sent.path("content").asText()).isEqualTo("Look!");
        }
    }

    @Test
    void an_upload_is_sent_with_a_message_by_its_id() {
        String id =
                expect(201, upload(alice, "a.txt", "text/plain", utf8("hello"))).get("id");

        Api.Answer sent = expect(
                201,
                alice.api()
                        .post(
                                "/api/messages/",
                                Map.of("receiver", bob.username(), "content", "my file", "media", List.of(id))));

        JsonNode seen = expect(200, bob.api().get("/api/messages/" + sent.get("id") + "/"))
                .body();
        assertThat(attachment(seen).path("id").asText()).isEqualTo(id);
        assertThat(attachment(seen).path("name").asText()).isEqualTo("a.txt");
        JsonNode listed = expect(200, bob.api().get("/api/messages/?limit=1&with=" + alice.username()))
                .body()
                .path("items")
                .path(0);
        assertThat(attachment(listed).path("id").asText()).isEqualTo(id);
    }

    @Test
    void a_message_with_a_file_that_is_not_there_is_refused() {
        Api.Answer answer = alice.api()
                .post(
                        "/api/messages/",
                        Map.of("receiver", bob.username(), "media", List.of("0123456789abcdef0123456789abcdef")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("media");
    }

    @Test
    void a_message_with_neither_words_nor_files_is_refused() {
        Api.Answer answer = alice.api().post("/api/messages/", Map.of("receiver", bob.username()));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("content");
    }

    @Test
    void a_form_with_a_file_that_is_no_picture_names_its_part() {
        Api.Answer answer = post(
                alice,
                "/api/messages/",
                form(Map.of("receiver", bob.username()), "image", "a.txt", "text/plain", utf8("hello")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("image");
    }

    @Test
    void a_form_to_nobody_leaves_no_file_that_can_be_read() {
        List<Path> before = stored();

        Api.Answer answer = post(
                alice,
                "/api/messages/",
                form(Map.of("receiver", "nobody-of-that-name"), "file", "a.txt", "text/plain", utf8("hello")));

        assertThat(answer.status()).isEqualTo(422);
        List<Path> left = new ArrayList<>(stored());
        left.removeAll(before);
        for (Path blob : left) {
            assertThat(read(hearth.engine().webUrl() + "/media/" + blob.getFileName() + "/a.txt")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_message_that_is_taken_back_takes_its_file_along() {
        JsonNode sent = sendPicture(bob, Map.of(), picture(30, 30)).body();
        String url = attachment(sent).path("url").asText();
        String small = attachment(sent).path("thumbnail_url").asText();

        expect(204, alice.api().delete("/api/messages/" + sent.path("id").asText() + "/"));

        assertThat(read(url).statusCode()).isEqualTo(404);
        assertThat(read(small).statusCode()).isEqualTo(404);
        assertThat(expect(200, bob.api().get("/api/messages/" + sent.path("id").asText() + "/"))
                        .body()
                        .path("attachments"))
                .isEmpty();
    }

    @Test
    void a_file_that_was_sent_on_stays_when_the_first_message_is_taken_back() {
        JsonNode sent = sendPicture(bob, Map.of(), picture(31, 31)).body();
        expect(
                201,
                bob.api()
                        .post(
                                "/api/messages/",
                                Map.of(
                                        "receiver",
                                        alice.username(),
                                        "media",
                                        List.of(attachment(sent).path("id").asText()))));

        expect(204, alice.api().delete("/api/messages/" + sent.path("id").asText() + "/"));

        assertThat(read(attachment(sent).path("url").asText()).statusCode()).isEqualTo(200);
    }

    @Test
    void the_words_beside_a_picture_can_be_edited_and_the_picture_stays() {
        JsonNode sent =
                sendPicture(bob, Map.of("content", "Lok"), picture(32, 32)).body();
        try (Xmpp b = bob.connect()) {
            Api.Answer edited = expect(
                    200,
                    alice.api().patch("/api/messages/" + sent.path("id").asText() + "/", Map.of("content", "Look")));

            assertThat(attachment(edited.body())).isEqualTo(attachment(sent));
            b.awaitText("Look\n" + attachment(sent).path("url").asText());
        }
    }

    @Test
    void a_deleted_account_takes_its_files_along() {
        Person carol = hearth.register("carol");
        String url =
                expect(201, upload(carol, "a.txt", "text/plain", utf8("hello"))).get("url");
        Api.Answer asked = expect(202, hearth.api().post("/api/otp/", Map.of("phone_number", carol.phoneNumber())));

        Api.Answer deleted = carol.api()
                .send(carol.api()
                        .request("/api/users/me/")
                        .header("Content-Type", "application/json")
                        .method(
                                "DELETE",
                                BodyPublishers.ofString(Api.json(Map.of(
                                        "verification_id",
                                        asked.get("verification_id"),
                                        "code",
                                        hearth.codeFor(carol.phoneNumber()))))));

        expect(204, deleted);
        await().atMost(Hearth.PATIENCE)
                .untilAsserted(() -> assertThat(read(url).statusCode()).isEqualTo(404));
    }

    @Test
    void uploads_that_were_acknowledged_survive_a_kill() throws InterruptedException {
        Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
        Thread uploading = new Thread(() -> {
            try {
                for (int i = 0; ; i++) {
                    byte[] content = noise(50_000 + i);
                    Api.Answer answer = upload(alice, "a.bin", "application/octet-stream", content);
                    if (answer.status() == 201) {
                        acknowledged.put(answer.get("url"), content);
                    }
                }
            } catch (UncheckedIOException killed) {
                // As it is to be.
            }
        });
        uploading.start();
        await().atMost(Hearth.PATIENCE).until(() -> acknowledged.size() > 20);

        hearth.engine().kill();
        uploading.join();
        hearth.engine().startAgain();

        acknowledged.forEach((url, content) -> assertThat(read(url).body()).isEqualTo(content));
    }

    // HTTP File Upload

    @Test
    void a_client_finds_the_service_and_how_much_it_takes() {
        try (Xmpp a = alice.connect()) {
            var service = uploads(a).getDefaultUploadService();

            assertThat(service.getAddress().toString()).isEqualTo("upload." + hearth.domain());
            assertThat(service.getMaxFileSize()).isEqualTo(MAX_SIZE);
        }
    }

    @Test
    void a_picture_that_a_client_uploads_and_sends_shows_at_the_rest_door() {
        byte[] picture = picture(300, 200);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Slot slot = slot(a, "from client.png", picture.length, "image/png");
            assertThat(put(slot.getPutUrl().toString(), "image/png", picture).statusCode())
                    .isEqualTo(201);
            String url = slot.getGetUrl().toString();
            a.send(a.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(bob))
                    .ofType(Message.Type.chat)
                    .setBody(url)
                    .addExtension(StandardExtensionElement.builder("x", "jabber:x:oob")
                            .addElement("url", url)
                            .build())
                    .build());
            b.awaitText(url);

            JsonNode seen = expect(200, bob.api().get("/api/messages/?limit=1&with=" + alice.username()))
                    .body()
                    .path("items")
                    .path(0);
            assertThat(seen.path("content").isNull()).isTrue();
            assertThat(attachment(seen).path("url").asText()).isEqualTo(url);
            assertThat(attachment(seen).path("name").asText()).isEqualTo("from client.png");
            assertThat(attachment(seen).path("width").asInt()).isEqualTo(300);
            assertThat(read(url).body()).isEqualTo(picture);
        }
    }

    @Test
    void a_file_that_is_too_large_gets_no_slot_and_the_client_learns_the_limit() {
        try (Xmpp a = alice.connect()) {
            SlotRequest request = new SlotRequest(
                    uploads(a).getDefaultUploadService().getAddress(),
                    "a.bin",
                    MAX_SIZE + 1L,
                    "application/octet-stream");

            XMPPErrorException refused = catchThrowableOfType(
                    XMPPErrorException.class, () -> a.connection().sendIqRequestAndWaitForResponse(request));

            assertThat(refused.getStanzaError().getCondition()).isEqualTo(StanzaError.Condition.not_acceptable);
            FileTooLargeError error =
                    refused.getStanzaError().getExtension(FileTooLargeError.ELEMENT, FileTooLargeError.NAMESPACE);
            assertThat(error.getMaxFileSize()).isEqualTo(MAX_SIZE);
        }
    }

    @Test
    void an_upload_fits_its_slot_exactly_or_is_refused() {
        byte[] content = noise(1000);
        try (Xmpp a = alice.connect()) {
            Slot slot = slot(a, "a.bin", 999, "application/octet-stream");
            String put = slot.getPutUrl().toString();

            assertThat(put(put, "application/octet-stream", content).statusCode())
                    .isEqualTo(413);
            assertThat(put(put, "application/octet-stream", Arrays.copyOf(content, 998))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void a_slot_takes_one_upload() {
        byte[] content = noise(500);
        try (Xmpp a = alice.connect()) {
            Slot slot = slot(a, "a.bin", content.length, "application/octet-stream");
            String put = slot.getPutUrl().toString();

            assertThat(read(slot.getGetUrl().toString()).statusCode()).isEqualTo(404);
            assertThat(put(put, "application/octet-stream", content).statusCode())
                    .isEqualTo(201);
            assertThat(put(put, "application/octet-stream", content).statusCode())
                    .isEqualTo(404);
            assertThat(read(slot.getGetUrl().toString()).body()).isEqualTo(content);
        }
    }

    @Test
    void a_cut_upload_leaves_nothing_and_its_slot_can_be_used_again() throws IOException {
        byte[] content = noise(1_500_000);
        try (Xmpp a = alice.connect()) {
            Slot slot = slot(a, "a.bin", content.length, "application/octet-stream");
            List<Path> before = stored();
            String head = "PUT " + slot.getPutUrl().getPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + content.length + "\r\n\r\n";

            cut(head, Arrays.copyOf(content, content.length / 2));

            await().atMost(Hearth.PATIENCE)
                    .untilAsserted(() -> assertThat(stored()).hasSameElementsAs(before));
            assertThat(put(slot.getPutUrl().toString(), "application/octet-stream", content)
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void a_page_is_not_put_into_a_slot_for_a_picture() {
        byte[] page = utf8("<html><body>hi</body></html>");
        try (Xmpp a = alice.connect()) {
            Slot slot = slot(a, "a.png", page.length, "image/png");

            assertThat(put(slot.getPutUrl().toString(), "image/png", page).statusCode())
                    .isEqualTo(422);
            assertThat(read(slot.getGetUrl().toString()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void history_has_the_picture_too() throws Exception {
        JsonNode sent = sendPicture(bob, Map.of(), picture(33, 33)).body();
        try (Xmpp b = bob.connect()) {
            Message last = MamManager.getInstanceFor(b.connection())
                    .queryMostRecentPage(Xmpp.bare(alice), 1)
                    .getMessages()
                    .get(0);

            assertThat(element(last, "file-sharing", "urn:xmpp:sfs:0"))
                    .contains(attachment(sent).path("url").asText());
        }
    }
}
