package im.hearth.media;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of files that are on their way in, on this node's disk. */
final class Spool {
    private static final int BUFFER = 64 * 1024;
    private static final Logger log = LoggerFactory.getLogger(Spool.class);

    private final Path folder;

    Spool(Path folder) {
        this.folder = folder;
    }

    /** A file of the folder, which goes when it is closed unless somebody moved it away. */
    record Temporary(Path path) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                log.warn("A temporary file stays until it is swept", e);
            }
        }
    }

    /** What was written: its size in bytes, and its SHA-256 in Base64. */
    record Filled(long size, String sha256) {}

    /** An empty file. */
    Temporary create() {
        try {
            Files.createDirectories(folder);
            return new Temporary(Files.createTempFile(folder, "in-", ".part"));
        } catch (IOException e) {
            throw full(e);
        }
    }

    /**
     * Writes all that comes.
     *
     * @param most how many bytes may come
     * @return how many came, and what their hash is
     * @throws Problem TOO_LARGE; BAD_REQUEST where the sender stops half way; UNAVAILABLE where the disk is full
     */
    Filled fill(Temporary file, InputStream in, long most) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file.path())) {
            while (true) {
                int n = read(in, buffer);
                if (n < 0) {
                    return new Filled(size, base64(digest));
                }
                size += n;
                if (size > most) {
                    throw tooLarge(most);
                }
                out.write(buffer, 0, n);
                digest.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw full(e);
        }
    }

    /** The SHA-256 of a file's content, in Base64. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return base64(digest);
    }

    private static String base64(MessageDigest digest) {
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            log.debug("An upload was cut off", e);
            throw cutOff();
        }
    }

    /** Takes away what uploads left that a crash cut off. */
    void sweep(Instant before) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            log.debug("There is nothing to sweep, or somebody else did", e);
        } catch (IOException e) {
            log.warn("Temporary files could not be swept", e);
        }
    }

    static Problem tooLarge(long most) {
        return Problem.of(Kind.TOO_LARGE, "The file is too large: " + most + " bytes at most.");
    }

    static Problem cutOff() {
        return Problem.of(Kind.BAD_REQUEST, "The upload was cut off.");
    }

    private static Problem full(IOException e) {
        log.error("An upload cannot be written", e);
        return Problem.unavailable("media-full", "The file cannot be stored now. Try again later.", e);
    }
}
