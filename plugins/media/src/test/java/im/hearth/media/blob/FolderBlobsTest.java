package im.hearth.media.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FolderBlobsTest extends BlobsContract {
    @Override
    Blobs blobs() {
        return new FolderBlobs(folder.resolve("files"));
    }

    @Test
    void a_file_is_moved_in_and_not_copied() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});

        blobs().put("00ff", file);

        assertThat(file).doesNotExist();
        assertThat(folder.resolve("files/00/00ff")).hasBinaryContent(new byte[] {1, 2, 3});
    }
}
