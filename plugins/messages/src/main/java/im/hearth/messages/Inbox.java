package im.hearth.messages;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a person can look at: messages that they wrote or got, and no others. Persons are bare JIDs here. */
public final class Inbox {
    private final Database database;
    private final MessageStore store;
    private final WordStore words;
    private final WordIndex index;

    public Inbox(Database database, MessageStore store) {
        this.database = database;
        this.store = store;
        this.words = new WordStore(database.dialect());
        this.index = new WordIndex(database, words);
    }

    /**
     * A message of the person.
     *
     * @throws Problem NOT_FOUND if there is none, or if it is none of the person's business
     */
    public ChatMessage require(String person, String id) {
        return find(person, id).orElseThrow(Inbox::absent);
    }

    /** As {@link #require}; empty where that is a problem. */
    Optional<ChatMessage> find(String person, String id) {
        OptionalLong number = MessageId.parse(id);
        return number.isEmpty() ? Optional.empty() : find(person, number.getAsLong(), MessageKind.MESSAGE);
    }

    /**
     * A stanza about messages of the person.
     *
     * @throws Problem NOT_FOUND
     */
    ChatMessage requireSignal(String person, long id) {
        return find(person, id, MessageKind.SIGNAL).orElseThrow(Inbox::absent);
    }

    private Optional<ChatMessage> find(String person, long id, MessageKind kind) {
        return database.read(handle -> store.findSeen(handle, id, person)
                        .map(message -> store.asides().seenBy(handle, person, message)))
                .filter(message -> message.involves(person) && message.kind() == kind);
    }

    /** Those of these messages that {@link #find(String, String)} finds, in one query. */
    List<ChatMessage> find(String person, Collection<String> ids) {
        List<Long> numbers = ids.stream()
                .map(MessageId::parse)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        return numbers.isEmpty()
                ? List.of()
                : database
                        .read(handle -> store.asides().seenBy(handle, person, store.findSeen(handle, numbers, person)))
                        .stream()
                        .filter(message -> message.involves(person) && message.kind() == MessageKind.MESSAGE)
                        .toList();
    }

    /**
     * A message in the person's archive. What they do not keep they can act on, as they saw it when it came, but not look
     * up.
     *
     * @throws Problem NOT_FOUND if there is none
     */
    public ChatMessage requireKept(String person, String id) {
        OptionalLong number = MessageId.parse(id);
        return number.isEmpty()
                ? require(person, id)
                : database.read(handle -> store.find(handle, person, number.getAsLong())
                                .map(message -> store.asides().seenBy(handle, person, message)))
                        .orElseThrow(Inbox::absent);
    }

    /** A message between people, whoever they are. */
    Optional<ChatMessage> find(String id) {
        OptionalLong number = MessageId.parse(id);
        return number.isEmpty()
                ? Optional.empty()
                : database.read(handle -> store.find(handle, number.getAsLong()))
                        .filter(message ->
                                message.kind() == MessageKind.MESSAGE && Conversation.isOfTwo(message.conversation()));
    }

    /** A stanza about messages between people, whoever they are. */
    Optional<ChatMessage> findSignal(long id) {
        return database.read(handle -> store.find(handle, id))
                .filter(stanza -> stanza.kind() == MessageKind.SIGNAL && Conversation.isOfTwo(stanza.conversation()));
    }

    /** The person's messages that pass the filter, the latest first. */
    public Page<ChatMessage> list(MessageFilter filter, int limit) {
        return seen(
                filter.owner(),
                Page.of(database.read(handle -> store.list(handle, filter, limit + 1)), limit, Inbox::key));
    }

    private Page<ChatMessage> seen(String person, Page<ChatMessage> page) {
        return new Page<>(database.read(handle -> store.asides().seenBy(handle, person, page.items())), page.next());
    }

    /**
     * The person's messages that pass the filter and hold the text, in any case, the latest first: all its words, of which
     * the last one may go on, where the database has an index of words and there are words in the text; else the text
     * itself. Without the index a page may have fewer messages than asked for, even none, and yet another one after it:
     * see {@link LookThrough}.
     */
    public Page<ChatMessage> search(MessageFilter filter, String text, int limit) {
        Optional<String> query = index.query(text);
        if (query.isPresent()) {
            List<ChatMessage> rows = database.read(handle -> words.search(handle, filter, query.get(), limit + 1));
            return seen(filter.owner(), Page.of(rows, limit, Inbox::key));
        }
        return seen(
                filter.owner(),
                LookThrough.find(
                        text,
                        filter.before(),
                        limit,
                        (before, some) -> database.read(handle -> store.list(handle, filter.before(before), some))));
    }

    /** What a message has said, the latest first; the last is what it said when it was sent. */
    public List<MessageVersion> versions(ChatMessage message) {
        List<MessageVersion> versions = database.read(handle -> store.versions(handle, message.id()));
        if (versions.isEmpty() && message.body() != null) {
            return List.of(new MessageVersion(message.id(), message.body()));
        }
        return versions;
    }

    /** As {@link #versions(ChatMessage)}, to one of the two. */
    List<MessageVersion> versions(String person, ChatMessage message) {
        if (message.isRetracted()) {
            return List.of();
        }
        long id = message.id();
        ChatMessage known = database.read(handle -> store.find(handle, id)).orElse(message);
        List<MessageVersion> versions = new ArrayList<>(versions(known));
        AsideStore.Aside aside = database.read(
                handle -> store.asides().find(handle, person, List.of(id)).get(id));
        if (aside != null && aside.editId() != null && aside.body() != null) {
            versions.add(0, new MessageVersion(aside.editId(), aside.body()));
        }
        return versions;
    }

    private static String key(ChatMessage message) {
        return MessageId.text(message.id());
    }

    private static Problem absent() {
        return Problem.notFound("There is no such message.");
    }
}
