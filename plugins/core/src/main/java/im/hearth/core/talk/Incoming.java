package im.hearth.core.talk;

import java.util.Optional;
import org.xmpp.packet.Message;

/** A stanza of a client, on its way into the archive. */
public interface Incoming {
    /** The stanza. */
    Message stanza();

    /** The bare JID of who sends it. */
    String sender();

    /** The type of the {@link Talk} in which it is said. */
    String type();

    /** The talk's key of the conversation. */
    String conversation();

    /** What was said in this conversation under the id by which a stanza names it; an edit stands for what it edits. */
    Optional<Said> named(String reference);
}
