package im.hearth.reactions;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** What a person reacted to messages with, for that person. */
final class ReactionData implements PersonalData {
    private final Reactions reactions;

    ReactionData(Reactions reactions) {
        this.reactions = reactions;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("reactions.json", after -> reactions
                .by(username, RowId.before(after), Copy.PAGE)
                .map(reaction -> ReactionView.of(reaction, null)));
    }
}
