package im.hearth.location;

import im.hearth.core.events.Event;
import java.util.Set;

/**
 * Nobody is to know any more where somebody is: they stopped it, or its time was over.
 *
 * @param circle whom it was shared with: usernames, and rooms as bare JIDs
 */
public record LocationEnded(String username, Set<String> circle) implements Event {
    public LocationEnded {
        circle = Set.copyOf(circle);
    }
}
