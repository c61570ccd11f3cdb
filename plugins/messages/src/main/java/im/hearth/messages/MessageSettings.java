package im.hearth.messages;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** What an operator can set about messages. */
public final class MessageSettings {
    /** How long the text of a message may be, in bytes of UTF-8. */
    public static final Setting<Integer> MAX_BODY =
            Setting.number("hearth.messages.max-body", 65_536, 1_024, 1_048_576);

    /** How long after sending it its sender may edit a message. */
    public static final Setting<Duration> EDIT_WINDOW =
            Setting.duration("hearth.messages.edit-window", Duration.ofDays(2));

    private MessageSettings() {}
}
