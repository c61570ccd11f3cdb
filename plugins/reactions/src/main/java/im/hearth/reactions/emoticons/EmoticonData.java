package im.hearth.reactions.emoticons;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.reactions.RowId;
import java.io.IOException;

/** A person's emoticons, for that person; their pictures are among the files. */
public final class EmoticonData implements PersonalData {
    private final Emoticons emoticons;

    public EmoticonData(Emoticons emoticons) {
        this.emoticons = emoticons;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("emoticons.json", after -> emoticons
                .pack(username, RowId.before(after), Copy.PAGE)
                .map(EmoticonView::of));
    }
}
