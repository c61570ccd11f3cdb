package im.hearth.core.talk;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Withheld;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Where the ways of talking and the features that hang on messages find each other, in whatever order they start. */
public final class Talks {
    private final List<Talk> talks = new CopyOnWriteArrayList<>();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private volatile Function<Location, Parcel> places = Talks::nobodyTells;

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

    /** Adds a feature that is asked before the others, and so decides what of a stanza they see; see {@link Part#admit}. */
    public Registration addReferee(Part part) {
        parts.add(0, part);
        return () -> parts.remove(part);
    }

    /** Brings what makes a message of a place. */
    public Registration placesToldBy(Function<Location, Parcel> telling) {
        places = telling;
        return () -> places = Talks::nobodyTells;
    }

    /**
     * The message that tells a place, and nothing else.
     *
     * @param others what else the request would say: all null
     * @throws Problem INVALID with the fields of {@code location} that are wrong; UNAVAILABLE if no plugin makes them
     */
    public Parcel telling(Location location, @Nullable Object... others) {
        if (!Arrays.stream(others).allMatch(Objects::isNull)) {
            throw Problem.invalid("location", "comes without content, reply_to and media; its label says what it is");
        }
        return places.apply(location);
    }

    private static Parcel nobodyTells(Location location) {
        throw Problem.unavailable("no-places", "This server has no messages with places.", null);
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

    /** As {@link Talk#named}, in whatever way it was said. */
    public Optional<Said> named(String person, String with, String reference) {
        return talks.stream()
                .flatMap(talk -> talk.named(person, with, reference).stream())
                .findFirst();
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

    /**
     * Sends a stanza about something that was said, as {@link Talk#signal}, which all features admit as if a client of the
     * person's had sent it.
     *
     * @return the id that it got; empty where a feature kept the stanza to itself
     * @throws Problem if one refuses it
     */
    public OptionalLong signal(String person, Said about, Parcel parcel) {
        Message stanza = new Message();
        stanza.setFrom(new JID(person));
        stanza.setTo(new JID(about.with()));
        parcel.payload().accept(stanza);
        try {
            Effect features = admit(new Signal(stanza, person, about));
            Parcel admitted = new Parcel(
                    parcel.body(),
                    sent -> stanza.getElement().elements().forEach(child -> sent.getElement()
                            .add(child.createCopy())),
                    parcel.effect().and(features));
            return OptionalLong.of(of(about.type()).signal(person, about, admitted));
        } catch (Withheld kept) {
            return OptionalLong.empty();
        }
    }

    private record Signal(Message stanza, String sender, Said about) implements Incoming {
        @Override
        public String type() {
            return about.type();
        }

        @Override
        public String conversation() {
            return about.conversation();
        }

        @Override
        public Optional<Said> named(String reference) {
            return Optional.of(about).filter(said -> said.reference().equals(reference));
        }
    }

    /** As {@link Part#edit}, of all features. */
    public Effect edit(long message, Message correction) {
        Effect effect = Effect.NONE;
        for (Part part : parts) {
            effect = effect.and(part.edit(message, correction));
        }
        return effect;
    }

    /** As {@link Part#editAside}, of all features. */
    public Effect editAside(long message, String author, Message correction) {
        Effect effect = Effect.NONE;
        for (Part part : parts) {
            effect = effect.and(part.editAside(message, author, correction));
        }
        return effect;
    }

    /** As {@link Part#eraseAside}, of all features. */
    public void eraseAside(Handle handle, long message, String author) {
        parts.forEach(part -> part.eraseAside(handle, message, author));
    }

    /** As {@link Part#reactions}, of the feature that keeps them. */
    public List<String> reactions(long message, String person) {
        return parts.stream()
                .flatMap(part -> part.reactions(message, person).stream())
                .toList();
    }

    /** As {@link Part#takes}, of any feature. */
    public boolean takes(long message, String reaction) {
        return parts.stream().anyMatch(part -> part.takes(message, reaction));
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

    /** As {@link Part#enrich}, by all features. */
    public void enrich(String author, Message said) {
        parts.forEach(part -> part.enrich(author, said));
    }

    /** As {@link Part#change}, of the feature that has one. */
    public Optional<Part.Change> change(Message archived) {
        return parts.stream().flatMap(part -> part.change(archived).stream()).findFirst();
    }
}
