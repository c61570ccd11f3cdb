package im.hearth.polls;

import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Part;
import im.hearth.polls.stanza.ReactionSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A feature that keeps reactions, as it sees them. */
final class Others implements Part {
    final Map<String, List<String>> sets = new ConcurrentHashMap<>();

    @Override
    public Optional<Effect> admit(Incoming incoming) {
        String target = ReactionSet.target(incoming.stanza());
        if (target == null) {
            return Optional.empty();
        }
        List<String> set = ReactionSet.emojis(incoming.stanza());
        String person = incoming.sender();
        return incoming.named(target).map(said -> (transaction, id) -> sets.put(person + said.id(), set));
    }

    @Override
    public List<String> reactions(long message, String person) {
        return sets.getOrDefault(person + message, List.of());
    }

    @Override
    public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
        return Map.of();
    }

    @Override
    public void erase(Handle handle, Collection<Long> messages) {}
}
