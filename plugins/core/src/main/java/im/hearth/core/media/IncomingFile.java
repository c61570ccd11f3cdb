package im.hearth.core.media;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way in.
 *
 * @param name as its sender names it; null for none
 * @param mimeType what its sender says that it is; null for nothing
 * @param content is read once, to its end, and not closed
 */
public record IncomingFile(@Nullable String name, @Nullable String mimeType, InputStream content) {}
