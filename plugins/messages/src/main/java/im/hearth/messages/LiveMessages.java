package im.hearth.messages;

import im.hearth.core.db.Database;
import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.EventSource;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.talk.Talks;
import im.hearth.messages.MessageStore.Row;
import im.hearth.messages.stanza.ChatMarker;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * What people see of messages as it happens: the end of their archive. Nothing is written for it; each event is a row
 * that is there anyway, and shows the message as it stands when it is read.
 */
public final class LiveMessages implements EventSource {
    static final String CREATED = "message.created";
    static final String EDITED = "message.edited";
    static final String DELETED = "message.deleted";
    static final String READ = "message.read";

    private final Database database;
    private final LiveEvents live;
    private final MessageStore store;
    private final Archive archive;
    private final Addresses addresses;
    private final MessageViews views;
    private final Talks talks;

    public LiveMessages(
            Database database,
            LiveEvents live,
            MessageStore store,
            Archive archive,
            Addresses addresses,
            MessageViews views,
            Talks talks) {
        this.database = database;
        this.live = live;
        this.store = store;
        this.archive = archive;
        this.addresses = addresses;
        this.views = views;
        this.talks = talks;
    }

    /** Those who exchanged the message have something new in their archives. */
    void wake(ChatMessage message) {
        live.wake(people(message.sender(), message.receiver()));
    }

    /** Tells both that messages were read; keeps it where the reader's client forbade to archive its marker. */
    void read(MessagesRead read) {
        List<String> people = people(read.reader(), read.sender());
        if (read.archived()) {
            live.wake(people);
            return;
        }
        database.read(handle -> store.find(handle, read.upTo()))
                .ifPresent(message -> database.write(transaction -> {
                    live.log(transaction, people, READ, views.of(message, null));
                    return true;
                }));
    }

    private List<String> people(String one, String other) {
        return Stream.of(one, other)
                .distinct()
                .filter(addresses::isHere)
                .map(addresses::name)
                .toList();
    }

    @Override
    public EventPage read(Handle handle, String username, long after, long upTo, int limit) {
        return read(handle, username, after, upTo, upTo, limit);
    }

    @Override
    public EventPage read(Handle handle, String username, long after, long upTo, long cameBackAt, int limit) {
        String person = addresses.jid(username);
        List<Row> rows = store.tail(handle, person, after, upTo + 1, cameBackAt, limit);
        List<Fact> facts = new ArrayList<>();
        for (Row row : rows) {
            fact(handle, row, person).ifPresent(facts::add);
        }
        List<ChatMessage> messages = facts.stream().map(Fact::message).toList();
        List<MessageView> shown = views.of(store.asides().seenBy(handle, person, messages), username);
        List<LiveEvent> events = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            events.add(new LiveEvent(facts.get(i).id(), facts.get(i).type(), shown.get(i)));
        }
        boolean whole = rows.size() < limit;
        return new EventPage(
                events, whole ? upTo : rows.get(rows.size() - 1).message().id());
    }

    /** What a row tells, of which message. */
    private record Fact(long id, String type, ChatMessage message) {}

    private Optional<Fact> fact(Handle handle, Row row, String person) {
        ChatMessage message = row.message();
        return switch (message.kind()) {
            case MESSAGE -> Optional.of(new Fact(message.id(), CREATED, message));
            case EDIT ->
                store.findByVersion(handle, message.id())
                        // While they were blocked its sender has edited it for themselves alone.
                        .or(() -> Optional.ofNullable(message.replyTo()).flatMap(id -> store.find(handle, id)))
                        .map(edited -> new Fact(message.id(), EDITED, edited));
            case RETRACTION -> retraction(handle, row, person);
            case SIGNAL -> marker(handle, row, person).or(() -> change(handle, row));
        };
    }

    private Optional<Fact> retraction(Handle handle, Row row, String person) {
        ChatMessage retraction = row.message();
        if (addresses.domain().equals(retraction.sender())) {
            return removed(handle, row);
        }
        return Optional.ofNullable(retraction.replyTo())
                .flatMap(target -> store.find(handle, target))
                .map(target -> store.asides().seenBy(handle, person, target))
                // One that was taken back already was not taken back by this.
                .filter(target -> MessageId.time(retraction.id()).equals(target.retractedAt()))
                .filter(target -> target.kind() == MessageKind.MESSAGE)
                .map(target -> new Fact(retraction.id(), DELETED, target));
    }

    /** What the server took away, it names by our id. */
    private Optional<Fact> removed(Handle handle, Row row) {
        String target = Retraction.target(stanza(row));
        OptionalLong id = target == null ? OptionalLong.empty() : MessageId.parse(target);
        return id.isEmpty()
                ? Optional.empty()
                : store.find(handle, id.getAsLong())
                        .filter(message -> message.kind() == MessageKind.MESSAGE)
                        .map(message -> new Fact(row.message().id(), DELETED, message));
    }

    private Optional<Fact> marker(Handle handle, Row row, String person) {
        ChatMessage marker = row.message();
        return named(handle, row, ChatMarker.displayed(stanza(row)), marker.receiver())
                .flatMap(upTo -> store.latest(handle, marker.conversation(), marker.receiver(), upTo.id()))
                .map(target -> store.asides().seenBy(handle, person, target))
                // One that was read already was not read by this, and neither was any before it.
                .filter(target -> MessageId.time(marker.id()).equals(target.readAt()))
                .map(target -> new Fact(marker.id(), READ, target));
    }

    /** What a feature did to a message by it. */
    private Optional<Fact> change(Handle handle, Row row) {
        return talks.change(stanza(row))
                .flatMap(change -> archive.named(handle, row.message().conversation(), change.reference())
                        .map(target -> new Fact(row.message().id(), "message." + change.event(), target)));
    }

    private Optional<ChatMessage> named(Handle handle, Row row, @Nullable String reference, String sender) {
        return reference == null
                ? Optional.empty()
                : archive.bySender(handle, row.message().conversation(), sender, reference);
    }

    private static Message stanza(Row row) {
        return new Message(new StanzaParser().parse(String.valueOf(row.stanza())));
    }

    @Override
    public Map<String, Long> touched(Handle handle, long after, long upTo) {
        Map<String, Long> touched = new HashMap<>();
        store.touched(handle, after, upTo + 1).forEach((jid, id) -> {
            if (addresses.isHere(jid)) {
                touched.put(addresses.name(jid), id);
            }
        });
        return touched;
    }
}
