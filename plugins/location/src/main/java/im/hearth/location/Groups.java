package im.hearth.location;

import im.hearth.core.db.Database;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.events.live.Topics;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Who is in which group now: those who follow the room as a topic of their streams. Groups are the bare JIDs of their rooms,
 * people usernames.
 */
public final class Groups {
    private final Database database;
    private final LiveEvents live;
    private final String domain;

    /**
     * The groups of a server.
     *
     * @param domain that of its rooms
     */
    public Groups(Database database, LiveEvents live, String domain) {
        this.database = database;
        this.live = live;
        this.domain = domain;
    }

    /** The room of a group's id. */
    String room(String id) {
        return id + "@" + domain;
    }

    /** The id of a room's group. */
    String id(String room) {
        return room.substring(0, room.length() - domain.length() - 1);
    }

    /** Whether a bare JID is one of a room; whether there is a group, it does not say. */
    boolean isRoom(String jid) {
        return jid.endsWith("@" + domain);
    }

    /** The groups that somebody is in. */
    Set<String> of(String username) {
        Set<String> rooms = new HashSet<>();
        for (Topics topics : live.topics()) {
            rooms.addAll(database.read(handle -> topics.of(handle, username)).keySet());
        }
        rooms.removeIf(topic -> !isRoom(topic));
        return rooms;
    }

    /** Those of this server who are in any of these groups. */
    Set<String> members(Collection<String> rooms) {
        Set<String> members = new HashSet<>();
        if (!rooms.isEmpty()) {
            for (Topics topics : live.topics()) {
                members.addAll(database.read(handle -> topics.followers(handle, rooms)));
            }
        }
        return members;
    }
}
