package im.hearth.core.talk;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** One way in which people talk: in chats of two, or in groups. Persons are bare JIDs of this server. */
public interface Talk {
    /** Its name, which is also that of its messages in events: {@code message} or {@code group_message}. */
    String type();

    /** Something that was said that the person may see now; empty for anything else. */
    Optional<Said> find(String person, String id);

    /** Something that was said, whoever may see it now; empty for anything else. */
    Optional<Said> find(String id);

    /** Those of these ids that {@link #find(String, String)} finds, in any order. */
    default List<Said> find(String person, Collection<String> ids) {
        return ids.stream().flatMap(id -> find(person, id).stream()).toList();
    }

    /**
     * What was said between a person and somebody else, or in a room, under the id by which a stanza names it; an edit stands
     * for what it edits. Empty for what the person may not see now.
     *
     * @param with bare JID of the other one, or of the room
     */
    Optional<Said> named(String person, String with, String reference);

    /**
     * Says something for a person, as their own client would.
     *
     * @param with a username or JID; for a group, its id
     * @throws im.hearth.core.problem.Problem INVALID with the field {@code receiver} or {@code group} where the person
     *     cannot write
     */
    Said say(String person, String with, Parcel parcel);

    /**
     * Sends, for a person, a stanza about something that was said to those who got that: archived as what clients must
     * see again, but not as something said.
     *
     * @return the id that it got
     */
    long signal(String person, Said about, Parcel parcel);

    /**
     * Gives something that the person said other words and another payload, as a correction (XEP-0308); the features hear of
     * it as of a client's.
     *
     * @throws im.hearth.core.problem.Problem FORBIDDEN for somebody else's, or one that is too old; NOT_FOUND
     */
    void edit(String person, Said said, String body, Consumer<Message> payload);

    /**
     * Takes something that the person said back, for all.
     *
     * @throws im.hearth.core.problem.Problem FORBIDDEN for somebody else's; NOT_FOUND
     */
    void retract(String person, Said said);

    /**
     * Takes back, for all, a stanza that was sent for the person by {@link #signal}, or that their client sent about
     * something; nothing happens where it is gone already.
     *
     * @param id the id that it got
     * @throws im.hearth.core.problem.Problem FORBIDDEN for somebody else's; NOT_FOUND where the person may not see it
     */
    void retractSignal(String person, long id);

    /**
     * Takes away, for all, a stanza about something that was said, whoever sent it, in the name of the server; nothing happens
     * where it is gone already.
     */
    void removeSignal(long id);

    /** Whether a person runs the place where that was said, as the owners and admins of a group do. */
    default boolean isRunBy(String person, Said said) {
        return false;
    }

    /**
     * Takes away something that was said, whoever said it, in the name of the server: those who got it hear of it, and only
     * that it was there stays. What is gone already stays so.
     *
     * @param reason for those who got it; null for none
     * @param effect what is done along with it
     * @return what it was; empty for nothing of this talk
     */
    Optional<Said> remove(String id, @Nullable String reason, Function<Said, Effect> effect);

    /** The usernames of those of this server who see what is said there. */
    List<String> audience(Said said);
}
