package im.hearth.media;

import im.hearth.core.db.Database;
import im.hearth.core.settings.Settings;
import im.hearth.media.blob.Blobs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what is not wanted any more, a bounded number at a time. */
final class Sweep {
    static final Duration PERIOD = Duration.ofMinutes(1);
    static final Duration ORPHANS_PERIOD = Duration.ofMinutes(10);

    /** How long nobody may have touched what has no row: longer than any upload takes from its file to its row. */
    static final Duration UNTOUCHED = Duration.ofHours(2);

    private static final int BATCH = 200;
    private static final int MOST_BATCHES = 50;
    private static final int SHELVES = 256;

    /** With a run every ten minutes, all shelves in less than a day. */
    private static final int SHELVES_AT_ONCE = 4;

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private final Database database;
    private final MediaStore store;
    private final SlotStore slots;
    private final MediaLibrary library;
    private final Blobs blobs;
    private final Spool spool;
    private final Settings settings;
    private final Clock clock;
    private int nextShelf;

    Sweep(
            Database database,
            MediaStore store,
            SlotStore slots,
            MediaLibrary library,
            Blobs blobs,
            Spool spool,
            Settings settings,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.slots = slots;
        this.library = library;
        this.blobs = blobs;
        this.spool = spool;
        this.settings = settings;
        this.clock = clock;
    }

    /** Files whose time is over, and slots that nobody filled. */
    void run() {
        closeSlots();
        age();
        for (int i = 0; i < MOST_BATCHES; i++) {
            List<StoredMedia> batch = database.read(handle -> store.expired(handle, clock.millis(), BATCH));
            batch.forEach(this::delete);
            if (batch.size() < BATCH) {
                return;
            }
        }
    }

    private void closeSlots() {
        // One that was begun in time may still be coming.
        long before = clock.instant().minus(UNTOUCHED).toEpochMilli();
        for (Slot slot : database.read(handle -> slots.closed(handle, before, BATCH))) {
            database.write(transaction -> slots.delete(transaction.handle(), slot.token())
                    && store.giveBack(transaction.handle(), slot.owner(), slot.size()) > 0);
        }
    }

    private void age() {
        Duration kept = settings.get(MediaSettings.EXPIRY);
        if (kept.isZero() || kept.isNegative()) {
            return;
        }
        long before = clock.instant().minus(kept).toEpochMilli();
        for (int i = 0; i < MOST_BATCHES; i++) {
            List<StoredMedia> batch = database.read(handle -> store.olderThan(handle, before, BATCH));
            for (StoredMedia media : batch) {
                database.write(transaction -> {
                    if (store.delete(transaction.handle(), media.id())) {
                        store.giveBack(transaction.handle(), media.owner(), media.size());
                        transaction.afterCommit(() -> library.deleteBlobs(media));
                    }
                    return true;
                });
            }
            if (batch.size() < BATCH) {
                return;
            }
        }
    }

    /** The row first: what a crash leaves then is content that nobody can reach, and an orphan for later. */
    private void delete(StoredMedia media) {
        database.write(transaction -> {
            if (store.deleteExpired(transaction.handle(), media.id(), clock.millis())) {
                store.giveBack(transaction.handle(), media.owner(), media.size());
                transaction.afterCommit(() -> library.deleteBlobs(media));
            }
            return true;
        });
    }

    /** Temporary files of this node: each node does its own. */
    void temporaries() {
        spool.sweep(clock.instant().minus(UNTOUCHED));
    }

    /** Content that has no row, on the next few shelves. */
    void orphans() {
        for (int i = 0; i < SHELVES_AT_ONCE; i++) {
            shelf("%02x".formatted(nextShelf));
            nextShelf = (nextShelf + 1) % SHELVES;
        }
    }

    /** Content that has no row, on one shelf. */
    void shelf(String digits) {
        Instant before = clock.instant().minus(UNTOUCHED);
        try {
            List<String> old = blobs.shelf(digits).stream()
                    .filter(blob -> blob.modified().isBefore(before))
                    .map(Blobs.Blob::key)
                    .toList();
            for (int from = 0; from < old.size(); from += BATCH) {
                deleteUnknown(old.subList(from, Math.min(old.size(), from + BATCH)));
            }
        } catch (IOException e) {
            log.warn("Files without a row could not be looked for; they are next time", e);
        }
    }

    private void deleteUnknown(List<String> keys) throws IOException {
        List<String> files = keys.stream().map(Sweep::main).toList();
        Set<String> known = new HashSet<>(database.read(handle -> store.known(handle, files)));
        for (String key : keys) {
            if (!known.contains(main(key))) {
                blobs.delete(key);
            }
        }
    }

    /** The key of a file's content, for that of its small copy. */
    private static String main(String key) {
        return key.length() > 32 ? key.substring(0, 32) : key;
    }
}
