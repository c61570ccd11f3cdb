package im.hearth.core.talk;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** A feature that hangs on messages. */
public interface Part {
    /**
     * What a client's stanza does to the feature.
     *
     * <p>A {@linkplain Talks#addReferee referee} may change the stanza, which is then archived and sent as it leaves it, or
     * keep it to itself altogether, by {@link im.hearth.core.stanza.Withheld}.
     *
     * @return empty for a stanza that is not about it; quick then, for every message asks
     * @throws im.hearth.core.problem.Problem to refuse the stanza
     */
    Optional<Effect> admit(Incoming incoming);

    /**
     * What it adds to those of the messages that have something of it, by id; in one query.
     *
     * @param viewer the username of who looks; null for what everybody sees
     */
    Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer);

    /** What was said under these ids is gone, and what hangs on it goes with it, in the same transaction. */
    void erase(Handle handle, Collection<Long> messages);

    /**
     * What other words do to the feature.
     *
     * @param message what is corrected; so each edit asks
     * @param correction the stanza that corrects it (XEP-0308)
     * @throws im.hearth.core.problem.Problem to refuse it
     */
    default Effect edit(long message, Message correction) {
        return Effect.NONE;
    }

    /**
     * As {@link #edit}, of a correction that its author alone sees, for the other one of two blocks them: what it does holds
     * for them alone, then and when the block has ended, until they edit the message again.
     *
     * @param author bare JID
     */
    default Effect editAside(long message, String author, Message correction) {
        return Effect.NONE;
    }

    /**
     * Somebody has taken a message back for themselves alone, for the other one of two blocks them; in the same transaction.
     *
     * @param author bare JID
     */
    default void eraseAside(Handle handle, long message, String author) {}

    /**
     * The emoji that a person (bare JID) reacts to a message with now, also those that nobody else sees; empty for a feature
     * that keeps none.
     */
    default List<String> reactions(long message, String person) {
        return List.of();
    }

    /**
     * Whether a reaction to the message with that is more than a reaction, such as a vote: then it need be no emoji of
     * Unicode, and no limit of reactions holds for it.
     */
    default boolean takes(long message, String reaction) {
        return false;
    }

    /**
     * Adds to something that is said, or said anew by an edit, what its words mean to clients that know the feature; before
     * it is archived, with its body as it will be. The body stays.
     *
     * @param author bare JID of who says it
     */
    default void enrich(String author, Message said) {}

    /** What a stanza in the archive did to a message, for the streams of those who see that; empty for none of its own. */
    default Optional<Change> change(Message archived) {
        return Optional.empty();
    }

    /**
     * Something about a message changed.
     *
     * @param event what, in the past tense, such as {@code reacted}
     * @param reference the id by which the stanza names the message
     */
    record Change(String event, String reference) {}
}
