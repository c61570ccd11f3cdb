package im.hearth.location.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table hearth_location_message: the places that messages tell, encrypted, by message id. */
public final class PlaceStore {
    void insert(Handle handle, long message, String place) {
        handle.createUpdate("INSERT INTO hearth_location_message (message, place) VALUES (:message, :place)")
                .bind("message", message)
                .bind("place", place)
                .execute();
    }

    /** Those of these messages that tell a place. */
    Map<Long, String> find(Handle handle, Collection<Long> messages) {
        Map<Long, String> found = new HashMap<>();
        handle.createQuery("SELECT message, place FROM hearth_location_message WHERE message IN (<messages>)")
                .bindList("messages", List.copyOf(messages))
                .map((row, context) -> Map.entry(row.getLong("message"), row.getString("place")))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    int delete(Handle handle, Collection<Long> messages) {
        return handle.createUpdate("DELETE FROM hearth_location_message WHERE message IN (<messages>)")
                .bindList("messages", List.copyOf(messages))
                .execute();
    }
}
