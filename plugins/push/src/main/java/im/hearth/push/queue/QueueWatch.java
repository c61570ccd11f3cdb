package im.hearth.push.queue;

import im.hearth.core.health.Condition;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** How many pushes wait and for how long, for those who watch. */
public final class QueueWatch {
    /** What is due goes out within a second or two; a node that died gives back what it had within a minute. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private final PushQueue queue;

    public QueueWatch(PushQueue queue) {
        this.queue = queue;
    }

    /** Shows {@code hearth.push.queue} and {@code hearth.push.delay}. */
    public Registration bindTo(MeterRegistry meters) {
        Gauge depth = Gauge.builder("hearth.push.queue", () -> known(queue::depth))
                .description("Pushes that wait, of all nodes")
                .register(meters);
        TimeGauge delay = TimeGauge.builder(
                        "hearth.push.delay", () -> known(() -> queue.delay().toMillis()), TimeUnit.MILLISECONDS)
                .description("How long the push has been due that has waited longest")
                .register(meters);
        return () -> {
            meters.remove(depth);
            meters.remove(delay);
        };
    }

    /** Whether pushes go out about when they should. */
    public Condition condition() {
        return queue.delay().compareTo(LATE) > 0 ? Condition.FAILING : Condition.OK;
    }

    /** NaN, as Prometheus has it, while the database is away. */
    private static double known(DoubleSupplier value) {
        try {
            return value.getAsDouble();
        } catch (Problem away) {
            return Double.NaN;
        }
    }
}
