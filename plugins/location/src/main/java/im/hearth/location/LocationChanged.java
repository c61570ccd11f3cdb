package im.hearth.location;

import im.hearth.core.events.Event;
import java.util.Set;

/**
 * Somebody has said where they are, or whom they share it with. Where that is, is not in it: whoever may know asks.
 *
 * @param lost whom it is not shared with any more: usernames, and rooms as bare JIDs
 */
public record LocationChanged(String username, Set<String> lost) implements Event {
    public LocationChanged {
        lost = Set.copyOf(lost);
    }
}
