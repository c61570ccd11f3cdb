package im.hearth.media;

import im.hearth.core.web.WebOrigin;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of files below the web mount. Only who has one can read the file: its id cannot be guessed. */
final class MediaUrls {
    static final String MOUNT = "/media";
    static final String ID = "[0-9a-f]{32}";

    private static final Pattern FILE = Pattern.compile("/(" + ID + ")/[^/]+");

    private final WebOrigin origin;

    MediaUrls(WebOrigin origin) {
        this.origin = origin;
    }

    /** Where a file is read. */
    String file(String id, String name) {
        return base() + "/" + id + "/" + FileNames.encoded(name);
    }

    /** Where a file's small copy is read. */
    String thumbnail(String id, String mimeType) {
        return base() + "/" + id + "/t/" + ("image/png".equals(mimeType) ? "thumbnail.png" : "thumbnail.jpg");
    }

    /** Where a slot's file is put. */
    String slot(String token, String name) {
        return base() + "/slots/" + token + "/" + FileNames.encoded(name);
    }

    /** The id of the file that is read at an address. */
    Optional<String> idOf(String url) {
        String base = base();
        if (!url.startsWith(base)) {
            return Optional.empty();
        }
        Matcher matcher = FILE.matcher(url.substring(base.length()));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private String base() {
        return origin.origin() + MOUNT;
    }
}
