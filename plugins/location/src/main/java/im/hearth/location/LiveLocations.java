package im.hearth.location;

import im.hearth.core.events.live.LiveEvents;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of people show of places. They are told of at once or not at all: the log of events would keep where
 * people have been.
 */
public final class LiveLocations implements Telling.Outlet {
    private final LiveEvents live;

    public LiveLocations(LiveEvents live) {
        this.live = live;
    }

    /** Where somebody is, in the words of {@link LocationView}. */
    record Change(
            String user,
            double latitude,
            double longitude,
            @Nullable Double accuracy,
            Precision precision,
            Instant updatedAt,
            Instant expiresAt) {
        /** Says nothing of where it is. */
        @Override
        public String toString() {
            return "Change[" + user + "]";
        }
    }

    /** Whose place has ended. */
    record Ended(String user) {}

    @Override
    public void changed(Position position, Set<String> people) {
        Coordinates at = position.coordinates();
        live.tell(
                people,
                "location.changed",
                new Change(
                        position.username(),
                        at.latitude(),
                        at.longitude(),
                        at.accuracy(),
                        position.precision(),
                        position.updatedAt(),
                        position.expiresAt()));
    }

    @Override
    public void ended(String owner, Set<String> people) {
        live.tell(people, "location.ended", new Ended(owner));
    }
}
