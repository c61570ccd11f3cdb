package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.jivesoftware.smackx.vcardtemp.VCardManager;
import org.jivesoftware.smackx.vcardtemp.packet.VCard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineProcessTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void what_was_answered_survives_a_kill() throws Exception {
        try (EngineProcess engine = EngineProcess.on(folder).start()) {
            try (Client admin = admin(engine)) {
                VCard card = new VCard();
                card.setNickName("Boss");
                VCardManager.getInstanceFor(admin.connection()).saveVCard(card);
                engine.kill();
            }
            engine.startAgain();

            try (Client admin = admin(engine)) {
                assertThat(VCardManager.getInstanceFor(admin.connection())
                                .loadVCard()
                                .getNickName())
                        .isEqualTo("Boss");
            }
        }
    }

    @Test
    void it_says_what_runs_and_stops_when_asked() throws Exception {
        EngineProcess engine = EngineProcess.on(folder).domain("chat.example").start();
        String xmpp = "  XMPP          127.0.0.1:" + engine.ports().xmpp() + " (domain chat.example)";
        engine.awaitLine(xmpp::equals, Duration.ofSeconds(5));
        assertThat(folder.resolve("hearth.json"))
                .content()
                .contains("\"domain\": \"chat.example\"")
                .doesNotContain(EngineProcess.ADMIN_PASSWORD);

        engine.stop();

        assertThat(engine.lines()).last().isEqualTo("Hearth stopped.");
        assertThat(folder.resolve("hearth.json")).doesNotExist();
        assertThat(engine.lines()).noneMatch(line -> line.startsWith("ERROR") || line.startsWith("WARN"));
    }

    @Test
    void a_second_engine_on_the_same_data_is_refused() {
        try (EngineProcess engine = EngineProcess.on(folder).start()) {
            assertThat(engine.isAlive()).isTrue();
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> EngineProcess.on(folder).start())
                    .withMessageContaining("Another Hearth runs on " + folder);
        }
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        Ports ports = Ports.free();
        try (ServerSocket taken = new ServerSocket(ports.web(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> EngineProcess.on(folder).ports(ports).start())
                    .withMessageContaining("Port " + ports.web() + " (web) is taken");
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_named_without_its_password() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> EngineProcess.on(folder)
                        .db("postgresql://me:secret@127.0.0.1:1/chat")
                        .start())
                .withMessageContaining("The database at jdbc:postgresql://127.0.0.1:1/chat cannot be used")
                .satisfies(error -> assertThat(error).hasMessageNotContaining("secret"));
    }

    @Test
    void a_message_that_is_too_large_ends_the_stream_and_not_the_server() throws Exception {
        try (EngineProcess engine = EngineProcess.on(folder).start();
                Client admin = admin(engine)) {
            var message = admin.connection().getStanzaFactory().buildMessageStanza();

            admin.connection()
                    .sendStanza(message.to("admin@localhost")
                            .setBody("x".repeat(2_000_000))
                            .build());

            await().until(() -> !admin.connection().isConnected());
            try (Client again = admin(engine)) {
                assertThat(again.connection().isAuthenticated()).isTrue();
            }
        }
    }

    @Test
    void the_admin_page_is_for_administrators() throws Exception {
        try (EngineProcess engine = EngineProcess.on(folder).start()) {
            assertThat(adminPage(engine, "admin:wrong").statusCode()).isEqualTo(401);

            HttpResponse<String> page = adminPage(engine, "admin:" + EngineProcess.ADMIN_PASSWORD);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("4.2.0", "localhost");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void no_password_is_kept() throws Exception {
        try (EngineProcess engine = EngineProcess.on(folder).start()) {
            engine.stop();
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(EngineProcess.ADMIN_PASSWORD);
                }
            }
        }
    }

    private static Client admin(EngineProcess engine) throws Exception {
        return Client.login(engine, AdminAccount.NAME, EngineProcess.ADMIN_PASSWORD);
    }

    private static HttpResponse<String> adminPage(EngineProcess engine, String login) throws Exception {
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + engine.ports().admin() + "/"))
                .header("Authorization", "Basic " + basic)
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
