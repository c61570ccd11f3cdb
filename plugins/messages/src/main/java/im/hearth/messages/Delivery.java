package im.hearth.messages;

import org.xmpp.packet.Message;

/** The way of a message that did not come from one of its sender's XMPP sessions, to its receiver and back to these. */
@FunctionalInterface
public interface Delivery {
    /** Sends the message, which is in the archive, to its receiver, and to its sender's own sessions. */
    void deliver(Message message);
}
