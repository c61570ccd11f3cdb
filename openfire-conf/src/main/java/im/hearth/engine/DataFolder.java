package im.hearth.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that holds all that an engine keeps, locked for this process until it is closed. */
final class DataFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataFolder(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, and locks it.
     *
     * @throws Refusal when it cannot be written, or another engine runs on it
     */
    static DataFolder open(Path root) {
        FileChannel file;
        try {
            Files.createDirectories(root);
            for (String part : new String[] {"home", "db", "logs"}) {
                // Keys, messages and numbers are in there: its owner's business only.
                Files.createDirectories(root.resolve(part));
                Files.setPosixFilePermissions(root.resolve(part), PosixFilePermissions.fromString("rwx------"));
            }
            file = FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            throw new Refusal("The data folder " + root + " cannot be written: choose another with --data, or make it"
                    + " yours (chown, chmod).");
        }
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new DataFolder(root, file, lock);
            }
        } catch (OverlappingFileLockException | IOException heldOrUnsupported) {
            // Said below.
        }
        throw new Refusal("Another Hearth runs on " + root + ": stop it, or give this one its own folder with --data.");
    }

    /** The server's own folder: its configuration, keys and plugins. */
    Path home() {
        return root.resolve("home");
    }

    Path db() {
        return root.resolve("db");
    }

    Path log() {
        return root.resolve("logs").resolve("hearth.log");
    }

    /** What runs here, for scripts. */
    Path description() {
        return root.resolve("hearth.json");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(description());
        lock.release();
        lockFile.close();
    }
}
