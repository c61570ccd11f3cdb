package im.hearth.media;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaKind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.media.image.Location;
import im.hearth.media.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a file that has come: what it is, whether it may stay, and what is to be known of it. */
final class Inspection {
    private final MediaTypes types;
    private final Pictures pictures;
    private final Settings settings;

    Inspection(MediaTypes types, Pictures pictures, Settings settings) {
        this.types = types;
        this.pictures = pictures;
        this.settings = settings;
    }

    /**
     * What was found.
     *
     * @param size of a picture as it is seen; null for none
     * @param thumbnail that was written; null for none
     * @param changed whether something was erased from the file
     */
    record Findings(
            String mimeType,
            MediaKind kind,
            Pictures.@Nullable Size size,
            StoredMedia.@Nullable Thumb thumbnail,
            boolean changed) {}

    /**
     * Looks at a file, erases from it where it was taken unless that is to stay, and writes a small copy of a picture.
     *
     * @param name cleaned
     * @param incoming what its sender says of it
     * @param thumbnail where the small copy goes
     * @throws Problem INVALID with the field {@code file}
     */
    Findings look(Path file, String name, IncomingFile incoming, Path thumbnail) throws IOException {
        String claimed = incoming.mimeType();
        String type = types.of(file, name, claimed);
        boolean claimsPicture = MediaTypes.claimsPicture(type, name, claimed);
        if ((claimsPicture && !MediaTypes.isRaster(type)) || MediaTypes.liesAboutMedium(type, claimed)) {
            throw Problem.invalid(
                    "file", "says that it is a picture, sound or video, but by its content it is " + type);
        }
        Pictures.Size size = null;
        if (Pictures.canRead(type)) {
            Optional<Pictures.Size> read = pictures.size(file, type);
            if (read.isPresent()) {
                size = read.get();
                checkPixels(size);
            } else if (claimsPicture) {
                throw Problem.invalid("file", "is a picture that cannot be read; it may be broken");
            } else {
                type = MediaTypes.UNKNOWN;
            }
        }
        if (!MediaTypes.allows(settings.get(MediaSettings.TYPES), type)) {
            throw Problem.invalid("file", "is of a type that this server does not take: " + type);
        }
        boolean erase = !incoming.keepLocation() && !settings.get(MediaSettings.KEEP_LOCATION);
        Location.Found found = Location.look(file, type, erase);
        boolean changed = erase && found.location();
        if (size == null) {
            return new Findings(type, MediaTypes.kind(type), null, null, changed);
        }
        StoredMedia.Thumb thumb = shrink(file, type, found.orientation(), thumbnail);
        return new Findings(type, MediaTypes.kind(type), size.turned(found.orientation()), thumb, changed);
    }

    private void checkPixels(Pictures.Size size) {
        int most = settings.get(MediaSettings.MAX_PIXELS);
        if (size.pixels() > most) {
            throw Problem.invalid(
                    "file",
                    "is a picture of %d x %d pixels; %d million pixels at most"
                            .formatted(size.width(), size.height(), most / 1_000_000));
        }
    }

    private StoredMedia.@Nullable Thumb shrink(Path file, String type, int orientation, Path target)
            throws IOException {
        Optional<Pictures.Thumbnail> small = pictures.shrink(file, type, orientation, target);
        if (small.isEmpty()) {
            return null;
        }
        Pictures.Thumbnail made = small.get();
        return new StoredMedia.Thumb(
                made.mimeType(),
                Files.size(target),
                made.size().width(),
                made.size().height());
    }
}
