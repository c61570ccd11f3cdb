package im.hearth.location;

import im.hearth.core.people.TiesChanged;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who may know where somebody is now, or that they are not to know any more; one after the other, away from
 * whoever said it. Who says it faster than it is told is told of once, with the latest.
 */
public final class Telling {
    private static final Logger log = LoggerFactory.getLogger(Telling.class);

    /** A way to tell people. */
    public interface Outlet {
        /** Tells these people where somebody is. */
        void changed(Position position, Set<String> people);

        /** Tells these people that somebody's place is none of theirs any more. */
        void ended(String owner, Set<String> people);
    }

    private final Locations locations;
    private final Circles circles;
    private final List<Outlet> outlets;
    private final Executor executor;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();

    /** Who saw somebody's place when it was last told. */
    private final Map<String, Set<String>> saw = new ConcurrentHashMap<>();

    /**
     * A teller.
     *
     * @param executor does one task after the other
     */
    public Telling(Locations locations, Circles circles, List<Outlet> outlets, Executor executor) {
        this.locations = locations;
        this.circles = circles;
        this.outlets = List.copyOf(outlets);
        this.executor = executor;
    }

    /** Somebody has said where they are, or with whom they share it. */
    public void changed(LocationChanged fact) {
        if (!fact.lost().isEmpty()) {
            soon(() -> tellLost(fact));
        }
        if (pending.add(fact.username())) {
            soon(() -> tellChanged(fact.username()));
        }
    }

    /** Somebody's place has ended. */
    public void ended(LocationEnded fact) {
        soon(() -> {
            saw.remove(fact.username());
            Set<String> people = new HashSet<>(circles.formerViewers(fact.username(), fact.circle()));
            people.add(fact.username());
            outlets.forEach(outlet -> outlet.ended(fact.username(), people));
        });
    }

    /** Those who saw somebody's place, and may not any more for what they are to each other now, hear that it ended. */
    public void changed(TiesChanged fact) {
        String person = fact.person();
        String other = fact.other();
        if (other == null) {
            soon(() -> locations.sharing(Set.of(person)).forEach(owner -> look(owner, circles::everybody)));
        } else if (circles.isRoom(other)) {
            soon(() -> left(person, other));
        } else {
            soon(() -> locations.sharing(Set.of(person, other)).forEach(owner -> {
                Set<String> viewer = Set.of(owner.equals(person) ? other : person);
                look(owner, circle -> circles.among(viewer, circle));
            }));
        }
    }

    /** Whose place is none of some people's any more. */
    private void left(String person, String room) {
        locations
                .sharing(Set.of(person))
                .forEach(owner ->
                        look(owner, circle -> circle.contains(room) ? circles.everybody(Set.of(room)) : Set.of()));
        for (String owner : locations.hiddenNow(person, room)) {
            Set<String> before = saw.getOrDefault(owner, Set.of(person));
            if (before.contains(person)) {
                outlets.forEach(outlet -> outlet.ended(owner, Set.of(person)));
                saw.computeIfPresent(owner, (username, people) -> without(people, Set.of(person)));
            }
        }
    }

    /**
     * Tells those who saw somebody's place and do not any more.
     *
     * @param candidates who of a circle that may be, where it is not known who saw it: the server has started since
     */
    private void look(String owner, UnaryOperator<Set<String>> candidates) {
        Optional<Locations.Seen> own = locations.own(owner);
        if (own.isEmpty()) {
            saw.remove(owner);
            return;
        }
        Set<String> circle = own.get().circle();
        Set<String> viewers = circles.viewers(owner, circle);
        Set<String> before = saw.get(owner);
        tellLost(owner, without(before == null ? candidates.apply(circle) : before, Set.of(owner)), viewers);
        saw.put(owner, Set.copyOf(viewers));
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new HashSet<>(some);
        left.removeAll(others);
        return left;
    }

    /** Those who saw it, or may have, and are none of its viewers now. */
    private void tellLost(String username, Set<String> before, Set<String> viewers) {
        Set<String> lost = without(before, viewers);
        if (!lost.isEmpty()) {
            outlets.forEach(outlet -> outlet.ended(username, lost));
        }
    }

    /** Does something after what is to be told before. */
    public void soon(Runnable task) {
        try {
            executor.execute(() -> quietly(task));
        } catch (RejectedExecutionException e) {
            log.debug("The server stops; nobody is told any more");
        }
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.warn("A change of somebody's location could not be told; who asks for it finds it", e);
        }
    }

    private void tellChanged(String username) {
        pending.remove(username);
        Optional<Locations.Seen> own = locations.own(username);
        if (own.isEmpty()) {
            return;
        }
        Set<String> viewers = circles.viewers(username, own.get().circle());
        Set<String> before = saw.put(username, Set.copyOf(viewers));
        tellLost(username, before == null ? Set.of() : before, viewers);
        Set<String> people = new HashSet<>(viewers);
        people.add(username);
        outlets.forEach(outlet -> outlet.changed(own.get().position(), people));
    }

    private void tellLost(LocationChanged fact) {
        Set<String> viewers = locations
                .own(fact.username())
                .map(own -> circles.viewers(fact.username(), own.circle()))
                .orElse(Set.of());
        Set<String> before = circles.formerViewers(fact.username(), fact.lost());
        tellLost(fact.username(), before, viewers);
        saw.computeIfPresent(fact.username(), (username, people) -> {
            Set<String> left = new HashSet<>(people);
            left.removeIf(person -> before.contains(person) && !viewers.contains(person));
            return left;
        });
    }
}
