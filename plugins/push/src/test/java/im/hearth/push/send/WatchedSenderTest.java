package im.hearth.push.send;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.health.Condition;
import im.hearth.push.devices.Platform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedSenderTest {
    private static final Receipt LATER = new Receipt.Later("away", null);
    private static final Receipt SENT = new Receipt.Sent();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<Receipt> receipts = new ArrayDeque<>();
    private final WatchedSender sender =
            new WatchedSender((target, alert) -> receipts.removeFirst(), Platform.FCM, meters);

    private void answer(Receipt... some) {
        receipts.addAll(List.of(some));
        while (!receipts.isEmpty()) {
            Receipt expected = receipts.getFirst();
            assertThat(sender.send(new Target("token", null, null), Alerts.wakeUp()))
                    .isSameAs(expected);
        }
    }

    private double count(String result) {
        return meters.get("hearth.pushes")
                .tags("provider", "fcm", "result", result)
                .counter()
                .count();
    }

    @Test
    void answers_are_counted_by_what_they_are() {
        answer(SENT, SENT, LATER, new Receipt.Gone("unregistered"), new Receipt.Refused("too-big"));

        assertThat(count("sent")).isEqualTo(2);
        assertThat(count("later")).isEqualTo(1);
        assertThat(count("gone")).isEqualTo(1);
        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void a_provider_fails_after_three_failures_in_a_row_until_it_takes_one_again() {
        answer(LATER, LATER, SENT, LATER, LATER);
        assertThat(sender.condition()).isEqualTo(Condition.OK);

        answer(LATER);
        assertThat(sender.condition()).isEqualTo(Condition.FAILING);

        answer(SENT);
        assertThat(sender.condition()).isEqualTo(Condition.OK);
    }
}
