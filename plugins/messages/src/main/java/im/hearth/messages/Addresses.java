package im.hearth.messages;

import im.hearth.core.openfire.ServerUsers;
import im.hearth.messages.stanza.StanzaIds;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Usernames and JIDs: who of this server is behind an address. */
public final class Addresses {
    private final String domain;
    private final ServerUsers users;

    public Addresses(String domain, ServerUsers users) {
        this.domain = domain;
        this.users = users;
    }

    /** The XMPP domain of this server. */
    public String domain() {
        return domain;
    }

    /** The bare JID of somebody of this server. */
    public String jid(String username) {
        return username + "@" + domain;
    }

    /** The username of a bare JID of this server; the JID itself of another one's. */
    public String name(String jid) {
        return isHere(jid) ? jid.substring(0, jid.length() - domain.length() - 1) : jid;
    }

    /** As {@link #name}; null for an account that was deleted. */
    public @Nullable String nameIfThere(String jid) {
        String name = name(jid);
        return isHere(jid) && !users.exists(name) ? null : name;
    }

    /** Whether a bare JID is one of this server. */
    public boolean isHere(String jid) {
        return jid.endsWith("@" + domain);
    }

    /** Whether that bare JID can be written to: an account that is here, or somebody on another server. */
    public boolean isReachable(JID jid) {
        if (jid.getNode() == null) {
            return false;
        }
        if (domain.equals(jid.getDomain())) {
            return users.exists(jid.getNode());
        }
        return !isService(jid);
    }

    /** Says on a message under which id the archives of its sender and of its receiver have it. */
    public void stamp(Message message, long id) {
        String text = MessageId.text(id);
        String sender = message.getFrom().toBareJID();
        String receiver = message.getTo().toBareJID();
        StanzaIds.add(message, text, sender);
        if (isHere(receiver) && !receiver.equals(sender)) {
            StanzaIds.add(message, text, receiver);
        }
    }

    /** Whether that is an address at a service of this server, such as a room. */
    private boolean isService(JID jid) {
        return jid.getDomain().endsWith("." + domain);
    }
}
