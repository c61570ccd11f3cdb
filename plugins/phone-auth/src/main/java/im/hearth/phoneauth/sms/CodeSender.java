package im.hearth.phoneauth.sms;

import im.hearth.core.numbers.PhoneNumber;
import java.util.Optional;
import java.util.Set;

/** Gets codes to phones. */
public interface CodeSender {
    /** The channels it has. */
    Set<Channel> channels();

    /**
     * Sends a code, and returns once the provider took it.
     *
     * @param code ours, 6 digits; a provider that makes its own leaves it aside
     * @return what the provider calls its own verification; empty where the code is ours
     * @throws im.hearth.core.problem.Problem if nothing was sent: INVALID for a number that cannot get one, FORBIDDEN for
     *     one that is blocked, TOO_OFTEN and UNAVAILABLE for later
     */
    Optional<String> send(PhoneNumber to, Channel channel, String code);

    /**
     * Whether that is the code which the provider made.
     *
     * @param reference what {@link #send} answered
     * @throws im.hearth.core.problem.Problem TOO_OFTEN if the provider checks no more, UNAVAILABLE if it cannot check now
     */
    default boolean check(String reference, String code) {
        throw new IllegalStateException("The codes of this sender are ours to check");
    }
}
