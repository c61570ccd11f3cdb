package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** The database goes away for 20 seconds and comes back. */
final class DatabaseAwayIT {
    private static final Duration AWAY = Duration.ofSeconds(20);

    @Test
    void while_the_database_is_away_nothing_is_half_done_and_afterwards_all_is_well() throws Exception {
        // The embedded HSQLDB lives in the server's process: it cannot go away alone.
        assumeThat(Databases.isPostgres()).isTrue();
        String name = Databases.freshName();
        try (Wire wire = Wire.to(Databases.port());
                Hearth hearth = Hearth.start(builder -> builder.db(Databases.url(name, wire.port())))) {
            Person alice = hearth.register("alice");
            Person bob = hearth.register("bob");
            alice.send(bob, "before");
            try (Xmpp a = alice.connect();
                    Xmpp b = bob.connect()) {
                b.awaitText("before");
                wire.cut();
                Instant back = Instant.now().plus(AWAY);
                List<String> refused = new ArrayList<>();
                while (Instant.now().isBefore(back)) {
                    String text = "away-" + refused.size();
                    Api.Answer answer =
                            alice.api().post("/api/messages/", Map.of("receiver", bob.username(), "content", text));
                    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    assertThat(answer.text()).doesNotContain("SQL").doesNotContain("Exception");
                    refused.add(text);
                }
                assertThat(refused).isNotEmpty();
                Message message = a.connection()
                        .getStanzaFactory()
                        .buildMessageStanza()
                        .to(Xmpp.bare(bob))
                        .ofType(Message.Type.chat)
                        .setBody("away by xmpp")
                        .build();
                a.send(message);
                Message error = a.await(answer -> answer.getType() == Message.Type.error);
                assertThat(error.getStanzaId()).isEqualTo(message.getStanzaId());

                wire.mend();
                await().atMost(Hearth.PATIENCE)
                        .until(() -> alice.api()
                                        .post("/api/messages/", Map.of("receiver", bob.username(), "content", "after"))
                                        .status()
                                == 201);
                b.awaitText("after");
                a.say(bob, "after by xmpp");
                b.awaitText("after by xmpp");
                assertThat(expect(200, bob.api().get("/api/messages/?limit=200"))
                                .text())
                        .contains("before", "after", "after by xmpp")
                        .doesNotContain("away-", "away by xmpp");
            }
        }
    }

    @Test
    void groups_and_uploads_are_refused_meanwhile_and_work_again_afterwards() throws Exception {
        assumeThat(Databases.isPostgres()).isTrue();
        String name = Databases.freshName();
        try (Wire wire = Wire.to(Databases.port());
                Hearth hearth = Hearth.start(builder -> builder.db(Databases.url(name, wire.port())))) {
            Person alice = hearth.register("alice");
            Person bob = hearth.register("bob");
            Api.Answer group = expect(
                    201, alice.api().post("/api/groups/", Map.of("name", "Away", "members", List.of(bob.username()))));
            try (Xmpp a = alice.connect();
                    Xmpp b = bob.connect()) {
                MultiUserChat room = join(a, group);
                join(b, group);
                expect(201, say(alice, group, "before"));
                b.awaitText("before");
                List<Path> files = files(hearth);
                wire.cut();
                Instant back = Instant.now().plus(AWAY.dividedBy(2));
                while (Instant.now().isBefore(back)) {
                    refused(say(alice, group, "away"));
                    refused(sayWithFile(alice, group, "away with a file"));
                    refused(Uploads.upload(bob, "a.bin", "application/octet-stream", Uploads.noise(5_000)));
                }
                room.sendMessage("away by xmpp");
                Message error = a.await(answer -> answer.getType() == Message.Type.error);
                assertThat(error.getFrom().asBareJid().toString()).isEqualTo(group.get("jid"));

                wire.mend();
                await().atMost(Hearth.PATIENCE)
                        .until(() -> say(alice, group, "after").status() == 201);
                b.awaitText("after");
                room.sendMessage("after by xmpp");
                b.awaitText("after by xmpp");
                assertThat(files(hearth)).isEqualTo(files);
                Api.Answer sent = expect(201, sayWithFile(bob, group, "after with a file"));
                assertThat(sent.body().path("attachments")).hasSize(1);
                List<String> said = new ArrayList<>();
                expect(200, bob.api().get("/api/group-messages/?group=" + group.get("id")))
                        .body()
                        .path("items")
                        .forEach(message -> said.add(message.path("content").asText()));
                assertThat(said).containsExactly("after with a file", "after by xmpp", "after", "before");
            }
        }
    }

    private static Api.Answer say(Person person, Api.Answer group, String content) {
        return person.api().post("/api/group-messages/", Map.of("group", group.get("id"), "content", content));
    }

    private static Api.Answer sayWithFile(Person person, Api.Answer group, String content) {
        return Uploads.post(
                person,
                "/api/group-messages/",
                Uploads.form(
                        Map.of("group", group.get("id"), "content", content),
                        "file",
                        "a.bin",
                        "application/octet-stream",
                        Uploads.noise(5_000)));
    }

    private static void refused(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.text()).doesNotContain("SQL").doesNotContain("Exception");
    }

    private static MultiUserChat join(Xmpp client, Api.Answer group) throws Exception {
        MultiUserChat room = MultiUserChatManager.getInstanceFor(client.connection())
                .getMultiUserChat(JidCreate.entityBareFrom(group.get("jid")));
        room.join(Resourcepart.from(client.person().username()));
        return room;
    }

    /** The files that are kept, and those that are on their way in. */
    private static List<Path> files(Hearth hearth) throws IOException {
        Path media = hearth.engine().dataFolder().resolve("home/hearth/media");
        if (!Files.exists(media)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(media)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
