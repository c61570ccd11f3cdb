package im.hearth.media.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Blobs in a folder, which all nodes share: {@code 9f/9f86d081...}. */
public final class FolderBlobs implements Blobs {
    private final Path folder;

    public FolderBlobs(Path folder) {
        this.folder = folder;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        Path target = path(key);
        Path shelf = folder.resolve(key.substring(0, 2));
        if (Files.notExists(shelf)) {
            Files.createDirectories(shelf);
            force(folder, StandardOpenOption.READ);
        }
        force(file, StandardOpenOption.WRITE);
        move(file, target);
        force(shelf, StandardOpenOption.READ);
    }

    /** A name is there at once and whole, even where the file comes from another disk. */
    private static void move(Path file, Path target) throws IOException {
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (java.nio.file.AtomicMoveNotSupportedException e) {
            Path beside = target.resolveSibling(target.getFileName() + ".part");
            Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
            force(beside, StandardOpenOption.WRITE);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(file);
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ);
        try {
            channel.position(offset);
            return new Part(Channels.newInputStream(channel), length);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    @Override
    public List<Blob> shelf(String digits) throws IOException {
        List<Blob> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(digits))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    found.add(new Blob(
                            String.valueOf(file.getFileName()),
                            Files.getLastModifiedTime(file).toInstant()));
                } catch (NoSuchFileException gone) {
                    // Somebody took it away in between.
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }

    private Path path(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key);
    }

    /** So many bytes of a stream. */
    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
