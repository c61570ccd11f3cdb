package im.hearth.media;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.media.blob.Blobs;
import im.hearth.media.blob.FolderBlobs;
import im.hearth.media.image.Pictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The feature with everything that it stands on, for tests. */
final class House {
    static final String DOMAIN = "hearth.test";
    static final String ORIGIN = "https://hearth.test:7443";

    final MutableClock clock = new MutableClock();
    final MemoryProperties properties = new MemoryProperties();
    final Settings settings = new Settings(Map.of(), properties);
    final FakeUsers users = new FakeUsers();
    final MediaStore store = new MediaStore();
    final SlotStore slotStore = new SlotStore();
    final Database database;
    final Path folder;
    final Blobs blobs;
    final Spool spool;
    final Accounts accounts;
    final MediaLibrary library;
    final Slots slots;
    final Sweep sweep;
    final MediaStanzas stanzas;

    House(Database database, Path folder) {
        this.database = database;
        this.folder = folder;
        blobs = new FolderBlobs(folder.resolve("files"));
        spool = new Spool(folder.resolve("incoming"));
        MediaUrls urls = new MediaUrls(() -> URI.create(ORIGIN));
        accounts = new Accounts(database, new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
        library = new MediaLibrary(
                database,
                accounts,
                store,
                slotStore,
                blobs,
                spool,
                new Inspection(new MediaTypes(), new Pictures(), settings),
                urls,
                settings,
                clock,
                new SecureRandom());
        slots = new Slots(database, accounts, slotStore, store, library, urls, settings, clock);
        sweep = new Sweep(database, store, slotStore, library, blobs, spool, settings, clock);
        stanzas = new MediaStanzas(slots, users, DOMAIN, clock);
        users.ensure("alice", "secret", null, null);
    }

    void set(String name, String value) {
        properties.set(name, value, false);
    }

    MediaFile take(String owner, String text) {
        return take(owner, "a.txt", "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    MediaFile take(String owner, String name, String type, byte[] content) {
        return library.take(owner, new IncomingFile(name, type, new ByteArrayInputStream(content)));
    }

    /** Hangs files on a message. */
    void attach(long message, MediaFile... files) {
        List<String> ids = Stream.of(files).map(MediaFile::id).toList();
        database.write(transaction -> {
            library.attach(transaction.handle(), message, ids);
            return true;
        });
    }

    void release(long message) {
        database.write(transaction -> {
            library.release(transaction.handle(), List.of(message));
            return true;
        });
    }

    boolean isThere(MediaFile file) {
        return library.stored(file.id()).isPresent();
    }

    /** How many files lie in the folder, temporary ones and small copies too. */
    long files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long used(String owner) {
        return database.read(handle -> store.usedBy(handle, owner));
    }
}
