package im.hearth.phoneauth.sms;

import im.hearth.core.health.Condition;
import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Optional;
import java.util.Set;

/** Counts what becomes of codes at the provider: {@code hearth.codes.sent} by channel and result. */
public final class WatchedSender implements CodeSender {
    private final CodeSender sender;
    private final MeterRegistry meters;
    private volatile boolean failed;

    public WatchedSender(CodeSender sender, MeterRegistry meters) {
        this.sender = sender;
        this.meters = meters;
    }

    @Override
    public Set<Channel> channels() {
        return sender.channels();
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        String result = "failed";
        try {
            Optional<String> reference = sender.send(to, channel, code);
            result = "sent";
            return reference;
        } catch (Problem e) {
            // The provider answered, and cannot reach that number or will not.
            result = e.kind() == Kind.UNAVAILABLE ? "failed" : "refused";
            throw e;
        } finally {
            failed = result.equals("failed");
            meters.counter("hearth.codes.sent", Tags.of("channel", channel.label(), "result", result))
                    .increment();
        }
    }

    @Override
    public boolean check(String reference, String code) {
        return sender.check(reference, code);
    }

    /** Whether codes go out, as far as the last one tells. */
    public Condition condition() {
        return failed ? Condition.FAILING : Condition.OK;
    }
}
