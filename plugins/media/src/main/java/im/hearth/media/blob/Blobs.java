package im.hearth.media.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Where the bytes of files lie. Keys begin with two hexadecimal digits, and hold no others than {@code [0-9a-z-]}. */
public interface Blobs extends AutoCloseable {
    /** A blob, and when it came. */
    record Blob(String key, Instant modified) {}

    /**
     * Puts a whole file there; it lasts once this returns, and until then there is nothing.
     *
     * @param file may be gone afterwards
     */
    void put(String key, Path file) throws IOException;

    /**
     * Opens a part of a blob.
     *
     * @param length more than 0
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    InputStream open(String key, long offset, long length) throws IOException;

    /** Takes a blob away; nothing happens if it is not there. */
    void delete(String key) throws IOException;

    /** The blobs whose keys begin with these two hexadecimal digits: one of 256 shelves. */
    List<Blob> shelf(String digits) throws IOException;

    @Override
    default void close() throws IOException {
        // Most hold nothing open.
    }
}
