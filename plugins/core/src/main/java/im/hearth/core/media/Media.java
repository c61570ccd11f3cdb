package im.hearth.core.media;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where the place of files is found, in whatever order the plugins start; without one, messages have no files. */
public final class Media {
    private static final MediaFiles NONE = new None();

    private volatile MediaFiles files = NONE;

    /** Brings the place of files. */
    public Registration keptBy(MediaFiles place) {
        files = place;
        return () -> files = NONE;
    }

    /** The place of files; takes none in as long as no plugin brings one. */
    public MediaFiles files() {
        return files;
    }

    private static final class None implements MediaFiles {
        @Override
        public MediaFile take(String owner, IncomingFile file) {
            throw Problem.unavailable("no-media", "No plugin that keeps files is running.", null);
        }

        @Override
        public List<MediaFile> find(Collection<String> ids) {
            return List.of();
        }

        @Override
        public Optional<String> idOf(String url) {
            return Optional.empty();
        }

        @Override
        public void attach(Handle handle, long message, List<String> ids) {
            if (!ids.isEmpty()) {
                throw Problem.unavailable("no-media", "No plugin that keeps files is running.", null);
            }
        }

        @Override
        public Map<Long, List<MediaFile>> of(Collection<Long> messages) {
            return Map.of();
        }

        @Override
        public void release(Handle handle, Collection<Long> messages) {
            // There are none.
        }

        @Override
        public void hold(Handle handle, String holder, String id) {
            throw Problem.unavailable("no-media", "No plugin that keeps files is running.", null);
        }

        @Override
        public void letGo(Handle handle, String holder) {
            // There is nothing.
        }

        @Override
        public void discard(String owner, Collection<String> ids) {
            // There are none.
        }
    }
}
