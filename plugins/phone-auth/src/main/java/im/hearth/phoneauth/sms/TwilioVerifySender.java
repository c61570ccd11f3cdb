package im.hearth.phoneauth.sms;

import com.twilio.rest.verify.v2.service.Verification;
import com.twilio.rest.verify.v2.service.VerificationCheck;
import im.hearth.core.numbers.PhoneNumber;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Twilio Verify: Twilio makes the code, sends and checks it. Its verification lives for 10 minutes, ours ends before; a
 * second code within that time is the first one again, under the same reference.
 */
public final class TwilioVerifySender implements CodeSender {
    private static final String APPROVED = "approved";
    private static final String TRIED_TOO_OFTEN = "max_attempts_reached";

    /** What a Verify service's codes look like: 4 to 10 digits, by its settings. */
    private static final Pattern CODE = Pattern.compile("[0-9]{4,10}");

    private final TwilioClient twilio;

    public TwilioVerifySender(TwilioClient twilio) {
        this.twilio = twilio;
    }

    @Override
    public Set<Channel> channels() {
        return EnumSet.of(Channel.SMS, Channel.CALL, Channel.WHATSAPP);
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        String service = twilio.require(TwilioSettings.VERIFY_SERVICE);
        try {
            Verification made = twilio.create(Verification.creator(service, to.e164(), channel.label()));
            return Optional.of(Optional.ofNullable(made.getSid()).orElseThrow(TwilioClient::away));
        } catch (TwilioError error) {
            throw error.problem();
        }
    }

    @Override
    public boolean check(String reference, String code) {
        if (!CODE.matcher(code).matches()) {
            return false;
        }
        String service = twilio.require(TwilioSettings.VERIFY_SERVICE);
        try {
            VerificationCheck checked = twilio.create(VerificationCheck.creator(service)
                    .setVerificationSid(reference)
                    .setCode(code));
            if (TRIED_TOO_OFTEN.equals(checked.getStatus())) {
                throw new TwilioError(TwilioError.TOO_MANY_CHECKS, 0, null);
            }
            return APPROVED.equals(checked.getStatus());
        } catch (TwilioError error) {
            if (error.code() == TwilioError.NOT_FOUND || error.code() == TwilioError.INVALID_PARAMETER) {
                return false;
            }
            throw error.problem();
        }
    }
}
