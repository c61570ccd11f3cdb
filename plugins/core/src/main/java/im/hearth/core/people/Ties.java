package im.hearth.core.people;

import java.util.Collection;
import java.util.Set;

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
}
