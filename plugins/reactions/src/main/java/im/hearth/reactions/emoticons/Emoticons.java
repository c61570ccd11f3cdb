package im.hearth.reactions.emoticons;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The rules of emoticons. Each person has a pack of them, which everybody here may look at. Persons are usernames. */
public final class Emoticons {
    private final Database database;
    private final Accounts accounts;
    private final EmoticonStore store;
    private final Media media;
    private final Settings settings;
    private final Clock clock;

    public Emoticons(
            Database database, Accounts accounts, EmoticonStore store, Media media, Settings settings, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.media = media;
        this.settings = settings;
        this.clock = clock;
    }

    /** An emoticon with its picture; null where that is away, as with the plugin that keeps files. */
    record Shown(Emoticon emoticon, @Nullable MediaFile picture) {}

    /**
     * Adds one to a person's pack.
     *
     * @throws Problem INVALID with the field {@code shortcut} or {@code image}; CONFLICT for a shortcut that the person has
     *     already, or one emoticon too many; whatever taking in a file throws
     */
    Shown add(String owner, String shortcut, Picture picture) {
        Shortcut.checked(shortcut);
        requireFree(owner, shortcut);
        return holding(owner, shortcut, picture, file -> insert(owner, shortcut, file));
    }

    /**
     * As {@link #add(String, String, Picture)}, with what was uploaded before.
     *
     * @param upload the id of a file
     */
    Shown add(String owner, String shortcut, String upload) {
        Shortcut.checked(shortcut);
        return insert(owner, shortcut, uploaded(upload));
    }

    private Shown insert(String owner, String shortcut, MediaFile file) {
        int most = settings.get(EmoticonSettings.MOST);
        long now = clock.millis();
        long id = unique(() -> locking(owner, transaction -> {
            long added = store.insert(transaction.handle(), owner, shortcut, file.id(), now);
            if (store.count(transaction.handle(), owner) > most) {
                throw Problem.conflict(
                        "too-many-emoticons", "You have " + most + " emoticons. Delete one, then try again.");
            }
            media.files().hold(transaction.handle(), holder(added), file.id());
            return added;
        }));
        return new Shown(require(id), file);
    }

    /** Does something to a person's pack while nobody else adds to it. */
    private long locking(String owner, ToLongFunction<Transaction> work) {
        Optional<Long> done = database.write(transaction -> lockedOnly(transaction, owner, work));
        if (done.isPresent()) {
            return done.get();
        }
        try {
            database.write(transaction -> {
                accounts.requireHeld(transaction, owner);
                return store.insertOwner(transaction.handle(), owner);
            });
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
        }
        return database.write(transaction -> lockedOnly(transaction, owner, work))
                .orElseThrow(Emoticons::absent);
    }

    private Optional<Long> lockedOnly(Transaction transaction, String owner, ToLongFunction<Transaction> work) {
        accounts.requireHeld(transaction, owner);
        return store.lock(transaction.handle(), owner) ? Optional.of(work.applyAsLong(transaction)) : Optional.empty();
    }

    /**
     * Gives an emoticon another shortcut, or another picture; null for the one that it has.
     *
     * @throws Problem as {@link #add}; NOT_FOUND; FORBIDDEN for somebody else's
     */
    Shown change(String owner, long id, @Nullable String shortcut, @Nullable Picture picture) {
        Emoticon emoticon = requireOwn(owner, id);
        String name = shortcut == null ? emoticon.shortcut() : Shortcut.checked(shortcut);
        if (picture == null) {
            return update(emoticon, name, null);
        }
        return holding(owner, name, picture, file -> update(emoticon, name, file));
    }

    /** As {@link #change(String, long, String, Picture)}, with what was uploaded before. */
    Shown changeTo(String owner, long id, @Nullable String shortcut, @Nullable String upload) {
        Emoticon emoticon = requireOwn(owner, id);
        String name = shortcut == null ? emoticon.shortcut() : Shortcut.checked(shortcut);
        return update(emoticon, name, upload == null ? null : uploaded(upload));
    }

    private Shown update(Emoticon emoticon, String shortcut, @Nullable MediaFile file) {
        String picture = file == null ? emoticon.picture() : file.id();
        unique(() -> database.write(transaction -> {
            accounts.requireHeld(transaction, emoticon.owner());
            if (store.update(transaction.handle(), emoticon.id(), shortcut, picture) == 0) {
                throw absent();
            }
            if (file != null) {
                media.files().hold(transaction.handle(), holder(emoticon.id()), picture);
            }
            return emoticon.id();
        }));
        return get(emoticon.id());
    }

    /**
     * Takes one out of its owner's pack; words in which it stands stay as they are.
     *
     * @throws Problem NOT_FOUND; FORBIDDEN for somebody else's
     */
    void remove(String owner, long id) {
        requireOwn(owner, id);
        database.write(transaction -> {
            media.files().letGo(transaction.handle(), holder(id));
            return store.delete(transaction.handle(), id);
        });
    }

    /**
     * An emoticon.
     *
     * @throws Problem NOT_FOUND
     */
    Shown get(long id) {
        Emoticon emoticon = require(id);
        return shown(List.of(emoticon)).get(0);
    }

    /** A person's pack, the latest first; ids are less than {@code before}. */
    Page<Shown> pack(String owner, long before, int limit) {
        Page<Emoticon> page = Page.of(
                database.read(handle -> store.page(handle, owner, before, limit + 1)),
                limit,
                last -> Long.toString(last.id()));
        return new Page<>(shown(page.items()), page.next());
    }

    /** The one of a person's emoticons with that shortcut. */
    Optional<Shown> find(String owner, String shortcut) {
        if (!Shortcut.isOne(shortcut)) {
            return Optional.empty();
        }
        return known(owner, List.of(shortcut)).values().stream()
                .map(emoticon -> shown(List.of(emoticon)).get(0))
                .findFirst();
    }

    /** Those of the shortcuts that a person has. */
    public Map<String, Emoticon> known(String owner, Collection<String> shortcuts) {
        if (shortcuts.isEmpty()) {
            return Map.of();
        }
        return database.read(handle -> store.find(handle, List.of(owner), shortcuts)).stream()
                .collect(Collectors.toMap(Emoticon::shortcut, Function.identity()));
    }

    /** Where the pictures are read of those that are there. */
    public Map<Pictured, String> pictures(Collection<Pictured> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<Emoticon> found = database.read(handle -> store.find(
                handle,
                wanted.stream().map(Pictured::owner).distinct().toList(),
                wanted.stream().map(Pictured::shortcut).distinct().toList()));
        Map<Pictured, String> urls = new HashMap<>();
        for (Shown shown : shown(found)) {
            if (shown.picture() != null) {
                urls.put(
                        new Pictured(shown.emoticon().owner(), shown.emoticon().shortcut()),
                        shown.picture().url());
            }
        }
        return urls;
    }

    /** The pictures of a person's emoticons with these shortcuts, as far as they are there. */
    Map<String, MediaFile> pictures(String owner, Collection<String> shortcuts) {
        Map<String, MediaFile> pictures = new HashMap<>();
        for (Shown shown : shown(known(owner, shortcuts).values())) {
            if (shown.picture() != null) {
                pictures.put(shown.emoticon().shortcut(), shown.picture());
            }
        }
        return pictures;
    }

    /** Takes away the pack of somebody who leaves. */
    public void forget(Transaction transaction, AccountDeleted deleted) {
        List<Emoticon> pack = store.page(transaction.handle(), deleted.username(), Long.MAX_VALUE, Integer.MAX_VALUE);
        for (Emoticon emoticon : pack) {
            media.files().letGo(transaction.handle(), holder(emoticon.id()));
            store.delete(transaction.handle(), emoticon.id());
        }
        store.deleteOwner(transaction.handle(), deleted.username());
    }

    /** Takes a picture in, and lets go of it if it finds no use. */
    private Shown holding(String owner, String shortcut, Picture picture, Function<MediaFile, Shown> use) {
        MediaFile file = take(owner, shortcut, picture);
        boolean used = false;
        try {
            Picture.check(file);
            Shown shown = use.apply(file);
            used = true;
            return shown;
        } finally {
            if (!used) {
                media.files().discard(owner, List.of(file.id()));
            }
        }
    }

    private MediaFile take(String owner, String shortcut, Picture picture) {
        try {
            return media.files().take(owner, picture.file(shortcut));
        } catch (Problem problem) {
            if (problem.errors().isEmpty()) {
                throw problem;
            }
            throw Problem.invalid("image", problem.errors().get(0).message());
        }
    }

    private MediaFile uploaded(String id) {
        // PostgreSQL takes no zero character, and no id has one.
        List<MediaFile> found =
                id.indexOf('\0') >= 0 ? List.of() : media.files().find(List.of(id));
        if (found.isEmpty()) {
            throw Problem.invalid("image", "is not the id of an upload that is there");
        }
        Picture.check(found.get(0));
        return found.get(0);
    }

    private void requireFree(String owner, String shortcut) {
        if (!known(owner, List.of(shortcut)).isEmpty()) {
            throw shortcutTaken();
        }
    }

    private interface Write {
        long make();
    }

    private static long unique(Write write) {
        try {
            return write.make();
        } catch (JdbiException e) {
            if (Database.isDuplicate(e)) {
                throw shortcutTaken();
            }
            throw e;
        }
    }

    private Emoticon require(long id) {
        return database.read(handle -> store.find(handle, id)).orElseThrow(Emoticons::absent);
    }

    private Emoticon requireOwn(String owner, long id) {
        Emoticon emoticon = require(id);
        if (!emoticon.owner().equals(owner)) {
            throw Problem.forbidden("This is somebody else's emoticon.");
        }
        return emoticon;
    }

    private List<Shown> shown(Collection<Emoticon> emoticons) {
        Map<String, MediaFile> files = media
                .files()
                .find(emoticons.stream().map(Emoticon::picture).toList())
                .stream()
                .collect(Collectors.toMap(MediaFile::id, Function.identity()));
        return emoticons.stream()
                .map(emoticon -> new Shown(emoticon, files.get(emoticon.picture())))
                .toList();
    }

    private static String holder(long id) {
        return "emoticon:" + id;
    }

    private static Problem shortcutTaken() {
        return Problem.conflict("shortcut-taken", "You have an emoticon with this shortcut. Choose another one.");
    }

    private static Problem absent() {
        return Problem.notFound("There is no such emoticon.");
    }
}
