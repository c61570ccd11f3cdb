package im.hearth.messages;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Cursor;
import im.hearth.core.rest.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What a person can look at: messages that they wrote or got, and no others. Persons are bare JIDs here. */
public final class Inbox {
    /** How many messages one request looks through for words; the page then ends there, and the next one goes on. */
    static final int SEARCHED_MOST = 5_000;

    private static final int SEARCHED_AT_ONCE = 500;

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
        if (number.isEmpty()) {
            return Optional.empty();
        }
        return database.read(handle -> store.find(handle, number.getAsLong()))
                .filter(message -> message.involves(person) && message.kind() == MessageKind.MESSAGE);
    }

    /** The person's messages that pass the filter, the latest first. */
    public Page<ChatMessage> list(MessageFilter filter, int limit) {
        List<ChatMessage> rows = database.read(handle -> store.list(handle, filter, limit + 1));
        return Page.of(rows, limit, Inbox::key);
    }

    /**
     * The person's messages that pass the filter and hold the text, in any case, the latest first: all its words, of which
     * the last one may go on, where the database has an index of words and there are words in the text; else the text
     * itself. Without the index a page may have fewer messages than asked for, even none, and yet another one after it:
     * see {@link #SEARCHED_MOST}.
     */
    public Page<ChatMessage> search(MessageFilter filter, String text, int limit) {
        Optional<String> query = index.query(text);
        if (query.isPresent()) {
            List<ChatMessage> rows = database.read(handle -> words.search(handle, filter, query.get(), limit + 1));
            return Page.of(rows, limit, Inbox::key);
        }
        return lookThrough(filter, text, limit);
    }

    private Page<ChatMessage> lookThrough(MessageFilter filter, String text, int limit) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<ChatMessage> found = new ArrayList<>();
        MessageFilter rest = filter;
        for (int searched = 0; searched < SEARCHED_MOST; searched += SEARCHED_AT_ONCE) {
            MessageFilter now = rest;
            List<ChatMessage> rows = database.read(handle -> store.list(handle, now, SEARCHED_AT_ONCE));
            for (ChatMessage row : rows) {
                if (holds(row, wanted)) {
                    found.add(row);
                    if (found.size() > limit) {
                        return Page.of(found, limit, Inbox::key);
                    }
                }
            }
            if (rows.size() < SEARCHED_AT_ONCE) {
                return new Page<>(found, null);
            }
            rest = filter.before(rows.get(rows.size() - 1).id());
        }
        return new Page<>(found, Cursor.encode(MessageId.text(rest.before())));
    }

    /** What a message has said, the latest first; the last is what it said when it was sent. */
    public List<MessageVersion> versions(ChatMessage message) {
        List<MessageVersion> versions = database.read(handle -> store.versions(handle, message.id()));
        if (versions.isEmpty() && message.body() != null) {
            return List.of(new MessageVersion(message.id(), message.body()));
        }
        return versions;
    }

    private static boolean holds(ChatMessage message, String lowerCaseWords) {
        String body = message.body();
        return body != null && body.toLowerCase(Locale.ROOT).contains(lowerCaseWords);
    }

    private static String key(ChatMessage message) {
        return MessageId.text(message.id());
    }

    private static Problem absent() {
        return Problem.notFound("There is no such message.");
    }
}
