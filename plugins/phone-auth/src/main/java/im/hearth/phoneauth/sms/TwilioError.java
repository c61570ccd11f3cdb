package im.hearth.phoneauth.sms;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twilio says no, by one of its numbers (https://www.twilio.com/docs/api/errors). Its message is left out: it may hold the
 * phone number.
 */
final class TwilioError extends RuntimeException {
    /** There is no such thing; for a verification: it is approved, over, or too old. */
    static final int NOT_FOUND = 20404;

    /** A parameter is not what it should be. */
    static final int INVALID_PARAMETER = 60200;

    /** Of one verification, 5 codes were checked. */
    static final int TOO_MANY_CHECKS = 60202;

    /** How long Twilio keeps a verification, and counts what is sent and checked for it. */
    private static final Duration VERIFICATION_LIFETIME = Duration.ofMinutes(10);

    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(TwilioError.class);

    private final int code;
    private final int status;
    private final @Nullable Duration retryAfter;

    /**
     * What was answered.
     *
     * @param status of HTTP
     * @param retryAfter from the header of that name; null where there was none
     */
    TwilioError(int code, int status, @Nullable Duration retryAfter) {
        super("Twilio answered " + status + " with error " + code, null, false, false);
        this.code = code;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int code() {
        return code;
    }

    /** What to tell whoever wants a code, or has one. */
    Problem problem() {
        return switch (code) {
            case INVALID_PARAMETER, 21211, 21212, 21612, 21614 -> number("cannot get a code");
            case 60205 -> number("is a landline and gets no SMS; ask for a call");
            case 60223, 63001, 63003, 63024 ->
                Problem.invalid("channel", "does not reach this number; choose another one");
            case TOO_MANY_CHECKS ->
                Problem.tooOften(
                        VERIFICATION_LIFETIME, "That code was tried too often. Ask for a new one in 10 minutes.");
            case 60203 ->
                Problem.tooOften(
                        VERIFICATION_LIFETIME, "This number got too many codes in a row. Ask again in 10 minutes.");
            case 60212 -> Problem.tooOften(pause(), "A code to this number is on its way. Ask again in a moment.");
            case 21610 ->
                Problem.of(
                        Kind.FORBIDDEN,
                        "number-opted-out",
                        "The owner of this number wants no messages from us. Send START to the number that sends codes.");
            case 60410 ->
                Problem.of(
                        Kind.FORBIDDEN,
                        "number-blocked",
                        "Numbers like this one get no codes for now, because of fraud. Use another number, or try again"
                                + " tomorrow.");
            case 21408, 60605 -> blockedCountry();
            default -> unavailable();
        };
    }

    private Problem blockedCountry() {
        log.warn("Twilio may not send to the country of a number (error {}): see Geo Permissions in its console", code);
        return Problem.of(Kind.FORBIDDEN, "country-blocked", "No codes are sent to the country of this number.");
    }

    private Problem unavailable() {
        // A name that is wrong or credentials that are refused look like an outage to the caller; here they must not.
        switch (code) {
            case 20003, 20005, 20008 ->
                log.error(
                        "Twilio refuses the account (error {}): see {}, {} and {}",
                        code,
                        TwilioSettings.ACCOUNT_SID.name(),
                        TwilioSettings.AUTH_TOKEN.name(),
                        TwilioSettings.API_KEY_SID.name());
            case NOT_FOUND ->
                log.error(
                        "Twilio does not know the account or service: see {}, {} and {}",
                        TwilioSettings.ACCOUNT_SID.name(),
                        TwilioSettings.VERIFY_SERVICE.name(),
                        TwilioSettings.MESSAGING_SERVICE.name());
            default -> log.warn("Twilio answered {} with error {}", status, code);
        }
        return TwilioClient.away().withRetryAfter(pause());
    }

    private Duration pause() {
        return retryAfter == null ? A_MOMENT : retryAfter;
    }

    private static Problem number(String message) {
        return Problem.invalid("phone_number", message);
    }
}
