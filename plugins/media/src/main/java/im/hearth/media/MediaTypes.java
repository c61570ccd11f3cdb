package im.hearth.media;

import im.hearth.core.media.MediaKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** What files are: by their content. Their name only tells apart what is alike inside, such as kinds of documents. */
final class MediaTypes {
    static final String UNKNOWN = "application/octet-stream";

    /** The pictures that browsers show by themselves; none of them can hold a script. */
    private static final Set<String> PICTURES = Set.of(
            "image/jpeg",
            "image/png",
            "image/apng",
            "image/gif",
            "image/webp",
            "image/bmp",
            "image/avif",
            "image/heic",
            "image/heif");

    private static final Set<String> PICTURE_NAMES =
            Set.of("jpg", "jpeg", "png", "apng", "gif", "webp", "bmp", "avif", "heic", "heif");

    /** Containers that hold sound or moving pictures, which only a parser of each could tell apart. */
    private static final Map<String, Set<String>> CONTAINERS = Map.of(
            "video/webm", Set.of("webm", "x-matroska", "matroska"),
            "audio/ogg", Set.of("ogg", "opus", "x-opus+ogg", "vorbis", "theora", "daala", "x-ogm"),
            "video/mp4", Set.of("mp4", "quicktime", "x-m4a", "x-m4v", "3gpp", "3gpp2", "aac", "m4a"));

    /** What a browser would run if it showed it. */
    private static final Set<String> SCRIPTED = Set.of(
            "text/html",
            "application/xhtml+xml",
            "image/svg+xml",
            "application/xml",
            "text/xml",
            "text/javascript",
            "application/javascript",
            "application/x-shockwave-flash");

    private final MimeTypes types;

    MediaTypes() {
        this.types = MimeTypes.getDefaultMimeTypes();
    }

    /**
     * What a file is.
     *
     * @param claimed what its sender says that it is; decides between sound and picture in a container that can be either
     */
    String of(Path file, String name, @Nullable String claimed) throws IOException {
        String byContent = detect(file, null);
        String container = inContainer(byContent, claimed);
        if (container != null) {
            return container;
        }
        if (isMedium(byContent)) {
            return byContent;
        }
        String byName = detect(file, name);
        return isMedium(byName) ? byContent : byName;
    }

    private String detect(Path file, @Nullable String name) throws IOException {
        Metadata metadata = new Metadata();
        if (name != null) {
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 128 * 1024)) {
            return types.detect(in, metadata).getBaseType().toString();
        }
    }

    private static @Nullable String inContainer(String detected, @Nullable String claimed) {
        String subtype = detected.substring(detected.indexOf('/') + 1);
        if (!isMedium(detected) && !detected.startsWith("application/")) {
            return null;
        }
        for (Map.Entry<String, Set<String>> container : CONTAINERS.entrySet()) {
            if (container.getValue().contains(subtype)) {
                String base = base(claimed);
                boolean fits = base != null
                        && (base.startsWith("audio/") || base.startsWith("video/"))
                        && container.getValue().contains(base.substring(6));
                if (fits) {
                    return base;
                }
                return detected.startsWith("application/") ? container.getKey() : detected;
            }
        }
        return null;
    }

    private static boolean isMedium(String type) {
        return type.startsWith("image/") || type.startsWith("video/") || type.startsWith("audio/");
    }

    /** Whether a file of a type holds pixels. */
    static boolean isRaster(String type) {
        return type.startsWith("image/") && !type.equals("image/svg+xml");
    }

    /** What a file of a type is to a person. */
    static MediaKind kind(String type) {
        if (PICTURES.contains(type)) {
            return MediaKind.IMAGE;
        }
        if (type.startsWith("video/")) {
            return MediaKind.VIDEO;
        }
        return type.startsWith("audio/") ? MediaKind.AUDIO : MediaKind.FILE;
    }

    /** Whether somebody who sends such a file says that it is a picture. */
    static boolean claimsPicture(String detected, String name, @Nullable String claimed) {
        String base = base(claimed);
        if (base != null && base.startsWith("image/")) {
            return !base.equals("image/svg+xml");
        }
        // An encrypted picture keeps its name, and is a riddle to us: only text under such a name is a lie.
        boolean text = detected.startsWith("text/") || SCRIPTED.contains(detected);
        return text && PICTURE_NAMES.contains(FileNames.extension(name));
    }

    /** Whether sound or a video is claimed for something that is text or markup. */
    static boolean liesAboutMedium(String detected, @Nullable String claimed) {
        String base = base(claimed);
        boolean claimsMedium = base != null && (base.startsWith("audio/") || base.startsWith("video/"));
        return claimsMedium && (detected.startsWith("text/") || SCRIPTED.contains(detected));
    }

    /** The type that a file is served under: nothing that a browser would run. */
    static String served(String type) {
        return SCRIPTED.contains(type) ? UNKNOWN : type;
    }

    /** Whether a list of types, such as {@code image/*}, has the type. */
    static boolean allows(List<String> allowed, String type) {
        return allowed.stream()
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .anyMatch(entry -> entry.equals("*/*")
                        || entry.equals(type)
                        || (entry.endsWith("/*") && type.startsWith(entry.substring(0, entry.length() - 1))));
    }

    /** A media type without its parameters, in lower case; null for none. */
    static @Nullable String base(@Nullable String type) {
        if (type == null) {
            return null;
        }
        int semicolon = type.indexOf(';');
        String base =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        return base.isEmpty() || base.equals(UNKNOWN) || base.length() > 127 ? null : base;
    }
}
