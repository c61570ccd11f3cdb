package im.hearth.phoneauth.sms;

import im.hearth.core.numbers.PhoneNumber;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends nothing: logs what it would have sent, for whoever tries Hearth on a desk. */
public final class ConsoleSender implements CodeSender {
    /** The one logger that shows whole numbers and codes; a production server has no use for it. */
    private static final Logger sms = LoggerFactory.getLogger("hearth.sms");

    @Override
    public Set<Channel> channels() {
        return EnumSet.allOf(Channel.class);
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        sms.info("SMS to {}: {}", to.e164(), CodeText.of(code));
        return Optional.empty();
    }
}
