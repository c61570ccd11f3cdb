package im.hearth.push.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.push.send.Alert;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

final class XmppSenderTest {
    private static final Target TARGET = new Target(
            "push.example.com",
            "<x xmlns=\"jabber:x:data\" type=\"submit\"><field var=\"secret\"><value>s1</value></field></x>",
            "node1");

    private final List<IQ> asked = new ArrayList<>();

    private static Alert alert(@Nullable String text) {
        return new Alert(
                "1",
                "message",
                "17",
                "bob@example.org",
                text == null ? null : "Bob",
                text,
                text == null ? null : "bob@example.org",
                3,
                Instant.EPOCH,
                Instant.MAX);
    }

    private Receipt send(@Nullable String text, Consumer<IQ> answer) {
        return new XmppSender(
                        request -> {
                            asked.add(request);
                            IQ reply = IQ.createResultIQ(request);
                            answer.accept(reply);
                            return Optional.of(reply);
                        },
                        "example.org",
                        UUID::randomUUID)
                .send(TARGET, alert(text));
    }

    private static Consumer<IQ> error(PacketError.Condition condition, PacketError.Type type) {
        return reply -> reply.setError(new PacketError(condition, type));
    }

    @Test
    void it_publishes_the_summary_with_the_options() {
        Receipt receipt = send("Hello <you>", reply -> {});

        assertThat(receipt).isInstanceOf(Receipt.Sent.class);
        String xml = asked.get(0).toXML();
        assertThat(asked.get(0).getFrom()).hasToString("example.org");
        assertThat(asked.get(0).getTo()).hasToString("push.example.com");
        assertThat(xml)
                .contains("<publish node=\"node1\">")
                .contains("urn:xmpp:push:summary")
                .contains("<field var=\"message-count\"><value>3</value></field>")
                .contains("<field var=\"last-message-sender\"><value>bob@example.org</value></field>")
                .contains("<field var=\"last-message-body\"><value>Hello &lt;you&gt;</value></field>")
                .contains("<publish-options>")
                .contains("<value>s1</value>");
    }

    @Test
    void without_text_it_says_only_how_much_waits() {
        send(null, reply -> {});

        assertThat(asked.get(0).toXML()).contains("message-count").doesNotContain("last-message");
    }

    @Test
    void a_service_that_does_not_know_the_node_ends_the_device() {
        for (PacketError.Condition condition : List.of(
                PacketError.Condition.item_not_found, PacketError.Condition.gone, PacketError.Condition.forbidden)) {
            assertThat(send("Hi", error(condition, PacketError.Type.cancel))).isInstanceOf(Receipt.Gone.class);
        }
    }

    @Test
    void a_service_that_is_away_or_busy_is_tried_again() {
        assertThat(send("Hi", error(PacketError.Condition.resource_constraint, PacketError.Type.wait)))
                .isInstanceOf(Receipt.Later.class);
        assertThat(send("Hi", error(PacketError.Condition.item_not_found, PacketError.Type.wait)))
                .isInstanceOf(Receipt.Later.class);
        assertThat(send("Hi", error(PacketError.Condition.remote_server_not_found, PacketError.Type.cancel)))
                .isInstanceOf(Receipt.Later.class);
        assertThat(new XmppSender(request -> Optional.empty(), "example.org", UUID::randomUUID)
                        .send(TARGET, alert("Hi")))
                .isEqualTo(new Receipt.Later("no-answer", null));
    }

    @Test
    void another_error_refuses_the_push() {
        assertThat(send("Hi", error(PacketError.Condition.not_acceptable, PacketError.Type.modify)))
                .isEqualTo(new Receipt.Refused("not-acceptable"));
    }

    @Test
    void an_answer_of_somebody_else_counts_for_nothing() {
        assertThat(send("Hi", reply -> {
                    reply.setFrom("mallory@example.net");
                    reply.setError(PacketError.Condition.item_not_found);
                }))
                .isInstanceOf(Receipt.Later.class);
    }
}
