package im.hearth.core.events.live;

import java.util.List;

/**
 * Some of a person's events, the oldest first.
 *
 * @param readUpTo everything of the person up to this id is in the page, or was in one before
 */
public record EventPage(List<LiveEvent> events, long readUpTo) {
    public EventPage {
        events = List.copyOf(events);
    }
}
