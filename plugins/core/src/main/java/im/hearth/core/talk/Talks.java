package im.hearth.core.talk;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Where the ways of talking and the features that hang on messages find each other, in whatever order they start. */
public final class Talks {
    private final List<Talk> talks = new CopyOnWriteArrayList<>();
    private final List<Part> parts = new CopyOnWriteArrayList<>();

    /** Adds a way of talking. */
    public Registration add(Talk talk) {
        talks.add(talk);
        return () -> talks.remove(talk);
    }

    /** Adds a feature. */
    public Registration add(Part part) {
        parts.add(part);
        return () -> parts.remove(part);
    }

    /**
     * The way of talking of that type.
     *
     * @throws Problem UNAVAILABLE if no plugin brings it
     */
    public Talk of(String type) {
        return talks.stream()
                .filter(talk -> talk.type().equals(type))
                .findFirst()
                .orElseThrow(() -> Problem.unavailable("no-talk", "This server has no such messages.", null));
    }

    /**
     * Something that was said that a person may see, in whatever way.
     *
     * @param person bare JID
     * @throws Problem NOT_FOUND if there is none
     */
    public Said require(String person, String id) {
        return talks.stream()
                .flatMap(talk -> talk.find(person, id).stream())
                .findFirst()
                .orElseThrow(() -> Problem.notFound("There is no such message."));
    }

    /**
     * As {@link Talk#remove}, in whatever way it was said.
     *
     * @throws Problem NOT_FOUND if nobody said that
     */
    public Said remove(String id, @Nullable String reason, Function<Said, Effect> effect) {
        return talks.stream()
                .flatMap(talk -> talk.remove(id, reason, effect).stream())
                .findFirst()
                .orElseThrow(() -> Problem.notFound("There is no such message."));
    }

    /**
     * What a client's stanza does to the features.
     *
     * @throws Problem to refuse it
     */
    public Effect admit(Incoming incoming) {
        Effect effect = Effect.NONE;
        for (Part part : parts) {
            effect = effect.and(part.admit(incoming).orElse(Effect.NONE));
        }
        return effect;
    }

    /** What features add to messages, by id; {@link Extras#NONE} for one that is not in it. As {@link Part#show}. */
    public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
        Map<Long, Extras> all = new HashMap<>();
        if (!messages.isEmpty()) {
            for (Part part : parts) {
                part.show(messages, viewer).forEach((id, extras) -> all.merge(id, extras, Extras::and));
            }
        }
        return all;
    }

    /** As {@link Part#erase}, of all features. */
    public void erase(Handle handle, Collection<Long> messages) {
        if (!messages.isEmpty()) {
            parts.forEach(part -> part.erase(handle, messages));
        }
    }

    /** As {@link Part#change}, of the feature that has one. */
    public Optional<Part.Change> change(Message archived) {
        return parts.stream().flatMap(part -> part.change(archived).stream()).findFirst();
    }
}
