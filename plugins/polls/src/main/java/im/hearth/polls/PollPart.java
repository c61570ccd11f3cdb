package im.hearth.polls;

import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Part;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** How polls hang on messages. */
final class PollPart implements Part {
    private final Polls polls;

    PollPart(Polls polls) {
        this.polls = polls;
    }

    @Override
    public Optional<Effect> admit(Incoming incoming) {
        return polls.admit(incoming);
    }

    @Override
    public Effect edit(long message, Message correction) {
        return polls.edit(message, correction);
    }

    @Override
    public Effect editAside(long message, String author, Message correction) {
        return polls.editAside(message, author, correction);
    }

    @Override
    public void eraseAside(Handle handle, long message, String author) {
        polls.eraseAside(handle, message, author);
    }

    @Override
    public List<String> reactions(long message, String person) {
        return polls.secretVotes(message, person);
    }

    @Override
    public boolean takes(long message, String reaction) {
        return polls.isOption(message, reaction);
    }

    @Override
    public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
        Map<Long, Extras> shown = new HashMap<>();
        polls.show(messages, viewer).forEach((id, view) -> shown.put(id, Extras.poll(view)));
        return shown;
    }

    @Override
    public void erase(Handle handle, Collection<Long> messages) {
        polls.erase(handle, messages);
    }
}
