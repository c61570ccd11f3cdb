package im.hearth.phoneauth.sms;

import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.problem.Problem;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where nobody has said yet how codes are sent: no code is made up for a log to keep. */
public final class NoSender implements CodeSender {
    private static final Logger log = LoggerFactory.getLogger(NoSender.class);

    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public Set<Channel> channels() {
        return EnumSet.allOf(Channel.class);
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        if (told.compareAndSet(false, true)) {
            log.error("No codes can be sent: the setting {} is missing or wrong", Senders.PROVIDER.name());
        }
        throw Problem.unavailable("codes-unavailable", "This server cannot send codes yet. Ask its operator.", null);
    }
}
