package im.hearth.people.settings;

import im.hearth.core.db.Database;
import im.hearth.core.people.Aspect;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people show of themselves to whom, by their settings: the part of {@link im.hearth.core.people.Ties} that says so.
 */
public final class Privacy {
    /** How many people one query asks for. */
    private static final int AT_ONCE = 500;

    /** What privacy asks of friendships and blocks. Persons are usernames. */
    public interface Bonds {
        /** Those of the people who are friends with somebody, in one query. */
        Set<String> friendsAmong(String person, Collection<String> people);

        /** Those of the people who have blocked somebody, in one query. */
        Set<String> blockersOf(String person, Collection<String> people);
    }

    private final Database database;
    private final SettingsStore store;
    private final Bonds bonds;

    public Privacy(Database database, SettingsStore store, Bonds bonds) {
        this.database = database;
        this.store = store;
        this.bonds = bonds;
    }

    /** As {@link im.hearth.core.people.Ties#shows}. */
    public boolean shows(String person, Aspect aspect, String viewer) {
        return showing(List.of(person), aspect, viewer).contains(person);
    }

    /** As {@link im.hearth.core.people.Ties#showing}: three queries at most for each few hundred people. */
    public Set<String> showing(Collection<String> people, Aspect aspect, String viewer) {
        List<String> asked = people.stream().distinct().toList();
        Set<String> showing = new HashSet<>();
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            showing.addAll(some(asked.subList(from, Math.min(asked.size(), from + AT_ONCE)), aspect, viewer));
        }
        return showing;
    }

    private Set<String> some(List<String> people, Aspect aspect, String viewer) {
        Map<String, Audience> audiences = database.read(handle -> store.audiences(handle, aspect, people));
        Audience usual = Choices.DEFAULTS.shows(aspect);
        Set<String> showing = new HashSet<>();
        Set<String> toFriends = new HashSet<>();
        for (String person : people) {
            Audience audience = audiences.getOrDefault(person, usual);
            if (audience == Audience.EVERYONE) {
                showing.add(person);
            } else if (audience == Audience.FRIENDS) {
                toFriends.add(person);
            }
        }
        if (!toFriends.isEmpty()) {
            showing.addAll(bonds.friendsAmong(viewer, toFriends));
        }
        if (!showing.isEmpty()) {
            showing.removeAll(bonds.blockersOf(viewer, Set.copyOf(showing)));
        }
        if (people.contains(viewer)) {
            showing.add(viewer);
        }
        return showing;
    }
}
