package im.hearth.people.statuses;

import im.hearth.core.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * Somebody says something else of themselves by REST.
 *
 * @param showBefore what was kept before, and stood in presence where the client said nothing
 * @param textBefore as showBefore
 */
public record StatusChanged(
        String username,
        @Nullable String showBefore,
        @Nullable String textBefore,
        @Nullable String show,
        @Nullable String text)
        implements Event {}
