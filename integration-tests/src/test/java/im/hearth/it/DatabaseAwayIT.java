package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;

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
}
