package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * The rooms of the server's group chat service (XEP-0045), as far as groups need them. Rooms are bare JIDs on
 * {@link #domain()}, persons bare JIDs, unless said otherwise. What names a room that does not exist does nothing.
 */
public interface Rooms {
    /** Affiliations by name, as in XEP-0045, section 5.2: {@code none} takes one away. */
    String NONE = "none";

    /** The domain of the service: {@code conference.example.org}. */
    String domain();

    /**
     * Lets the ids stand that what is said in rooms comes with (XEP-0359): 5.x would put others in the place of ours. To
     * be called once, when a feature that gives them starts.
     */
    void keepStanzaIds();

    /** Whether there is such a room. */
    boolean exists(String room);

    /**
     * Who made a room that is still locked (section 10.1.1): new, and not configured yet. Empty for one that is not, or
     * not any more.
     */
    Optional<String> makerOfLocked(String room);

    /**
     * Makes the room if there is none, and makes it persistent, members-only, non-anonymous, hidden, open for any number
     * and unlocked, without private messages and without a log of the server's own.
     *
     * @param owner who owns a new room
     * @throws im.hearth.core.problem.Problem UNAVAILABLE if the service does not let the owner make rooms
     */
    void configure(String room, String owner, String name, String description);

    /** Who has which affiliation other than none and outcast. */
    Map<String, String> affiliations(String room);

    /**
     * Gives persons other affiliations; occupants hear of it, and those without one have to leave.
     *
     * @param nickname the nickname that nobody else can take while the person is a member; null for none
     */
    void affiliate(String room, String person, String affiliation, @Nullable String nickname);

    /** The nickname of an occupant, by the full JID; empty for one who is not there. */
    Optional<String> nickname(String room, JID occupant);

    /** The nickname under which a person is in the room; empty if they are not. */
    Optional<String> nicknameOf(String room, String person);

    /** The full JIDs of those who are in the room. */
    Collection<JID> occupants(String room);

    /** Who is in the room under that nickname; empty for nobody. */
    Optional<String> holder(String room, String nickname);

    /** Sends the message, from an address in the room, to all occupants; the room remembers it for those who join. */
    void broadcast(String room, Message message);

    /** Forgets what the room remembers for those who join, but for its subject. */
    void forget(String room);

    /** Ends the room; its occupants are told why. */
    void destroy(String room, @Nullable String reason);

    /** The server's own answer to a question what a room is (XEP-0030). */
    IQ describe(IQ request);

    /** Tells what happens to rooms without our doing. */
    Registration listen(Listener listener);

    /** Hears of rooms; quick, in the server's thread. */
    interface Listener {
        /** Somebody went in, by the full JID. */
        void joined(String room, JID occupant);

        /** The room is gone. */
        void destroyed(String room);
    }
}
