package im.hearth.core.testing;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaFiles;
import im.hearth.core.media.MediaKind;
import im.hearth.core.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** A place of files in memory, which does not look at them: it says that they are pictures, all of them. */
public final class FakeFiles implements MediaFiles {
    private static final String PLACE = "https://hearth.test/media/";

    /** The files that are there, by id. */
    public final Map<String, MediaFile> files = new LinkedHashMap<>();

    /** How wide and high pictures are that come from now on. */
    public int side = 1;

    /** The ids of files that are gone by the time that something would hold them. */
    public final Set<String> leaving = new LinkedHashSet<>();

    private int made;

    /** Which files which message has. */
    public final Map<Long, List<String>> used = new LinkedHashMap<>();

    /** What the server put there. */
    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    /** Which file what holds. */
    public final Map<String, String> held = new LinkedHashMap<>();

    /** Takes in a picture of that name. */
    public MediaFile picture(String name) {
        return take("alice", new IncomingFile(name, "image/png", new ByteArrayInputStream(new byte[9])));
    }

    /** Puts a file there that somebody has uploaded: {@code ID.bin}. */
    public MediaFile upload(String id, String mimeType, long size) {
        return add(id, id + ".bin", mimeType, size);
    }

    private MediaFile add(String id, String name, String mimeType, long size) {
        MediaFile file = new MediaFile(
                id, MediaKind.IMAGE, name, mimeType, size, "c2hh", side, side, PLACE + id + "/" + name, null);
        files.put(id, file);
        return file;
    }

    @Override
    public synchronized MediaFile take(String owner, IncomingFile file) {
        try {
            String mimeType = file.mimeType() == null ? "image/png" : file.mimeType();
            long size = file.content().readAllBytes().length;
            return add("%032x".formatted(++made), String.valueOf(file.name()), mimeType, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MediaFile put(String name, String mimeType, Path file, Instant expires) {
        try {
            byte[] content = Files.readAllBytes(file);
            MediaFile taken = take("", new IncomingFile(name, mimeType, new ByteArrayInputStream(content)));
            contents.put(taken.id(), content);
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream open(String id) {
        byte[] content = contents.get(id);
        if (content == null) {
            throw Problem.notFound("There is no such file.");
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public void discard(String id) {
        discard("", List.of(id));
    }

    @Override
    public List<String> of(String owner, String after, int limit) {
        return List.of();
    }

    @Override
    public synchronized List<MediaFile> find(Collection<String> ids) {
        return ids.stream().distinct().map(files::get).filter(Objects::nonNull).toList();
    }

    @Override
    public Optional<String> idOf(String url) {
        return files.values().stream()
                .filter(file -> file.url().equals(url))
                .map(MediaFile::id)
                .findFirst();
    }

    @Override
    public void attach(Handle handle, long message, List<String> ids) {
        if (find(ids).size() < ids.size()) {
            throw Problem.invalid("media", "is not there");
        }
        used.put(message, List.copyOf(ids));
    }

    @Override
    public Map<Long, List<MediaFile>> of(Collection<Long> messages) {
        Map<Long, List<MediaFile>> found = new LinkedHashMap<>();
        new ArrayList<>(messages)
                .stream()
                        .filter(used::containsKey)
                        .forEach(id -> found.put(id, find(used.getOrDefault(id, List.of()))));
        return found;
    }

    @Override
    public void release(Handle handle, Collection<Long> messages) {
        used.keySet().removeAll(List.copyOf(messages));
    }

    @Override
    public synchronized void hold(Handle handle, String holder, String id) {
        if (!files.containsKey(id) || leaving.contains(id)) {
            throw Problem.invalid("media", "is not there");
        }
        held.put(holder, id);
    }

    @Override
    public void letGo(Handle handle, String holder) {
        held.remove(holder);
    }

    @Override
    public synchronized void discard(String owner, Collection<String> ids) {
        files.keySet().removeAll(List.copyOf(ids));
        contents.keySet().removeAll(List.copyOf(ids));
    }
}
