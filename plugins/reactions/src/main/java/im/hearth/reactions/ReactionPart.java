package im.hearth.reactions;

import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Part;
import im.hearth.reactions.emoticons.EmoticonMarks;
import im.hearth.reactions.stanza.ReactionSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** What hangs on messages here: reactions, and the emoticons in their words. */
final class ReactionPart implements Part {
    private final Reactions reactions;
    private final EmoticonMarks emoticons;

    ReactionPart(Reactions reactions, EmoticonMarks emoticons) {
        this.reactions = reactions;
        this.emoticons = emoticons;
    }

    @Override
    public Optional<Effect> admit(Incoming incoming) {
        return ReactionSet.of(incoming.stanza()).flatMap(set -> reactions.admit(incoming, set));
    }

    @Override
    public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
        return reactions.show(messages, viewer);
    }

    @Override
    public void erase(Handle handle, Collection<Long> messages) {
        reactions.erase(handle, messages);
    }

    @Override
    public List<String> reactions(long message, String person) {
        return reactions.of(message, person);
    }

    @Override
    public void enrich(String author, Message said) {
        emoticons.mark(author, said);
    }

    @Override
    public Optional<Change> change(Message archived) {
        return ReactionSet.reference(archived).map(reference -> new Change("reacted", reference));
    }
}
