package im.hearth.core.talk;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What features add to a message at the REST door.
 *
 * @param reactions usernames by emoji
 * @param poll the poll that it asks; null for none
 * @param location the place that it tells; null for none
 */
public record Extras(
        Map<String, List<String>> reactions,
        @Nullable Object poll,
        @Nullable Location location) {
    /** A message that nothing hangs on. */
    public static final Extras NONE = new Extras(Map.of(), null, null);

    /** Who reacted. */
    public static Extras reactions(Map<String, List<String>> reactions) {
        return new Extras(reactions, null, null);
    }

    /** A poll. */
    public static Extras poll(Object poll) {
        return new Extras(Map.of(), poll, null);
    }

    /** A place. */
    public static Extras location(Location location) {
        return new Extras(Map.of(), null, location);
    }

    Extras and(Extras other) {
        return new Extras(
                reactions.isEmpty() ? other.reactions : reactions,
                poll == null ? other.poll : poll,
                location == null ? other.location : location);
    }
}
