package im.hearth.location.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_location_message: the places that messages tell, encrypted, by message id; and hearth_location_aside:
 * those that they tell to one of two alone, who edited the message while the other one blocked them. Persons are bare JIDs.
 */
public final class PlaceStore {
    void insert(Handle handle, long message, String place) {
        handle.createUpdate("INSERT INTO hearth_location_message (message, place) VALUES (:message, :place)")
                .bind("message", message)
                .bind("place", place)
                .execute();
    }

    /**
     * Makes a message tell another place to that person alone.
     *
     * @param place null for none
     */
    void putAside(Handle handle, long message, String person, @Nullable String place) {
        handle.createUpdate("DELETE FROM hearth_location_aside WHERE message = :message AND person = :person")
                .bind("message", message)
                .bind("person", person)
                .execute();
        handle.createUpdate(
                        "INSERT INTO hearth_location_aside (message, person, place) VALUES (:message, :person, :place)")
                .bind("message", message)
                .bind("person", person)
                .bind("place", place)
                .execute();
    }

    /**
     * A place as it is kept.
     *
     * @param isAside whether it is what the message tells one person alone
     * @param place encrypted; null for none
     */
    record Kept(long message, boolean isAside, @Nullable String place) {}

    /** What these messages tell that person, by message. */
    Map<Long, Kept> find(Handle handle, Collection<Long> messages, String person) {
        Map<Long, Kept> found = new HashMap<>();
        handle.createQuery("""
                        SELECT message, 0 AS aside, place FROM hearth_location_message WHERE message IN (<messages>)
                        UNION ALL
                        SELECT message, 1 AS aside, place FROM hearth_location_aside
                        WHERE message IN (<messages>) AND person = :person
                        """)
                .bindList("messages", List.copyOf(messages))
                .bind("person", person)
                .map((row, context) ->
                        new Kept(row.getLong("message"), row.getInt("aside") != 0, row.getString("place")))
                .forEach(kept -> found.merge(kept.message(), kept, (one, other) -> one.isAside() ? one : other));
        return found;
    }

    /** Forgets what messages tell that person alone. */
    int forget(Handle handle, String person) {
        return handle.createUpdate("DELETE FROM hearth_location_aside WHERE person = :person")
                .bind("person", person)
                .execute();
    }

    int delete(Handle handle, Collection<Long> messages) {
        handle.createUpdate("DELETE FROM hearth_location_aside WHERE message IN (<messages>)")
                .bindList("messages", List.copyOf(messages))
                .execute();
        return handle.createUpdate("DELETE FROM hearth_location_message WHERE message IN (<messages>)")
                .bindList("messages", List.copyOf(messages))
                .execute();
    }
}
