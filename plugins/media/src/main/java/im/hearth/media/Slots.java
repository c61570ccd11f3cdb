package im.hearth.media;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules of upload slots (XEP-0363): asked for on a stream, filled by one HTTP PUT. */
final class Slots {
    /** How many slots somebody may have open: a client asks for one for each file that it sends. */
    static final int MOST_OPEN = 100;

    private final Database database;
    private final Accounts accounts;
    private final SlotStore store;
    private final MediaStore media;
    private final MediaLibrary library;
    private final MediaUrls urls;
    private final Settings settings;
    private final Clock clock;

    Slots(
            Database database,
            Accounts accounts,
            SlotStore store,
            MediaStore media,
            MediaLibrary library,
            MediaUrls urls,
            Settings settings,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.media = media;
        this.library = library;
        this.urls = urls;
        this.settings = settings;
        this.clock = clock;
    }

    /** The addresses of a slot. */
    record Granted(String put, String get) {}

    /** How large a file may be, in bytes. */
    long maxSize() {
        return settings.get(MediaSettings.MAX_SIZE);
    }

    /**
     * Opens a slot, and counts its size for its owner.
     *
     * @throws Problem TOO_LARGE; NOT_ACCEPTABLE for a type that is not taken; TOO_OFTEN while too many are open;
     *     FORBIDDEN for a full quota
     */
    Granted open(String owner, String name, long size, @Nullable String mimeType) {
        if (size > maxSize()) {
            throw Spool.tooLarge(maxSize());
        }
        String type = MediaTypes.base(mimeType);
        if (type != null && !MediaTypes.allows(settings.get(MediaSettings.TYPES), type)) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "This server does not take files of the type " + type + ".");
        }
        library.ensureOwner(owner);
        Instant now = clock.instant();
        Slot slot = new Slot(
                library.id(),
                library.id(),
                owner,
                FileNames.clean(name),
                type,
                size,
                now.plus(settings.get(MediaSettings.SLOT)));
        database.write(transaction -> {
            accounts.requireHeld(transaction, owner);
            // The row of the owner's bytes: it makes two requests of one person come one after the other.
            if (!media.reserve(transaction.handle(), owner, size, settings.get(MediaSettings.QUOTA))) {
                throw MediaLibrary.noRoom();
            }
            SlotStore.Open open = store.open(transaction.handle(), owner, now.toEpochMilli());
            if (open.slots() >= MOST_OPEN) {
                throw Problem.tooOften(
                        Duration.between(now, open.firstEnd()), "Too many of your uploads have not come yet.");
            }
            return store.insert(transaction.handle(), slot);
        });
        return new Granted(urls.slot(slot.token(), slot.name()), urls.file(slot.mediaId(), slot.name()));
    }

    /**
     * Takes in the upload that a slot waits for. The slot is used up once that has worked: one that was cut off can be
     * tried again.
     *
     * @param announced the length that the upload says that it has; -1 for nothing
     * @throws Problem NOT_FOUND for a slot that is used or over; TOO_LARGE; BAD_REQUEST; UNSUPPORTED_TYPE; INVALID
     */
    void fill(String token, @Nullable String mimeType, long announced, InputStream content) {
        Slot slot = database.read(handle -> store.find(handle, token, clock.millis()))
                .orElseThrow(() -> Problem.notFound("Nothing may be uploaded here, or not any more."));
        if (announced > slot.size()) {
            throw Spool.tooLarge(slot.size());
        }
        if (announced >= 0 && announced < slot.size()) {
            throw Problem.of(
                    Kind.BAD_REQUEST, "The slot was asked for " + slot.size() + " bytes; this has " + announced + ".");
        }
        String type = MediaTypes.base(mimeType);
        if (type != null && slot.mimeType() != null && !type.equals(slot.mimeType())) {
            throw Problem.of(
                    Kind.UNSUPPORTED_TYPE, "The slot was asked for " + slot.mimeType() + "; this is " + type + ".");
        }
        library.take(slot, content);
    }
}
