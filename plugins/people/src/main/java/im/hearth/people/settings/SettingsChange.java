package im.hearth.people.settings;

import im.hearth.core.notices.NotificationKind;
import im.hearth.core.people.Aspect;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person changes of their settings; null, and what is not in a map, leaves a thing as it is.
 *
 * @param notifications whether to notify, by kind
 */
public record SettingsChange(
        @Nullable Theme theme,
        @Nullable Sent language,
        Map<NotificationKind, Boolean> notifications,
        @Nullable Boolean showText,
        Map<Aspect, Audience> privacy) {
    /** A text that was sent; null clears what was there. */
    public record Sent(@Nullable String value) {}

    public SettingsChange {
        notifications = Map.copyOf(notifications);
        privacy = Map.copyOf(privacy);
    }
}
