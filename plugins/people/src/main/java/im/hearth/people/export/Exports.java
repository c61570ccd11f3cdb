package im.hearth.people.export;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.export.PersonalData;
import im.hearth.core.export.PersonalDataSources;
import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of copies: one for a person at a time, made in the background by whichever node takes it on, and gone after a
 * day. One that a node leaves half made another one makes again.
 */
public final class Exports {
    /** How long a copy can be had. */
    static final Duration KEPT = Duration.ofDays(1);

    /** Until then a copy is as good as a new one. */
    static final Duration FRESH = Duration.ofHours(1);

    /** A copy that has not come further for so long is nobody's any more. */
    static final Duration LEFT = Duration.ofMinutes(5);

    /** How often a copy that is being made says so. */
    private static final Duration PULSE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Exports.class);

    private final Database database;
    private final ExportStore store;
    private final Accounts accounts;
    private final PersonalDataSources sources;
    private final Media media;
    private final Path folder;
    private final Executor executor;
    private final Clock clock;

    /**
     * Copies.
     *
     * @param folder of this node, for those that are being made
     * @param executor makes them, one after the other
     */
    public Exports(
            Database database,
            ExportStore store,
            Accounts accounts,
            PersonalDataSources sources,
            Media media,
            Path folder,
            Executor executor,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.accounts = accounts;
        this.sources = sources;
        this.media = media;
        this.folder = folder;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Asks for a copy; one that is under way, or was made within the hour, is that one.
     *
     * @throws Problem NOT_FOUND for who has just left
     */
    Export ask(String username) {
        Optional<Export> known = find(username);
        if (known.isPresent() && (known.get().isUnderWay() || isFresh(known.get()))) {
            return known.get();
        }
        Export asked = Export.asked(username, clock.instant());
        try {
            database.write(transaction -> {
                accounts.requireHeld(transaction, username);
                store.delete(transaction.handle(), username);
                return store.insert(transaction.handle(), asked);
            });
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            return find(username).orElse(asked);
        }
        known.ifPresent(this::discard);
        executor.execute(this::work);
        return asked;
    }

    private boolean isFresh(Export export) {
        return export.state() == Export.State.READY
                && export.askedAt().plus(FRESH).isAfter(clock.instant());
    }

    /** The copy that somebody has asked for last; none once it is gone. */
    Optional<Export> find(String username) {
        return database.read(handle -> store.find(handle, username))
                .filter(export ->
                        export.expiresAt() == null || export.expiresAt().isAfter(clock.instant()));
    }

    /** Takes somebody's copy away; if it is being made, that ends. */
    void drop(String username) {
        Optional<Export> known = database.read(handle -> store.find(handle, username));
        database.write(transaction -> store.delete(transaction.handle(), username));
        known.ifPresent(this::discard);
    }

    /** An account is gone, and its copy with it. */
    public void forget(AccountDeleted deleted) {
        drop(deleted.username());
    }

    private void discard(Export export) {
        if (export.mediaId() != null) {
            media.files().discard(export.mediaId());
        }
    }

    /** Makes the copies that wait or were left, and forgets those whose time is over. */
    public void tend() {
        database.write(transaction -> store.purge(transaction.handle(), clock.instant()));
        executor.execute(this::work);
    }

    /** Deletes what a crash left in the folder. */
    public void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("Half-made copies of people's data stay in {}", folder, e);
        }
    }

    private void work() {
        try {
            for (String username : database.read(handle -> store.due(handle, leftBefore()))) {
                List<PersonalData> all = sources.all();
                if (database.write(transaction ->
                        store.claim(transaction.handle(), username, all.size(), clock.instant(), leftBefore()))) {
                    make(username, all);
                }
            }
        } catch (Problem e) {
            log.debug("Copies wait: {}", e.detail());
        }
    }

    private Instant leftBefore() {
        return clock.instant().minus(LEFT);
    }

    private void make(String username, List<PersonalData> all) {
        Path file = null;
        try {
            Files.createDirectories(folder);
            file = Files.createTempFile(folder, "copy-", ".part");
            write(username, all, file);
            Instant now = clock.instant();
            MediaFile kept = media.files().put("hearth-" + username + ".zip", "application/zip", file, now.plus(KEPT));
            if (!database.write(
                    transaction -> store.ready(transaction.handle(), username, kept, now, now.plus(KEPT)))) {
                media.files().discard(kept.id());
            }
        } catch (Unwanted e) {
            log.debug("Nobody wants the copy any more");
        } catch (IOException | RuntimeException e) {
            log.error("A copy of somebody's data could not be made; they are told to ask again", e);
            database.write(transaction -> store.failed(transaction.handle(), username, clock.instant()));
        } finally {
            delete(file);
        }
    }

    private void write(String username, List<PersonalData> all, Path file) throws IOException {
        Progress progress = new Progress(username);
        try (ZipCopy copy = new ZipCopy(file, Json.mapper(), progress::pulse)) {
            for (PersonalData source : all) {
                source.write(username, copy);
                progress.step();
            }
        }
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                log.warn("A half-made copy stays until the next start", e);
            }
        }
    }

    /** Whoever asked for it took it back, or is gone. */
    private static final class Unwanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unwanted() {
            super(null, null, false, false);
        }
    }

    /** Says how far a copy is. */
    private final class Progress {
        private final String username;
        private int done;
        private Instant said;

        Progress(String username) {
            this.username = username;
            this.said = clock.instant();
        }

        void step() {
            done++;
            say();
        }

        void pulse() {
            if (said.plus(PULSE).isBefore(clock.instant())) {
                say();
            }
        }

        private void say() {
            said = clock.instant();
            if (!database.write(transaction -> store.progress(transaction.handle(), username, done, said))) {
                throw new Unwanted();
            }
        }
    }
}
