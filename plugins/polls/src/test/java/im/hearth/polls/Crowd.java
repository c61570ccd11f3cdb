package im.hearth.polls;

import im.hearth.core.events.live.Topics;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import im.hearth.messages.Draft;
import im.hearth.messages.MessageKind;
import im.hearth.messages.stanza.StanzaXml;
import im.hearth.polls.stanza.ReactionSet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** A room full of people whose stanzas are archived as those of groups are; everybody is in it but those who left. */
final class Crowd implements Talk, Topics {
    static final String ROOM = "crowd@conference." + House.DOMAIN;

    private final House house;
    private final Map<String, Said> said = new ConcurrentHashMap<>();
    final List<String> left = new CopyOnWriteArrayList<>();
    final List<String> admins = new CopyOnWriteArrayList<>();
    final List<Long> removed = new CopyOnWriteArrayList<>();

    Crowd(House house) {
        this.house = house;
    }

    @Override
    public String type() {
        return "group_message";
    }

    @Override
    public Optional<Said> find(String person, String id) {
        return left.contains(person) ? Optional.empty() : Optional.ofNullable(said.get(id));
    }

    @Override
    public Optional<Said> find(String id) {
        return Optional.ofNullable(said.get(id));
    }

    @Override
    public boolean isRunBy(String person, Said about) {
        return admins.contains(person) && !left.contains(person);
    }

    @Override
    public void removeSignal(long id) {
        removed.add(id);
    }

    @Override
    public Optional<Said> named(String person, String with, String reference) {
        return with.equals(ROOM) ? find(person, reference) : Optional.empty();
    }

    @Override
    public void retractSignal(String person, long id) {
        throw Problem.notFound("Who has left takes nothing back.");
    }

    /** Somebody who runs it takes a message away. */
    void moderate(Said about) {
        said.put(
                about.text(),
                new Said(
                        about.id(),
                        about.type(),
                        about.conversation(),
                        about.with(),
                        about.author(),
                        about.reference(),
                        null,
                        about.at(),
                        true));
        house.database.write(transaction -> {
            house.talks.erase(transaction.handle(), List.of(about.id()));
            return true;
        });
    }

    @Override
    public Said say(String person, String with, Parcel parcel) {
        Message stanza = stanza(person, parcel);
        long id = house.archive
                .say(draft(MessageKind.MESSAGE, stanza), List.of(), parcel.effect())
                .id();
        house.delivered.add(stanza);
        Said one = new Said(id, type(), ROOM, ROOM, person, Long.toString(id), parcel.body(), Instant.EPOCH, false);
        said.put(one.text(), one);
        return one;
    }

    @Override
    public long signal(String person, Said about, Parcel parcel) {
        if (left.contains(person)) {
            throw Problem.forbidden("You are not in this group.");
        }
        Message stanza = stanza(person, parcel);
        long id = house.archive.signal(draft(MessageKind.SIGNAL, stanza), parcel.effect());
        house.delivered.add(stanza);
        return id;
    }

    /** Somebody's client reacts. */
    void react(String person, Said about, String... emojis) {
        Message stanza = new Message();
        stanza.setFrom(new JID(person));
        stanza.setTo(new JID(ROOM));
        ReactionSet.add(stanza, about.reference(), List.of(emojis));
        var features = house.talks.admit(new Signal(stanza, person, about));
        house.archive.signal(draft(MessageKind.SIGNAL, stanza), features);
    }

    record Signal(Message stanza, String sender, Said about) implements Incoming {
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
            return Optional.of(about);
        }
    }

    private static Message stanza(String person, Parcel parcel) {
        Message stanza = new Message();
        stanza.setType(Message.Type.groupchat);
        stanza.setFrom(new JID(person));
        stanza.setTo(new JID(ROOM));
        stanza.setBody(parcel.body());
        parcel.payload().accept(stanza);
        return stanza;
    }

    private static Draft draft(MessageKind kind, Message stanza) {
        return new Draft(
                kind, stanza.getFrom().toBareJID(), ROOM, false, null, StanzaXml.write(stanza), stanza.getBody(), null);
    }

    @Override
    public void edit(String person, Said about, String body, Consumer<Message> payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retract(String person, Said about) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Said> remove(String id, @Nullable String reason, Function<Said, Effect> effect) {
        throw new UnsupportedOperationException("Nobody takes anything away here");
    }

    @Override
    public List<String> audience(Said about) {
        return List.of();
    }

    @Override
    public Map<String, Long> of(Handle handle, String username) {
        return left.contains(username + "@" + House.DOMAIN) ? Map.of() : Map.of(ROOM, 0L);
    }

    @Override
    public Collection<String> followers(Handle handle, Collection<String> topics) {
        return List.of();
    }
}
