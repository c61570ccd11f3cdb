package im.hearth.core.people;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What people are to each other. Persons are usernames of this server; where there is no account, nothing holds. */
public interface Ties {
    /** Whether the two are friends: each sees the other's presence. */
    boolean areFriends(String one, String other);

    /**
     * Whether somebody has blocked somebody else (XEP-0191).
     *
     * @param other a username, or the bare JID of somebody of another server
     */
    boolean hasBlocked(String person, String other);

    /** Those of the people who have blocked that one, in one query. */
    Set<String> blockersOf(String other, Collection<String> people);

    /**
     * Whether a person shows that of themselves to somebody; they always do to themselves, and never to whom they have
     * blocked.
     */
    boolean shows(String person, Aspect aspect, String viewer);

    /** Those of the people who show that of themselves to somebody, in a few queries. */
    Set<String> showing(Collection<String> people, Aspect aspect, String viewer);

    /** Those of the people who are friends with somebody; in one query, where it is one who knows. */
    default Set<String> friendsAmong(String person, Collection<String> people) {
        return people.stream().filter(other -> areFriends(person, other)).collect(Collectors.toSet());
    }

    /** Those of the viewers to whom a person shows that of themselves, in a few queries. */
    default Set<String> shownTo(String person, Aspect aspect, Collection<String> viewers) {
        Set<String> shown = new HashSet<>();
        if (hiding(Set.of(person), aspect).isEmpty()) {
            // What is shown to nobody in particular is shown to everyone.
            shown.addAll(shows(person, aspect, "") ? viewers : friendsAmong(person, viewers));
            shown.removeIf(viewer -> hasBlocked(person, viewer));
        }
        if (viewers.contains(person)) {
            shown.add(person);
        }
        return shown;
    }

    /** Those of the people who show that of themselves to nobody else, friend or not; in one query. */
    Set<String> hiding(Collection<String> people, Aspect aspect);
}
