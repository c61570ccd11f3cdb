package im.hearth.phoneauth.sms;

import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.settings.Settings;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Our codes in SMS through Twilio's Messaging. */
public final class TwilioMessagingSender implements CodeSender {
    /** Seconds after which Twilio drops an SMS that it could not send: by then the code is no longer good. */
    private static final int WORTH_SENDING = 300;

    private final TwilioClient twilio;
    private final Settings settings;

    public TwilioMessagingSender(TwilioClient twilio, Settings settings) {
        this.twilio = twilio;
        this.settings = settings;
    }

    @Override
    public Set<Channel> channels() {
        return EnumSet.of(Channel.SMS);
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        try {
            Message sent = twilio.create(
                    message(new com.twilio.type.PhoneNumber(to.e164()), code).setValidityPeriod(WORTH_SENDING));
            Integer error = sent.getErrorCode();
            if (error != null) {
                throw new TwilioError(error, 0, null);
            }
            if (sent.getSid() == null) {
                throw TwilioClient.away();
            }
            return Optional.empty();
        } catch (TwilioError error) {
            throw error.problem();
        }
    }

    private MessageCreator message(com.twilio.type.PhoneNumber to, String code) {
        String text = CodeText.of(code);
        String service = settings.get(TwilioSettings.MESSAGING_SERVICE).trim();
        if (!service.isEmpty()) {
            return Message.creator(to, service, text);
        }
        String from = settings.get(TwilioSettings.FROM).trim();
        if (from.isEmpty()) {
            throw twilio.missing(TwilioSettings.MESSAGING_SERVICE.name() + " or " + TwilioSettings.FROM.name());
        }
        return Message.creator(to, new com.twilio.type.PhoneNumber(from), text);
    }
}
