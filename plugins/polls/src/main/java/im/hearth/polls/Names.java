package im.hearth.polls;

import im.hearth.core.openfire.ServerUsers;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** Usernames and JIDs. */
record Names(String domain, ServerUsers users) {
    String jid(String username) {
        return username + "@" + domain;
    }

    boolean isHere(String jid) {
        return jid.endsWith("@" + domain);
    }

    /** The username of a bare JID of this server; the JID itself of another one's. */
    String name(String jid) {
        return isHere(jid) ? jid.substring(0, jid.length() - domain.length() - 1) : jid;
    }

    /** As {@link #name}; null for a deleted account. */
    @Nullable String nameIfThere(@Nullable String jid) {
        if (jid == null || jid.isEmpty()) {
            return null;
        }
        String name = name(jid);
        return isHere(jid) && !users.exists(name) ? null : name;
    }

    /** The id of the group that a room is. */
    static @Nullable String group(String room) {
        return new JID(room).getNode();
    }
}
