package im.hearth.media;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaFiles;
import im.hearth.core.media.MediaKind;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.media.blob.Blobs;
import im.hearth.media.image.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of files. One that is taken in is written and looked at outside of where files lie, put there whole, and then
 * committed: at no moment is there a row without its content. Content without a row, which a crash can leave, is swept.
 */
public final class MediaLibrary implements MediaFiles {
    private static final int ID_BYTES = 16;

    /** The owner of what the server made; no username is empty. */
    private static final String NOBODY = "";

    private static final Logger log = LoggerFactory.getLogger(MediaLibrary.class);

    private final Database database;
    private final Accounts accounts;
    private final MediaStore store;
    private final SlotStore slots;
    private final Blobs blobs;
    private final Spool spool;
    private final Inspection inspection;
    private final MediaUrls urls;
    private final Settings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final Turns turns = new Turns();

    MediaLibrary(
            Database database,
            Accounts accounts,
            MediaStore store,
            SlotStore slots,
            Blobs blobs,
            Spool spool,
            Inspection inspection,
            MediaUrls urls,
            Settings settings,
            Clock clock,
            RandomGenerator random) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.slots = slots;
        this.blobs = blobs;
        this.spool = spool;
        this.inspection = inspection;
        this.urls = urls;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public MediaFile take(String owner, IncomingFile incoming) {
        Instant expires = clock.instant().plus(settings.get(MediaSettings.UNATTACHED));
        return show(takeIn(owner, incoming, null, expires));
    }

    /**
     * Takes in what was uploaded to a slot.
     *
     * @throws Problem TOO_LARGE for more than the slot's size; BAD_REQUEST for less; NOT_FOUND if the slot was used in
     *     between
     */
    void take(Slot slot, InputStream content) {
        // What a client uploads by a slot may be named in a message that we cannot read (end-to-end encrypted): it
        // stays.
        takeIn(slot.owner(), new IncomingFile(slot.name(), slot.mimeType(), content), slot, null);
    }

    private StoredMedia takeIn(String owner, IncomingFile incoming, @Nullable Slot slot, @Nullable Instant expires) {
        ensureOwner(owner);
        if (slot == null && leftFor(owner) <= 0) {
            throw noRoom();
        }
        String name = FileNames.clean(incoming.name());
        try (Turns.Turn turn = turns.take(owner);
                Spool.Temporary file = spool.create();
                Spool.Temporary thumbnail = spool.create()) {
            long most = slot == null ? settings.get(MediaSettings.MAX_SIZE) : slot.size();
            Spool.Filled filled = spool.fill(file, incoming.content(), most);
            if (slot != null && filled.size() < slot.size()) {
                throw Spool.cutOff();
            }
            Inspection.Findings findings = inspection.look(file.path(), name, incoming, thumbnail.path());
            Pictures.Size picture = findings.size();
            String id = slot == null ? id() : slot.mediaId();
            StoredMedia media = new StoredMedia(
                    id,
                    // Two uploads may come to one slot at once: who loses takes nothing of who wins.
                    slot == null ? id : id(),
                    owner,
                    name,
                    findings.mimeType(),
                    findings.kind(),
                    filled.size(),
                    findings.changed() ? Spool.sha256(file.path()) : filled.sha256(),
                    picture == null ? null : Integer.valueOf(picture.width()),
                    picture == null ? null : Integer.valueOf(picture.height()),
                    findings.thumbnail(),
                    clock.instant(),
                    expires);
            keep(media, file.path(), thumbnail.path(), slot);
            return media;
        } catch (IOException e) {
            throw away(e);
        }
    }

    private void keep(StoredMedia media, Path file, Path thumbnail, @Nullable Slot slot) throws IOException {
        boolean committed = false;
        try {
            if (media.thumbnail() != null) {
                blobs.put(media.thumbnailBlob(), thumbnail);
            }
            blobs.put(media.blob(), file);
            database.write(transaction -> {
                accounts.requireHeld(transaction, media.owner());
                Handle handle = transaction.handle();
                if (slot == null) {
                    if (!store.reserve(handle, media.owner(), media.size(), settings.get(MediaSettings.QUOTA))) {
                        throw noRoom();
                    }
                } else if (!slots.delete(handle, slot.token())) {
                    throw Problem.notFound("Something was uploaded here already, or it is too late for it.");
                }
                return store.insert(handle, media);
            });
            committed = true;
        } finally {
            if (!committed) {
                deleteBlobs(media);
            }
        }
    }

    /** Takes the content of a file away; what stays because that fails is swept later. */
    void deleteBlobs(StoredMedia media) {
        try {
            blobs.delete(media.blob());
            if (media.thumbnail() != null) {
                blobs.delete(media.thumbnailBlob());
            }
        } catch (IOException e) {
            log.warn("The content of a file stays until it is swept", e);
        }
    }

    /**
     * Makes sure that bytes can be counted for somebody.
     *
     * @throws Problem NOT_FOUND for who has left
     */
    void ensureOwner(String owner) {
        if (database.read(handle -> store.hasOwner(handle, owner))) {
            return;
        }
        try {
            database.write(transaction -> {
                accounts.requireHeld(transaction, owner);
                return store.addOwner(transaction.handle(), owner);
            });
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
        }
    }

    /** How many bytes somebody may still bring. */
    long leftFor(String owner) {
        return settings.get(MediaSettings.QUOTA) - database.read(handle -> store.usedBy(handle, owner));
    }

    static Problem noRoom() {
        return Problem.of(
                Kind.FORBIDDEN,
                "quota-full",
                "Your files take all the room that you have. Delete messages with files, then try again.");
    }

    /** 128 random bits. */
    String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The file with that id, if it is there. */
    Optional<StoredMedia> stored(String id) {
        return database.read(handle -> store.find(handle, id, clock.millis()));
    }

    /** Opens a part of a file's content. */
    InputStream open(String blob, long offset, long length) throws IOException {
        return length == 0 ? InputStream.nullInputStream() : blobs.open(blob, offset, length);
    }

    @Override
    public MediaFile put(String name, String mimeType, Path file, Instant expires) {
        String id = id();
        try {
            StoredMedia media = new StoredMedia(
                    id,
                    id,
                    NOBODY,
                    FileNames.clean(name),
                    mimeType,
                    MediaKind.FILE,
                    Files.size(file),
                    Spool.sha256(file),
                    null,
                    null,
                    null,
                    clock.instant(),
                    expires);
            blobs.put(media.blob(), file);
            database.write(transaction -> store.insert(transaction.handle(), media));
            return show(media);
        } catch (IOException e) {
            throw away(e);
        }
    }

    @Override
    public void discard(String id) {
        discard(NOBODY, List.of(id));
    }

    @Override
    public InputStream open(String id) {
        StoredMedia media = stored(id).orElseThrow(() -> Problem.notFound("There is no such file."));
        try {
            return open(media.blob(), 0, media.size());
        } catch (IOException e) {
            throw away(e);
        }
    }

    private static Problem away(IOException e) {
        log.error("A file cannot be stored or read", e);
        return Problem.unavailable("media-away", "Files cannot be stored or read now. Try again later.", e);
    }

    @Override
    public List<String> of(String owner, String after, int limit) {
        return database.read(handle -> store.of(handle, owner, after, clock.millis(), limit));
    }

    @Override
    public List<MediaFile> find(Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, StoredMedia> found =
                database.read(handle -> store.find(handle, new HashSet<>(ids), clock.millis())).stream()
                        .collect(Collectors.toMap(StoredMedia::id, Function.identity()));
        Set<String> wanted = new LinkedHashSet<>(ids);
        return wanted.stream()
                .filter(found::containsKey)
                .map(found::get)
                .map(this::show)
                .toList();
    }

    @Override
    public Optional<String> idOf(String url) {
        return urls.idOf(url);
    }

    @Override
    public void attach(Handle handle, long message, List<String> ids) {
        int place = 0;
        for (String id : ids) {
            if (store.keep(handle, id, clock.millis()) == 0) {
                throw Problem.invalid("media", "has a file that is not there, or not any more");
            }
            store.use(handle, message, place++, id);
        }
    }

    @Override
    public Map<Long, List<MediaFile>> of(Collection<Long> messages) {
        if (messages.isEmpty()) {
            return Map.of();
        }
        Map<Long, List<MediaFile>> shown = new LinkedHashMap<>();
        database.read(handle -> store.of(handle, messages, clock.millis()))
                .forEach((message, files) ->
                        shown.put(message, files.stream().map(this::show).toList()));
        return shown;
    }

    @Override
    public void release(Handle handle, Collection<Long> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<String> ids = store.used(handle, messages);
        if (ids.isEmpty()) {
            return;
        }
        // Somebody may be sending one of them to others right now: who comes second sees what the first did.
        store.lock(handle, ids);
        store.release(handle, messages);
        store.expireUnused(handle, ids, clock.millis());
    }

    @Override
    public void hold(Handle handle, String holder, String id) {
        Optional<String> before = store.heldBy(handle, holder);
        if (before.filter(id::equals).isPresent()) {
            return;
        }
        if (store.keep(handle, id, clock.millis()) == 0) {
            throw Problem.invalid("media", "has a file that is not there, or not any more");
        }
        letGo(handle, holder);
        store.hold(handle, holder, id);
    }

    @Override
    public void letGo(Handle handle, String holder) {
        store.heldBy(handle, holder).ifPresent(id -> {
            store.lock(handle, List.of(id));
            store.letGo(handle, holder);
            store.expireUnused(handle, List.of(id), clock.millis());
        });
    }

    @Override
    public void discard(String owner, Collection<String> ids) {
        if (!ids.isEmpty()) {
            database.write(transaction -> {
                store.lock(transaction.handle(), ids);
                return store.expireUnused(transaction.handle(), owner, ids, clock.millis());
            });
        }
    }

    /** Lets go of what somebody brought who has left; what features hold of it is theirs to let go of. */
    void forget(AccountDeleted deleted) {
        database.write(transaction -> {
            for (Slot slot : slots.of(transaction.handle(), deleted.username())) {
                if (slots.delete(transaction.handle(), slot.token())) {
                    store.giveBack(transaction.handle(), slot.owner(), slot.size());
                }
            }
            return store.expireAll(transaction.handle(), deleted.username(), clock.millis());
        });
    }

    private MediaFile show(StoredMedia media) {
        StoredMedia.Thumb thumb = media.thumbnail();
        return new MediaFile(
                media.id(),
                media.kind(),
                media.name(),
                media.mimeType(),
                media.size(),
                media.sha256(),
                media.width(),
                media.height(),
                urls.file(media.id(), media.name()),
                thumb == null
                        ? null
                        : new MediaFile.Thumbnail(
                                urls.thumbnail(media.id(), thumb.mimeType()),
                                thumb.mimeType(),
                                thumb.width(),
                                thumb.height()));
    }
}
