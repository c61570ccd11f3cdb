package im.hearth.phoneauth.sms;

import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import java.util.Optional;
import java.util.Set;

/** The sender that the settings name. */
public final class Senders implements CodeSender {
    /** The senders there are. */
    public enum Provider {
        NONE,
        CONSOLE,
        TWILIO_VERIFY,
        TWILIO_MESSAGING
    }

    /**
     * Who sends codes: {@code twilio-verify}, {@code twilio-messaging} or, on a desk, {@code console}. Nobody where it is not
     * set, or misspelt: codes are not to land in a production server's log by accident.
     */
    public static final Setting<Provider> PROVIDER = Setting.choice("hearth.sms.sender", Provider.NONE);

    private final Settings settings;
    private final CodeSender none;
    private final CodeSender console;
    private final CodeSender verify;
    private final CodeSender messaging;

    public Senders(Settings settings, CodeSender none, CodeSender console, CodeSender verify, CodeSender messaging) {
        this.settings = settings;
        this.none = none;
        this.console = console;
        this.verify = verify;
        this.messaging = messaging;
    }

    @Override
    public Set<Channel> channels() {
        return current().channels();
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        return current().send(to, channel, code);
    }

    @Override
    public boolean check(String reference, String code) {
        // Only this one makes codes of its own; they are to be checked even where another one sends by now.
        return verify.check(reference, code);
    }

    private CodeSender current() {
        return switch (settings.get(PROVIDER)) {
            case NONE -> none;
            case CONSOLE -> console;
            case TWILIO_VERIFY -> verify;
            case TWILIO_MESSAGING -> messaging;
        };
    }
}
