package im.hearth.messages;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.XmlText;
import java.util.Optional;

/** Search by words: what may be asked for, and the job that indexes what was said, away from the path of messages. */
public final class WordIndex {
    /** How long a text to search for may be, in characters. */
    public static final int LONGEST = 1_000;

    /** How many rows are indexed in one transaction. */
    private static final int AT_ONCE = 250;

    private final Database database;
    private final WordStore store;

    public WordIndex(Database database, WordStore store) {
        this.database = database;
        this.store = store;
    }

    /** Indexes what is not yet. Nodes that do so at once take turns. */
    public void catchUp() {
        if (!store.isThere() || !database.read(store::isBehind)) {
            return;
        }
        int indexed = AT_ONCE;
        while (indexed == AT_ONCE && !Thread.currentThread().isInterrupted()) {
            indexed = database.write(transaction -> store.indexNext(transaction.handle(), AT_ONCE));
        }
    }

    /**
     * What to search for, of what somebody asked: without characters that no message can hold; empty for nothing.
     *
     * @throws Problem INVALID on {@code q}
     */
    public static String text(String asked) {
        if (asked.length() > LONGEST) {
            throw Problem.invalid("q", "must have at most " + LONGEST + " characters");
        }
        StringBuilder text = new StringBuilder(asked);
        for (int at = XmlText.firstForbidden(text.toString()); at >= 0; at = XmlText.firstForbidden(text.toString())) {
            text.setCharAt(at, ' ');
        }
        return text.toString().strip();
    }

    /** The database's query for that text; empty where it has no words, or the database no index of them. */
    public Optional<String> query(String text) {
        return store.isThere() ? database.read(handle -> store.query(handle, text)) : Optional.empty();
    }
}
