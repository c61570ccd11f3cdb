package im.hearth.push.send;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Alerts as the queue has them. */
public final class Alerts {
    public static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
    public static final String CONVERSATION = "family@groups.chat.example.org";

    private Alerts() {}

    /** What happened now, and is of use for an hour. */
    public static Alert of(@Nullable String conversation, @Nullable String title, @Nullable String text) {
        return new Alert(
                "push-1", "group_message", "message-7", conversation, title, text, 3, NOW, NOW.plusSeconds(3600));
    }

    public static Alert wakeUp() {
        return of(CONVERSATION, null, null);
    }

    public static Alert withText(String text) {
        return of(CONVERSATION, "Family", text);
    }
}
