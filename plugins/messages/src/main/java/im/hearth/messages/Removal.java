package im.hearth.messages;

import im.hearth.core.media.Media;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Takes whole conversations out of the archive, with all that hangs on what was said there. */
public final class Removal {
    /** How many messages are let go of at once. */
    private static final int AT_ONCE = 500;

    private final MessageStore store;
    private final Media media;

    public Removal(MessageStore store, Media media) {
        this.store = store;
        this.media = media;
    }

    /**
     * Deletes all that was said in a conversation, and that there was one.
     *
     * @param conversation see {@link Conversation#of}
     */
    public void remove(Handle handle, String conversation) {
        List<Long> some = store.said(handle, conversation, 0, AT_ONCE);
        while (!some.isEmpty()) {
            media.files().release(handle, some);
            some = store.said(handle, conversation, some.get(some.size() - 1), AT_ONCE);
        }
        store.deleteConversation(handle, conversation);
    }
}
