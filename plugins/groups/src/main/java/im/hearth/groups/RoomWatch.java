package im.hearth.groups;

import im.hearth.core.openfire.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees what happens to rooms by other hands than ours, such as the admin console's. */
final class RoomWatch implements Rooms.Listener {
    private static final Logger log = LoggerFactory.getLogger(RoomWatch.class);

    private final Groups groups;

    RoomWatch(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void joined(String room, String person) {
        quietly(room, () -> groups.joined(person, room));
    }

    @Override
    public void destroyed(String room) {
        quietly(room, () -> groups.roomDestroyed(room));
    }

    private static void quietly(String room, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // The server goes on with the room, whatever becomes of us.
            log.error("What happened to the room {} could not be followed", room, e);
        }
    }
}
