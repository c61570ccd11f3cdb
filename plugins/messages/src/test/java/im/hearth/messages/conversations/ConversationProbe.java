package im.hearth.messages.conversations;

import im.hearth.core.conversations.Place;
import im.hearth.core.db.Database;
import java.util.List;
import java.util.Map;

/** The queries of the list by themselves, for tests of what they cost. */
public final class ConversationProbe {
    private ConversationProbe() {}

    public static List<Place> after(Database database, String owner, Place place, int limit) {
        return database.read(handle -> new ConversationStore().after(handle, owner, place, limit));
    }

    public static Map<String, Integer> unread(Database database, String owner, List<String> peers) {
        return database.read(handle -> new ConversationStore().unread(handle, owner, peers));
    }
}
