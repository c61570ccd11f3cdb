package im.hearth.push.firebase;

import com.google.firebase.messaging.FirebaseMessagingException;
import im.hearth.core.plugin.Registration;
import im.hearth.core.settings.Settings;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Sender;
import im.hearth.push.send.Target;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends through Firebase Cloud Messaging. Each push goes out once: repeating is the queue's. */
public final class FirebaseSender implements Sender, Registration {
    private static final Logger log = LoggerFactory.getLogger(FirebaseSender.class);

    private final FirebaseLine line;
    private final FirebaseMessages messages;
    private final FirebaseAnswers answers;
    /** The fault that the operator was told of last; empty while all is well. */
    private final AtomicReference<String> told = new AtomicReference<>("");

    public FirebaseSender(Settings settings, Clock clock) {
        this.line = new FirebaseLine(settings);
        this.messages = new FirebaseMessages(clock);
        this.answers = new FirebaseAnswers(clock);
    }

    /** Whether the operator has named an account. */
    public boolean isConfigured() {
        return line.isConfigured();
    }

    @Override
    public Receipt send(Target target, Alert alert) {
        try {
            line.messaging().send(messages.of(target, alert));
            tell("", "");
            return new Receipt.Sent();
        } catch (FirebaseLine.Misconfigured e) {
            tell(e.reason(), String.valueOf(e.getMessage()));
            return new Receipt.Later(e.reason(), null);
        } catch (FirebaseMessagingException e) {
            Receipt receipt = answers.of(e);
            if (receipt instanceof Receipt.Later later) {
                String advice = FirebaseAnswers.FAULTS.get(later.reason());
                if (advice != null) {
                    tell(later.reason(), advice);
                }
            }
            return receipt;
        }
    }

    /** Ends the SDK's threads. */
    @Override
    public void close() {
        line.close();
    }

    /** One line in the log for each fault, and one for its end. */
    private void tell(String fault, String advice) {
        String before = told.getAndSet(fault);
        if (before.equals(fault)) {
            return;
        }
        if (fault.isEmpty()) {
            log.info("Firebase takes pushes again");
        } else {
            log.error("Pushes to Firebase wait ({}): {}", fault, advice);
        }
    }
}
