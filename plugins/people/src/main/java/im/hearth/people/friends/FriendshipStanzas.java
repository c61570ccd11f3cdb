package im.hearth.people.friends;

import im.hearth.core.openfire.StanzaErrors;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.PresenceGate;
import im.hearth.core.stanza.Withheld;
import im.hearth.people.Persons;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * The XMPP door: what a client says about subscriptions (RFC 6121, section 3) to people of this server is an act on a
 * friendship. The rules make the stanzas that the other sees, so those of the client go no further. With people of other
 * servers, only the first request is ours; the rest is the server's.
 */
public final class FriendshipStanzas implements PresenceGate {
    private final Friendships friendships;
    private final Persons persons;
    private final BiConsumer<JID, Packet> deliver;

    /**
     * A door.
     *
     * @param deliver sends a stanza to a full JID
     */
    public FriendshipStanzas(Friendships friendships, Persons persons, BiConsumer<JID, Packet> deliver) {
        this.friendships = friendships;
        this.persons = persons;
        this.deliver = deliver;
    }

    @Override
    public void admit(Presence presence) {
        Presence.Type type = presence.getType();
        if (presence.getTo() == null || type == null) {
            return;
        }
        String from = presence.getFrom().toBareJID();
        String peer = presence.getTo().toBareJID();
        if (!persons.isPerson(from) || presence.getTo().getNode() == null) {
            return;
        }
        boolean taken;
        try {
            taken = act(type, persons.name(from), peer, presence.getStatus());
        } catch (Problem problem) {
            deliver.accept(presence.getFrom(), StanzaErrors.reply(presence, problem));
            taken = true;
        }
        if (taken) {
            throw new Withheld();
        }
    }

    private boolean act(Presence.Type type, String me, String peer, @Nullable String words) {
        boolean here = persons.isHere(peer);
        return switch (type) {
            case subscribe -> subscribe(me, peer, words);
            case subscribed -> here && granted(me, peer);
            case unsubscribe -> here && ended(me, peer, FriendStatus.PENDING_OUT);
            case unsubscribed -> here && ended(me, peer, FriendStatus.PENDING_IN);
            default -> false;
        };
    }

    private boolean subscribe(String me, String peer, @Nullable String words) {
        if (persons.isHere(peer) && !persons.isPerson(peer)) {
            throw Problem.notFound("There is nobody of that name.");
        }
        if (!persons.isPerson(peer)) {
            return false;
        }
        Optional<FriendStatus> known = friendships.find(me, peer).map(Friendship::status);
        if (known.isEmpty()) {
            friendships.request(me, peer, words);
            return true;
        }
        if (!persons.isHere(peer)) {
            return false;
        }
        switch (known.get()) {
            case PENDING_IN -> friendships.accept(me, peer);
            case PENDING_OUT -> friendships.askAgain(me, peer, words);
            case ACCEPTED -> {
                // It is so already, and the rosters say it.
            }
        }
        return true;
    }

    /** Nobody is let in who did not ask: what is granted unasked changes nothing. */
    private boolean granted(String me, String peer) {
        if (is(me, peer, FriendStatus.PENDING_IN)) {
            friendships.accept(me, peer);
        }
        return true;
    }

    private boolean ended(String me, String peer, FriendStatus pending) {
        if (is(me, peer, pending) || is(me, peer, FriendStatus.ACCEPTED)) {
            friendships.end(me, peer);
        }
        return true;
    }

    private boolean is(String me, String peer, FriendStatus status) {
        return friendships.find(me, peer).map(Friendship::status).equals(Optional.of(status));
    }
}
