package im.hearth.groups.chat;

import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.EventSource;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.groups.GroupStore;
import im.hearth.groups.Member;
import im.hearth.messages.Addresses;
import im.hearth.messages.Archive;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.MessageId;
import im.hearth.messages.MessageStore;
import im.hearth.messages.MessageStore.Row;
import im.hearth.messages.stanza.ChatMarker;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** What members see of group messages as it happens: the end of the archives of their groups. */
public final class LiveGroupMessages implements EventSource {
    private final GroupMessageStore store;
    private final GroupStore groups;
    private final MessageStore messages;
    private final Archive archive;
    private final Addresses addresses;

    public LiveGroupMessages(
            GroupMessageStore store, GroupStore groups, MessageStore messages, Archive archive, Addresses addresses) {
        this.store = store;
        this.groups = groups;
        this.messages = messages;
        this.archive = archive;
        this.addresses = addresses;
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
                shown(handle, person, facts),
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
                named(handle, row, Retraction.target(stanza(row)))
                        // One that was taken away already was not taken away by this.
                        .filter(target -> MessageId.time(message.id()).equals(target.retractedAt()))
                        .map(target -> new Fact(message.id(), "group_message.deleted", target));
            case SIGNAL ->
                named(handle, row, ChatMarker.displayed(stanza(row)))
                        .map(target -> new Fact(message.id(), "group_message.read", target));
        };
    }

    private Optional<ChatMessage> named(Handle handle, Row row, @Nullable String reference) {
        return reference == null
                ? Optional.empty()
                : archive.named(handle, row.message().receiver(), reference);
    }

    private static Message stanza(Row row) {
        return new Message(new StanzaParser().parse(String.valueOf(row.stanza())));
    }

    private List<LiveEvent> shown(Handle handle, String person, List<Fact> facts) {
        if (facts.isEmpty()) {
            return List.of();
        }
        Set<String> rooms =
                facts.stream().map(fact -> fact.message().receiver()).collect(Collectors.toSet());
        long least = facts.stream().mapToLong(fact -> fact.message().id()).min().orElse(0);
        // Of a thousand members only those who have read it: right after it was said, next to nobody.
        Map<String, List<Member>> readers =
                groups.readers(handle, rooms, least).stream().collect(Collectors.groupingBy(Member::room));
        return facts.stream()
                .map(fact -> new LiveEvent(
                        fact.id(),
                        fact.type(),
                        GroupMessageView.of(
                                fact.message(),
                                person,
                                readers.getOrDefault(fact.message().receiver(), List.of()),
                                addresses)))
                .toList();
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
