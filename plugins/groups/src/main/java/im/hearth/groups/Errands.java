package im.hearth.groups;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.groups.stanza.Bookmark;
import im.hearth.groups.stanza.DirectInvitation;
import im.hearth.messages.Addresses;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Packet;

/**
 * Does what follows a change of a group and takes its time: bookmarks and invitations for each member. What is to be done
 * was committed with the change, so a restart forgets none of it.
 */
public final class Errands implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Errands.class);

    private static final int AT_ONCE = 100;

    /** Whoever made a change does its errands; what is left after this is anybody's. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Database database;
    private final GroupStore groups;
    private final ErrandStore errands;
    private final RoomKeeper keeper;
    private final Addresses addresses;
    private final Consumer<Packet> router;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "hearth-groups");
        thread.setDaemon(true);
        return thread;
    });

    public Errands(
            Database database,
            GroupStore groups,
            ErrandStore errands,
            RoomKeeper keeper,
            Addresses addresses,
            Consumer<Packet> router,
            Supplier<UUID> ids,
            Clock clock) {
        this.database = database;
        this.groups = groups;
        this.errands = errands;
        this.keeper = keeper;
        this.addresses = addresses;
        this.router = router;
        this.ids = ids;
        this.clock = clock;
    }

    /** Does the errands of a room soon. */
    void soon(String room) {
        try {
            executor.execute(() -> quietly(room));
        } catch (RejectedExecutionException e) {
            log.debug("The server stops; errands wait for it to come back");
        }
    }

    /** Does what a node that is gone has left. */
    public void doOverdue() {
        long before = clock.instant().minus(PATIENCE).toEpochMilli();
        database.read(handle -> errands.overdue(handle, before, AT_ONCE)).forEach(this::quietly);
    }

    private void quietly(String room) {
        try {
            run(room);
        } catch (Problem e) {
            log.debug("The errands of {} wait: {}", room, e.detail());
        } catch (RuntimeException e) {
            log.error("The errands of {} failed; they are tried again", room, e);
        }
    }

    /** Does all errands of a room. */
    void run(String room) {
        while (true) {
            List<Errand> some = database.read(handle -> errands.of(handle, room, AT_ONCE));
            if (some.isEmpty()) {
                return;
            }
            some.forEach(this::run);
            database.write(transaction -> errands.done(transaction.handle(), some));
        }
    }

    private void run(Errand errand) {
        if (errand.isToRoom()) {
            keeper.keep(errand.room());
            return;
        }
        Optional<Group> group = database.read(handle -> groups.member(handle, errand.room(), errand.jid())
                .flatMap(member -> groups.find(handle, errand.room())));
        boolean here = addresses.isHere(errand.jid()) && addresses.nameIfThere(errand.jid()) != null;
        if (group.isEmpty()) {
            if (here) {
                router.accept(Bookmark.retract(errand.jid(), id(), errand.room()));
            }
            return;
        }
        String name = group.get().name();
        if (here) {
            router.accept(Bookmark.createNode(errand.jid(), id()));
            router.accept(Bookmark.publish(errand.jid(), id(), errand.room(), name, addresses.name(errand.jid())));
        }
        if (errand.inviter() != null) {
            router.accept(DirectInvitation.of(errand.inviter(), errand.jid(), errand.room(), name));
        }
    }

    private String id() {
        return ids.get().toString();
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
