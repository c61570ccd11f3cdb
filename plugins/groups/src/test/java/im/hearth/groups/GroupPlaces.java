package im.hearth.groups;

import im.hearth.core.conversations.Place;
import im.hearth.core.db.Database;
import java.util.List;

/** Where the groups of somebody stand in the list of conversations, by the query itself. */
public final class GroupPlaces {
    private GroupPlaces() {}

    public static List<Place> after(Database database, String person, Place place, int limit) {
        return database.read(handle -> new GroupConversationStore().after(handle, person, place, limit));
    }
}
