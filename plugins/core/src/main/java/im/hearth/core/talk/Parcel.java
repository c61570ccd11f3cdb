package im.hearth.core.talk;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * A stanza that a feature sends for somebody.
 *
 * @param body what it says to every client; null for nothing
 * @param payload adds what it is to clients that know it
 * @param effect what is written with it
 */
public record Parcel(@Nullable String body, Consumer<Message> payload, Effect effect) {}
