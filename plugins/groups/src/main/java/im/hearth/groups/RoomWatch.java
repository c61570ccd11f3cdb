package im.hearth.groups;

import im.hearth.core.openfire.Rooms;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Sees what happens to rooms by other hands than ours, such as the admin console's. The server tells of it while it holds
 * the room, so what follows is done in a thread of our own.
 */
final class RoomWatch implements Rooms.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RoomWatch.class);

    private final Groups groups;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "hearth-rooms");
        thread.setDaemon(true);
        return thread;
    });

    RoomWatch(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void joined(String room, JID occupant) {
        later(room, () -> groups.joined(occupant, room));
    }

    @Override
    public void destroyed(String room) {
        later(room, () -> groups.roomDestroyed(room));
    }

    private void later(String room, Runnable work) {
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    log.error("What happened to the room {} could not be followed", room, e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("The server stops; nobody watches rooms any more");
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
