package im.hearth.location;

import im.hearth.core.openfire.Rosters;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Lets those hear that a place ended for them who are friends with its owner no more, or of whom one blocks the other. Who
 * knows what people are to each other hears of the same changes, maybe later than we do, and on other nodes after a few
 * seconds: so it is looked more than once.
 */
public final class TiesWatch implements Rosters.Listener {
    private static final List<Duration> LOOKS =
            List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(6));

    private final Locations locations;
    private final Circles circles;
    private final Telling telling;
    private final BiConsumer<Duration, Runnable> later;

    /**
     * A watch.
     *
     * @param later does something after that time
     */
    public TiesWatch(Locations locations, Circles circles, Telling telling, BiConsumer<Duration, Runnable> later) {
        this.locations = locations;
        this.circles = circles;
        this.telling = telling;
        this.later = later;
    }

    @Override
    public void changed(String owner, Rosters.Contact contact, boolean isNew) {
        if (contact.subscription() != Rosters.Subscription.BOTH) {
            removed(owner, contact.jid());
        }
    }

    @Override
    public void removed(String owner, String jid) {
        String other = circles.member(jid);
        again(() -> {
            telling.look(owner, other);
            telling.look(other, owner);
        });
    }

    /** Somebody may block other people than before. */
    public void blocked(String owner) {
        again(() -> {
            telling.look(owner, null);
            locations.sharers(owner).forEach(sharer -> telling.look(sharer, owner));
        });
    }

    private void again(Runnable look) {
        LOOKS.forEach(after -> later.accept(after, look));
    }
}
