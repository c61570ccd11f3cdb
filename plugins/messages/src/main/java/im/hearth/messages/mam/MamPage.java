package im.hearth.messages.mam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of an archive.
 *
 * @param stanzas in chronological order
 * @param complete whether nothing that was asked for is left beyond the page
 * @param count how many stanzas were asked for in all; null where nobody asked for that
 */
record MamPage(
        List<ArchivedStanza> stanzas,
        boolean complete,
        @Nullable Long count) {
    MamPage {
        stanzas = List.copyOf(stanzas);
    }
}
