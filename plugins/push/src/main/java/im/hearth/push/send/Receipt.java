package im.hearth.push.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider said of a push. Reasons are for the operator's log and metrics: codes, without tokens and texts. */
public sealed interface Receipt {
    /** The provider has it. */
    record Sent() implements Receipt {}

    /**
     * Not now: the provider is away, or wants less at once.
     *
     * @param after how long it wants to be left alone ({@code Retry-After}); null if it does not say
     */
    record Later(String reason, @Nullable Duration after) implements Receipt {}

    /** The device is gone: nothing is to be sent there any more. */
    record Gone(String reason) implements Receipt {}

    /** The provider takes neither this push nor the same one again; the device stays. */
    record Refused(String reason) implements Receipt {}
}
