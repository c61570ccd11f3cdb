package im.hearth.reactions.emoticons;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaFiles;
import im.hearth.core.media.MediaKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Files in memory: each a picture of a size that the test chooses. */
public final class FakePictures implements MediaFiles {
    final Map<String, MediaFile> files = new LinkedHashMap<>();
    final Map<String, String> held = new LinkedHashMap<>();
    int side = 64;

    /** A file that somebody uploaded before. */
    MediaFile upload(String id, String mimeType, long size) {
        MediaFile file = new MediaFile(
                id,
                MediaKind.IMAGE,
                id + ".bin",
                mimeType,
                size,
                "hash-" + id,
                side,
                side,
                "https://hearth.test/media/" + id,
                null);
        files.put(id, file);
        return file;
    }

    @Override
    public MediaFile take(String owner, IncomingFile file) {
        try {
            long size = file.content().readAllBytes().length;
            return upload("file" + files.size(), String.valueOf(file.mimeType()), size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<MediaFile> find(Collection<String> ids) {
        return ids.stream().map(files::get).filter(Objects::nonNull).toList();
    }

    @Override
    public Optional<String> idOf(String url) {
        return Optional.empty();
    }

    @Override
    public void attach(Handle handle, long message, List<String> ids) {
        throw new UnsupportedOperationException("Emoticons hang on no message");
    }

    @Override
    public void hold(Handle handle, String holder, String id) {
        held.put(holder, id);
    }

    @Override
    public void letGo(Handle handle, String holder) {
        held.remove(holder);
    }

    @Override
    public MediaFile put(String name, String mimeType, Path file, Instant expires) {
        throw new UnsupportedOperationException("The server makes no files here");
    }

    @Override
    public void discard(String id) {
        throw new UnsupportedOperationException("The server makes no files here");
    }

    @Override
    public InputStream open(String id) {
        throw new UnsupportedOperationException("Nobody reads files here");
    }

    @Override
    public List<String> of(String owner, String after, int limit) {
        throw new UnsupportedOperationException("Nobody lists files here");
    }

    @Override
    public Map<Long, List<MediaFile>> of(Collection<Long> messages) {
        return Map.of();
    }

    @Override
    public void release(Handle handle, Collection<Long> messages) {
        throw new UnsupportedOperationException("Emoticons hang on no message");
    }

    @Override
    public void discard(String owner, Collection<String> ids) {
        files.keySet().removeAll(ids);
    }
}
