package im.hearth.groups;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * A group.
 *
 * @param room the bare JID of its room
 * @param createdBy bare JID
 */
public record Group(
        String room,
        String name,
        @Nullable String description,
        @Nullable String pictureUrl,
        String createdBy,
        Instant createdAt) {
    /** Its id at the REST door: the local part of its room. */
    public String id() {
        return new JID(room).getNode();
    }
}
