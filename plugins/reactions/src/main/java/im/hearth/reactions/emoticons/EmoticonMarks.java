package im.hearth.reactions.emoticons;

import im.hearth.core.media.MediaFile;
import im.hearth.reactions.stanza.EmojiMarkup;
import java.util.List;
import java.util.Map;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The emoticons in what people say. */
public final class EmoticonMarks {
    private final Emoticons emoticons;

    public EmoticonMarks(Emoticons emoticons) {
        this.emoticons = emoticons;
    }

    /** Says which shortcuts in somebody's words are emoticons of theirs, with the pictures. */
    public void mark(String author, Message said) {
        List<EmojiMarkup.Place> places = EmojiMarkup.places(said);
        String owner = new JID(author).getNode();
        if (places.isEmpty() || owner == null) {
            return;
        }
        Map<String, MediaFile> pictures = emoticons.pictures(
                owner,
                places.stream().map(EmojiMarkup.Place::shortcut).distinct().toList());
        EmojiMarkup.add(said, places, pictures);
    }
}
