package im.hearth.phoneauth;

import im.hearth.core.numbers.PhoneNumber;
import im.hearth.phoneauth.sms.Channel;
import im.hearth.phoneauth.sms.CodeSender;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A sender with a fault of its own. */
public final class BrokenSender implements CodeSender {
    @Override
    public Set<Channel> channels() {
        return EnumSet.allOf(Channel.class);
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        throw new IllegalStateException("broken");
    }
}
