package im.hearth.media.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.media.blob.Blobs.Blob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds wherever the bytes lie. */
abstract class BlobsContract {
    private static final int SIZE = 300_000;

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private final String key =
            "ab" + UUID.randomUUID().toString().replace("-", "").substring(2);

    abstract Blobs blobs();

    private void put() throws IOException {
        new Random(1).nextBytes(content);
        blobs().put(key, Files.write(folder.resolve("file"), content));
    }

    private byte[] read(long offset, long length) throws IOException {
        try (var in = blobs().open(key, offset, length)) {
            return in.readAllBytes();
        }
    }

    @Test
    void what_was_put_is_read() throws IOException {
        put();

        assertThat(read(0, SIZE)).isEqualTo(content);
    }

    @Test
    void a_part_is_read() throws IOException {
        put();

        assertThat(read(1000, 70_000)).isEqualTo(Arrays.copyOfRange(content, 1000, 71_000));
        assertThat(read(SIZE - 1, 1)).containsExactly(content[SIZE - 1]);
    }

    @Test
    void what_is_not_there_cannot_be_read() {
        assertThatThrownBy(() -> read(0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void what_was_deleted_is_gone() throws IOException {
        put();

        blobs().delete(key);

        assertThatThrownBy(() -> read(0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void what_is_not_there_can_be_deleted() {
        assertThatCode(() -> blobs().delete(key)).doesNotThrowAnyException();
    }

    @Test
    void a_shelf_lists_what_begins_with_its_digits() throws IOException {
        put();
        blobs().put(key + "-t", Files.write(folder.resolve("small"), new byte[] {1}));

        assertThat(blobs().shelf("ab").stream().map(Blob::key)).contains(key, key + "-t");
        assertThat(blobs().shelf("cd")).isEmpty();
    }

    @Test
    void an_empty_file_can_be_put() throws IOException {
        blobs().put(key, Files.write(folder.resolve("empty"), new byte[0]));

        assertThat(blobs().shelf("ab").stream().map(Blob::key)).contains(key);
    }
}
