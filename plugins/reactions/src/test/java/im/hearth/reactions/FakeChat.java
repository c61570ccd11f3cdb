package im.hearth.reactions;

import im.hearth.core.db.Database;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Part;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import im.hearth.reactions.stanza.ReactionSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What alice and bob say to each other, in memory. Signals are committed one after the other, as the archive does. */
final class FakeChat implements Talk {
    private static final String CONVERSATION = "alice bob";

    private final Database database;
    private final String domain;
    private final Map<Long, Said> said = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(1_764_000_000_000_000L);

    /** What was sent, in its order. */
    final List<Message> sent = new ArrayList<>();

    /** Runs once, before the next signal is committed. */
    Runnable meanwhile = () -> {};

    FakeChat(Database database, String domain) {
        this.database = database;
        this.domain = domain;
    }

    /** Alice says something to Bob. */
    Said say(String body) {
        long id = ids.incrementAndGet();
        Said message = new Said(
                id,
                type(),
                CONVERSATION,
                "bob@" + domain,
                "alice@" + domain,
                "origin-" + id,
                body,
                Instant.ofEpochMilli(id / 1000),
                false);
        said.put(id, message);
        return message;
    }

    /** Alice takes it back. */
    void retract(Said message, Part... parts) {
        said.put(message.id(), seen(message, message.with(), true));
        database.write(transaction -> {
            for (Part part : parts) {
                part.erase(transaction.handle(), List.of(message.id()));
            }
            return true;
        });
    }

    /** What a client sends. */
    Incoming incoming(String username, Message stanza) {
        return new Incoming() {
            @Override
            public Message stanza() {
                return stanza;
            }

            @Override
            public String sender() {
                return username + "@" + domain;
            }

            @Override
            public String type() {
                return FakeChat.this.type();
            }

            @Override
            public String conversation() {
                return CONVERSATION;
            }

            @Override
            public Optional<Said> named(String reference) {
                return said.values().stream()
                        .filter(message -> message.reference().equals(reference))
                        .findFirst();
            }
        };
    }

    /** Commits what a client's stanza does. */
    synchronized void commit(Effect effect) {
        long id = ids.incrementAndGet();
        database.write(transaction -> {
            effect.apply(transaction, id);
            return true;
        });
        effect.committed(id);
    }

    /** A client reacts to a message with all of these. */
    static Message set(Said message, String... emojis) {
        Message stanza = new Message();
        new ReactionSet(message.reference(), List.of(emojis)).addTo(stanza);
        return stanza;
    }

    private Said seen(Said message, String with, boolean isRetracted) {
        return new Said(
                message.id(),
                message.type(),
                message.conversation(),
                with,
                message.author(),
                message.reference(),
                message.body(),
                message.at(),
                isRetracted);
    }

    @Override
    public String type() {
        return "message";
    }

    @Override
    public Optional<Said> find(String person, String id) {
        String username = String.valueOf(new JID(person).getNode());
        if (!List.of("alice", "bob").contains(username) || !id.matches("\\d+")) {
            return Optional.empty();
        }
        String peer = username.equals("alice") ? "bob" : "alice";
        return Optional.ofNullable(said.get(Long.valueOf(id)))
                .map(message -> seen(message, peer + "@" + domain, message.isRetracted()));
    }

    @Override
    public Optional<Said> find(String id) {
        throw new UnsupportedOperationException("Reactions take nothing away");
    }

    @Override
    public void removeSignal(long id) {
        throw new UnsupportedOperationException("Reactions take nothing away");
    }

    @Override
    public Optional<Said> named(String person, String with, String reference) {
        throw new UnsupportedOperationException("Reactions look for nothing");
    }

    @Override
    public void retractSignal(String person, long id) {
        throw new UnsupportedOperationException("Reactions take nothing back");
    }

    @Override
    public Said say(String person, String with, Parcel parcel) {
        throw new UnsupportedOperationException("Reactions say nothing");
    }

    @Override
    public synchronized long signal(String person, Said about, Parcel parcel) {
        Runnable other = meanwhile;
        meanwhile = () -> {};
        other.run();
        Message stanza = new Message();
        stanza.setFrom(person);
        stanza.setTo(about.with());
        parcel.payload().accept(stanza);
        commit(parcel.effect());
        sent.add(stanza);
        return ids.get();
    }

    @Override
    public void edit(String person, Said message, String body, Consumer<Message> payload) {
        throw new UnsupportedOperationException("Reactions edit nothing");
    }

    @Override
    public void retract(String person, Said message) {
        throw new UnsupportedOperationException("Reactions take nothing back");
    }

    @Override
    public Optional<Said> remove(String id, @Nullable String reason, Function<Said, Effect> effect) {
        throw new UnsupportedOperationException("Reactions take nothing away");
    }

    @Override
    public List<String> audience(Said message) {
        return List.of("alice", "bob");
    }
}
