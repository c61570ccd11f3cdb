package im.hearth.messages.mam;

import org.jspecify.annotations.Nullable;

/**
 * A part of somebody's archive.
 *
 * @param owner the bare JID of whose archive it is
 * @param conversation only those of that conversation; null for all
 * @param author only those that were sent by that address; null for all
 * @param after ids are greater than this
 * @param before ids are less than this
 */
record MamRange(
        String owner,
        @Nullable String conversation,
        @Nullable String author,
        long after,
        long before) {
    /** The same, of stanzas after that one. */
    MamRange after(long id) {
        return new MamRange(owner, conversation, author, Math.max(after, id), before);
    }

    /** The same, of stanzas before that one. */
    MamRange before(long id) {
        return new MamRange(owner, conversation, author, after, Math.min(before, id));
    }
}
