package im.hearth.people.settings;

import im.hearth.core.notices.NotificationKind;
import im.hearth.core.people.Aspect;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person has set.
 *
 * @param language a tag of BCP 47 in its canonical form; null for that of the device
 * @param silent what the person is not notified of
 * @param showText whether notifications show what was written
 * @param privacy for each aspect, to whom it is shown
 */
public record Choices(
        Theme theme,
        @Nullable String language,
        Set<NotificationKind> silent,
        boolean showText,
        Map<Aspect, Audience> privacy) {
    /** Before the person says otherwise. */
    public static final Choices DEFAULTS = new Choices(
            Theme.SYSTEM,
            null,
            Set.of(),
            true,
            Map.of(
                    Aspect.LAST_SEEN, Audience.FRIENDS,
                    Aspect.PROFILE_PICTURE, Audience.EVERYONE,
                    Aspect.FIND_BY_PHONE, Audience.EVERYONE,
                    Aspect.LOCATION, Audience.FRIENDS));

    public Choices {
        silent = Set.copyOf(silent);
        privacy = Map.copyOf(privacy);
        if (privacy.size() != Aspect.values().length) {
            throw new IllegalArgumentException("Each aspect has an audience");
        }
    }

    /** To whom that is shown. */
    public Audience shows(Aspect aspect) {
        Audience audience = privacy.get(aspect);
        if (audience == null) {
            throw new IllegalStateException("Each aspect has an audience");
        }
        return audience;
    }

    /** These, with what changes. */
    Choices with(SettingsChange change) {
        Set<NotificationKind> quiet = EnumSet.noneOf(NotificationKind.class);
        quiet.addAll(silent);
        change.notifications().forEach((kind, on) -> {
            if (on) {
                quiet.remove(kind);
            } else {
                quiet.add(kind);
            }
        });
        Map<Aspect, Audience> shown = new EnumMap<>(privacy);
        shown.putAll(change.privacy());
        SettingsChange.Sent tag = change.language();
        return new Choices(
                change.theme() == null ? theme : change.theme(),
                tag == null ? language : tag.value(),
                quiet,
                change.showText() == null ? showText : change.showText(),
                shown);
    }
}
