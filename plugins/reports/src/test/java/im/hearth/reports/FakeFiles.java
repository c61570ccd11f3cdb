package im.hearth.reports;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaFiles;
import im.hearth.core.media.MediaKind;
import im.hearth.core.problem.Problem;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Files that messages have, and who holds which. */
final class FakeFiles implements MediaFiles {
    final Map<Long, List<MediaFile>> ofMessages = new HashMap<>();
    final Map<String, String> held = new TreeMap<>();

    static MediaFile file(String id) {
        return new MediaFile(
                id, MediaKind.IMAGE, id + ".png", "image/png", 17, "sha-of-" + id, 1, 1, "https://files/" + id, null);
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
        Map<Long, List<MediaFile>> found = new HashMap<>(ofMessages);
        found.keySet().retainAll(messages);
        return found;
    }

    @Override
    public void hold(Handle handle, String holder, String id) {
        if (id.startsWith("gone")) {
            throw Problem.invalid("media", "has a file that is not there, or not any more");
        }
        held.put(holder, id);
    }

    @Override
    public void letGo(Handle handle, String holder) {
        held.remove(holder);
    }

    @Override
    public MediaFile take(String owner, IncomingFile file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<MediaFile> find(Collection<String> ids) {
        return ids.stream().map(FakeFiles::file).toList();
    }

    @Override
    public Optional<String> idOf(String url) {
        return url.startsWith("https://files/")
                ? Optional.of(url.substring("https://files/".length()))
                : Optional.empty();
    }

    @Override
    public void attach(Handle handle, long message, List<String> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(Handle handle, Collection<Long> messages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void discard(String owner, Collection<String> ids) {
        throw new UnsupportedOperationException();
    }
}
