package im.hearth.messages;

import im.hearth.core.db.Database;
import im.hearth.core.media.Media;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Talks;
import im.hearth.messages.stanza.Retraction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is older than an operator wants it kept, of people and of rooms. With a message go its files, its edits, and the
 * retraction of it, though they are younger; markers and reactions, which nobody misses without it, as they come of age.
 */
public final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** How many rows are deleted in one transaction, with those that go with them: some tens of milliseconds. */
    static final int AT_ONCE = 500;

    /** After that time the job stops until it is due again, well before another node would take it over. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Database database;
    private final MessageStore store;
    private final Media media;
    private final Talks talks;
    private final Settings settings;
    private final Clock clock;

    public Retention(Database database, MessageStore store, Media media, Talks talks, Settings settings, Clock clock) {
        this.database = database;
        this.store = store;
        this.media = media;
        this.talks = talks;
        this.settings = settings;
        this.clock = clock;
    }

    /** Deletes what is too old now. */
    public void keep() {
        Optional<Duration> age = settings.get(MessageSettings.RETENTION);
        if (age.isEmpty()) {
            return;
        }
        Instant started = clock.instant();
        long before = MessageId.first(started.minus(age.get()));
        long deleted = 0;
        int some = AT_ONCE;
        while (some >= AT_ONCE
                && clock.instant().isBefore(started.plus(LONGEST))
                && !Thread.currentThread().isInterrupted()) {
            some = database.write(transaction -> deleteSome(transaction.handle(), before));
            deleted += some;
        }
        if (deleted > 0) {
            log.info("Deleted {} archived stanzas that were older than {}", deleted, age.get());
        }
    }

    private int deleteSome(Handle handle, long before) {
        List<ChatMessage> old = store.oldest(handle, before, AT_ONCE);
        if (old.isEmpty()) {
            return 0;
        }
        TreeSet<Long> ids = new TreeSet<>();
        old.forEach(message -> ids.add(message.id()));
        ids.addAll(store.editsOf(handle, List.copyOf(ids)));
        for (ChatMessage message : old) {
            if (message.isRetracted()) {
                retraction(handle, message).ifPresent(ids::add);
            }
        }
        media.files().release(handle, ids);
        talks.erase(handle, ids);
        return store.delete(handle, ids);
    }

    /** The stanza that took a message back, which the tombstone names. */
    private Optional<Long> retraction(Handle handle, ChatMessage message) {
        return store.stanza(handle, message.id())
                .flatMap(Retraction::retractedBy)
                .flatMap(name -> store.findByOrigin(handle, message.conversation(), name)
                        .or(() -> {
                            var id = MessageId.parse(name);
                            return id.isPresent() ? store.find(handle, id.getAsLong()) : Optional.empty();
                        }))
                .filter(found -> found.kind() == MessageKind.RETRACTION
                        && found.conversation().equals(message.conversation()))
                .map(ChatMessage::id);
    }
}
