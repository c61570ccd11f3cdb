package im.hearth.media;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.core.media.Attachment;
import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that a person brought, for that person. */
final class MediaData implements PersonalData {
    private static final Logger log = LoggerFactory.getLogger(MediaData.class);

    private final MediaLibrary library;

    MediaData(MediaLibrary library) {
        this.library = library;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("files.json", after -> page(username, after == null ? "" : after)
                .map(Attachment::of));
        String after = "";
        while (true) {
            List<String> ids = library.of(username, after, Copy.PAGE);
            for (MediaFile file : library.find(ids)) {
                add(file, copy);
            }
            if (ids.size() < Copy.PAGE) {
                return;
            }
            after = ids.get(ids.size() - 1);
        }
    }

    private Page<MediaFile> page(String username, String after) {
        List<String> ids = library.of(username, after, Copy.PAGE + 1);
        Page<String> page = Page.of(ids, Copy.PAGE, id -> id);
        return new Page<>(library.find(page.items()), page.next());
    }

    private void add(MediaFile file, Copy copy) throws IOException {
        try (InputStream content = library.open(file.id())) {
            copy.file("files/" + file.id() + "/" + file.name(), content);
        } catch (Problem e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            log.debug("A file went while it was to be copied");
        }
    }
}
