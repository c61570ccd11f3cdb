package im.hearth.push.send;

import im.hearth.core.health.Condition;
import im.hearth.push.devices.Platform;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a provider answers: {@code hearth.pushes} by provider and result. */
public final class WatchedSender implements Sender {
    /** So many failures in a row are no accident. */
    private static final int FAILURES = 3;

    private final Sender sender;
    private final Platform platform;
    private final MeterRegistry meters;
    private final AtomicInteger failures = new AtomicInteger();

    public WatchedSender(Sender sender, Platform platform, MeterRegistry meters) {
        this.sender = sender;
        this.platform = platform;
        this.meters = meters;
    }

    @Override
    public Receipt send(Target target, Alert alert) {
        Receipt receipt = sender.send(target, alert);
        meters.counter("hearth.pushes", Tags.of("provider", platform.label(), "result", result(receipt)))
                .increment();
        if (receipt instanceof Receipt.Later) {
            failures.incrementAndGet();
        } else {
            failures.set(0);
        }
        return receipt;
    }

    /** Whether the provider takes pushes, as far as the last ones tell. */
    public Condition condition() {
        return failures.get() < FAILURES ? Condition.OK : Condition.FAILING;
    }

    private static String result(Receipt receipt) {
        if (receipt instanceof Receipt.Sent) {
            return "sent";
        }
        if (receipt instanceof Receipt.Later) {
            return "later";
        }
        return receipt instanceof Receipt.Gone ? "gone" : "refused";
    }
}
