package im.hearth.core.media;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way in.
 *
 * @param name as its sender names it; null for none
 * @param mimeType what its sender says that it is; null for nothing
 * @param content is read once, to its end, and not closed
 * @param keepLocation whether a picture or video may keep telling where it was taken; otherwise that is erased
 */
public record IncomingFile(
        @Nullable String name, @Nullable String mimeType, InputStream content, boolean keepLocation) {
    /** What the REST door says of the parameter that asks for it, {@code keep_location}. */
    public static final String KEEP_LOCATION =
            "true: a picture or video keeps telling where it was taken. Otherwise that is erased.";

    /** A file that shall not tell where it was taken. */
    public IncomingFile(@Nullable String name, @Nullable String mimeType, InputStream content) {
        this(name, mimeType, content, false);
    }
}
