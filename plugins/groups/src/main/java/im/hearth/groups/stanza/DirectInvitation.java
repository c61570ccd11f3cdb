package im.hearth.groups.stanza;

import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Direct invitations, <a href="https://xmpp.org/extensions/xep-0249.html">XEP-0249</a>. */
public final class DirectInvitation {
    public static final String NAMESPACE = "jabber:x:conference";

    private DirectInvitation() {}

    /**
     * An invitation.
     *
     * @param reason what the invited one reads: here, the name of the group
     */
    public static Message of(String inviter, String invited, String room, String reason) {
        Message message = new Message();
        message.setFrom(new JID(inviter));
        message.setTo(new JID(invited));
        message.addChildElement("x", NAMESPACE).addAttribute("jid", room).addAttribute("reason", reason);
        return message;
    }
}
