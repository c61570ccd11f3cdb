package im.hearth.groups.chat;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.groups.Groups;
import im.hearth.groups.Member;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.Conversation;
import im.hearth.messages.Inbox;
import im.hearth.messages.LookThrough;
import im.hearth.messages.MessageId;
import im.hearth.messages.MessageKind;
import im.hearth.messages.MessageStore;
import im.hearth.messages.MessageVersion;
import im.hearth.messages.WordIndex;
import im.hearth.messages.WordStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a member can look at: what was said in groups that they are in now. Persons and rooms are bare JIDs here. */
public final class GroupInbox {
    private final Database database;
    private final MessageStore messages;
    private final GroupMessageStore store;
    private final Groups groups;
    private final Inbox versions;
    private final WordIndex index;

    public GroupInbox(
            Database database, MessageStore messages, GroupMessageStore store, Groups groups, Inbox versions) {
        this.database = database;
        this.messages = messages;
        this.store = store;
        this.groups = groups;
        this.versions = versions;
        this.index = new WordIndex(database, new WordStore(database.dialect()));
    }

    /** A message, and the place in its group of who looks at it. */
    public record Seen(ChatMessage message, Member by) {}

    /**
     * Which messages a list shows.
     *
     * @param room only those of that room; null for all groups
     * @param unread only what others said since the owner last read
     * @param first the least id
     * @param before ids are less
     */
    public record Filter(String owner, @Nullable String room, boolean unread, long first, long before) {
        Filter before(long id) {
            return new Filter(owner, room, unread, first, Math.min(id, before));
        }
    }

    /**
     * A message of a group that the person is in.
     *
     * @throws Problem NOT_FOUND if there is none, or if it is none of the person's business
     */
    public Seen require(String person, String id) {
        return find(person, id).orElseThrow(() -> Problem.notFound("There is no such message."));
    }

    /** A message in a group, whoever is in it. */
    Optional<ChatMessage> find(String id) {
        OptionalLong number = MessageId.parse(id);
        return number.isEmpty()
                ? Optional.empty()
                : database.read(handle -> messages.find(handle, number.getAsLong()))
                        .filter(found ->
                                found.kind() == MessageKind.MESSAGE && !Conversation.isOfTwo(found.conversation()));
    }

    /** A stanza about messages in a group, whoever is in it. */
    Optional<ChatMessage> findSignal(long id) {
        return database.read(handle -> messages.find(handle, id))
                .filter(found -> found.kind() == MessageKind.SIGNAL && !Conversation.isOfTwo(found.conversation()));
    }

    /** As {@link #require}; empty where that is a problem. */
    Optional<Seen> find(String person, String id) {
        OptionalLong number = MessageId.parse(id);
        return number.isEmpty() ? Optional.empty() : find(person, number.getAsLong(), MessageKind.MESSAGE);
    }

    /**
     * A stanza about messages in a group that the person is in.
     *
     * @throws Problem NOT_FOUND
     */
    Seen requireSignal(String person, long id) {
        return find(person, id, MessageKind.SIGNAL).orElseThrow(() -> Problem.notFound("There is no such message."));
    }

    private Optional<Seen> find(String person, long id, MessageKind kind) {
        return database.read(handle -> messages.find(handle, id))
                .filter(message -> message.kind() == kind)
                .flatMap(message -> groups.member(person, message.receiver()).map(member -> new Seen(message, member)));
    }

    /** The messages that pass the filter, the latest first. */
    public Page<ChatMessage> list(Filter filter, int limit) {
        return Page.of(rows(filter, limit + 1), limit, GroupInbox::key);
    }

    /**
     * The messages that pass the filter and hold the text, in any case; as {@link Inbox#search}. Without an index of words
     * a page may have fewer than asked for, even none, and yet another one after it: see {@link LookThrough}.
     */
    public Page<ChatMessage> search(Filter filter, String text, int limit) {
        Optional<String> query = index.query(text);
        if (query.isPresent()) {
            List<ChatMessage> rows = database.read(handle -> store.search(
                    handle,
                    filter.owner(),
                    filter.room(),
                    filter.unread(),
                    query.get(),
                    filter.first() - 1,
                    filter.before(),
                    limit + 1));
            return Page.of(rows, limit, GroupInbox::key);
        }
        return LookThrough.find(text, filter.before(), limit, (before, some) -> rows(filter.before(before), some));
    }

    private List<ChatMessage> rows(Filter filter, int limit) {
        return database.read(handle -> store.list(
                handle, filter.owner(), filter.room(), filter.unread(), filter.first() - 1, filter.before(), limit));
    }

    /**
     * What a person has said in groups that they are not in any more, by group, the oldest first.
     *
     * @param after the key of the message before the page; null for the first page
     */
    Page<ChatMessage> left(String person, @Nullable String after, int limit) {
        int space = after == null ? -1 : after.indexOf(' ');
        String room = after == null ? "" : after.substring(0, Math.max(0, space));
        long id =
                after == null ? 0 : MessageId.parse(after.substring(space + 1)).orElse(0);
        List<ChatMessage> found = new ArrayList<>(said(person, room, id, limit + 1));
        while (found.size() <= limit) {
            Optional<String> next = nextLeft(person, room);
            if (next.isEmpty()) {
                break;
            }
            room = next.get();
            found.addAll(said(person, room, 0, limit + 1 - found.size()));
        }
        return Page.of(found, limit, message -> message.conversation() + ' ' + key(message));
    }

    private Optional<String> nextLeft(String person, String room) {
        return database.read(handle -> store.nextLeft(handle, person, room));
    }

    private List<ChatMessage> said(String person, String room, long after, int limit) {
        return room.isEmpty() ? List.of() : database.read(handle -> store.said(handle, room, person, after, limit));
    }

    /** What a message has said, the latest first. */
    public List<MessageVersion> versions(ChatMessage message) {
        return versions.versions(message);
    }

    /** The last message of each of the person's groups among these, by room. */
    public Map<String, ChatMessage> last(String person, Collection<String> rooms) {
        return rooms.isEmpty() ? Map.of() : database.read(handle -> store.last(handle, person, rooms));
    }

    /** How much of each of these groups the person has not read, by room; none for a room that is not in it. */
    public Map<String, Integer> unread(String person, Collection<String> rooms) {
        return rooms.isEmpty() ? Map.of() : database.read(handle -> store.unread(handle, person, rooms));
    }

    /** How much the person has not read in all groups; as {@link GroupMessageStore#unread(Handle, String)}. */
    public int unread(String person) {
        return database.read(handle -> store.unread(handle, person));
    }

    /** Those of these messages that {@link #find(String, String)} finds, in two queries. */
    List<ChatMessage> find(String person, Collection<String> ids) {
        List<Long> numbers = ids.stream()
                .map(MessageId::parse)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        if (numbers.isEmpty()) {
            return List.of();
        }
        return database.read(handle -> {
            List<ChatMessage> found = messages.find(handle, numbers).stream()
                    .filter(message -> message.kind() == MessageKind.MESSAGE)
                    .toList();
            Set<String> rooms = found.stream().map(ChatMessage::receiver).collect(Collectors.toSet());
            Set<String> own = rooms.isEmpty() ? Set.of() : store.roomsOf(handle, person, rooms);
            return found.stream()
                    .filter(message -> own.contains(message.receiver()))
                    .toList();
        });
    }

    private static String key(ChatMessage message) {
        return MessageId.text(message.id());
    }
}
