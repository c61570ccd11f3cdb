package im.hearth.groups.chat;

import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.EventSource;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.talk.Talks;
import im.hearth.messages.Addresses;
import im.hearth.messages.Archive;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.MessageId;
import im.hearth.messages.MessageKind;
import im.hearth.messages.MessageStore;
import im.hearth.messages.MessageStore.Row;
import im.hearth.messages.stanza.ChatMarker;
import im.hearth.messages.stanza.StanzaParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** What members see of group messages as it happens: the end of the archives of their groups. */
public final class LiveGroupMessages implements EventSource {
    private final GroupMessageStore store;
    private final MessageStore messages;
    private final Archive archive;
    private final Addresses addresses;
    private final GroupMessageViews views;
    private final Talks talks;

    public LiveGroupMessages(
            GroupMessageStore store,
            MessageStore messages,
            Archive archive,
            Addresses addresses,
            GroupMessageViews views,
            Talks talks) {
        this.store = store;
        this.messages = messages;
        this.archive = archive;
        this.addresses = addresses;
        this.views = views;
        this.talks = talks;
    }

    /** What a row tells, of which message. */
    private record Fact(long id, String type, ChatMessage message) {}

    @Override
    public EventPage read(Handle handle, String username, long after, long upTo, int limit) {
        String person = addresses.jid(username);
        List<Row> rows = store.tail(handle, person, after, upTo + 1, limit);
        List<Fact> facts = new ArrayList<>();
        for (Row row : rows) {
            fact(handle, row).ifPresent(facts::add);
        }
        boolean whole = rows.size() < limit;
        return new EventPage(
                shown(person, facts),
                whole ? upTo : rows.get(rows.size() - 1).message().id());
    }

    private Optional<Fact> fact(Handle handle, Row row) {
        ChatMessage message = row.message();
        return switch (message.kind()) {
            case MESSAGE -> Optional.of(new Fact(message.id(), "group_message.created", message));
            case EDIT ->
                messages.findByVersion(handle, message.id())
                        .map(edited -> new Fact(message.id(), "group_message.edited", edited));
            case RETRACTION ->
                Optional.ofNullable(message.replyTo())
                        .flatMap(target -> messages.find(handle, target))
                        // One that was taken away already was not taken away by this.
                        .filter(target -> MessageId.time(message.id()).equals(target.retractedAt()))
                        .filter(target -> target.kind() == MessageKind.MESSAGE)
                        .map(target -> new Fact(message.id(), "group_message.deleted", target));
            case SIGNAL ->
                named(handle, row, ChatMarker.displayed(stanza(row)))
                        .map(target -> new Fact(message.id(), "group_message.read", target))
                        .or(() -> change(handle, row));
        };
    }

    /** What a feature did to a message by it. */
    private Optional<Fact> change(Handle handle, Row row) {
        return talks.change(stanza(row))
                .flatMap(change -> archive.named(handle, row.message().receiver(), change.reference())
                        .map(target -> new Fact(row.message().id(), "group_message." + change.event(), target)));
    }

    private Optional<ChatMessage> named(Handle handle, Row row, @Nullable String reference) {
        return reference == null
                ? Optional.empty()
                : archive.named(handle, row.message().receiver(), reference);
    }

    private static Message stanza(Row row) {
        return new Message(new StanzaParser().parse(String.valueOf(row.stanza())));
    }

    private List<LiveEvent> shown(String person, List<Fact> facts) {
        List<GroupMessageView> shown =
                views.of(facts.stream().map(Fact::message).toList(), person);
        List<LiveEvent> events = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            events.add(new LiveEvent(facts.get(i).id(), facts.get(i).type(), shown.get(i)));
        }
        return events;
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
