package im.hearth.core.conversations;

import java.util.Collection;
import java.util.Set;

/** Which conversations people have muted. */
@FunctionalInterface
public interface Mutes {
    /**
     * A conversation that is muted now.
     *
     * @param owner bare JID of who muted it
     * @param with the bare JID of the other one, or of the room
     */
    record Muted(String owner, String with) {}

    /** Those of the people's conversations with these that they have muted, in one query. */
    Set<Muted> among(Collection<String> owners, Collection<String> withs);
}
