package im.hearth.media;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Portraits;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.media.image.Location;
import im.hearth.media.image.Pictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Portraits from whatever picture this server can read. */
final class CutPortraits implements Portraits {
    private static final long MOST_IN = 10L * 1024 * 1024;

    /** What goes into a vCard goes to every contact, in one stanza: servers take no more than a megabyte of it. */
    private static final int MOST_READY = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(CutPortraits.class);

    private final Spool spool;
    private final MediaTypes types;
    private final Pictures pictures;
    private final Settings settings;

    CutPortraits(Spool spool, MediaTypes types, Pictures pictures, Settings settings) {
        this.spool = spool;
        this.types = types;
        this.pictures = pictures;
        this.settings = settings;
    }

    @Override
    public Portrait cut(String field, IncomingFile file) {
        try (Spool.Temporary in = spool.create();
                Spool.Temporary out = spool.create()) {
            spool.fill(in, file.content(), MOST_IN);
            String type = picture(field, in.path());
            int orientation = Location.look(in.path(), type, false).orientation();
            if (!pictures.portrait(in.path(), type, orientation, out.path())) {
                throw broken(field);
            }
            return new Portrait(Base64.getEncoder().encodeToString(Files.readAllBytes(out.path())), "image/jpeg");
        } catch (IOException e) {
            throw away(e);
        }
    }

    @Override
    public Portrait check(String field, String content) {
        byte[] bytes = bytes(field, content);
        try (Spool.Temporary in = spool.create()) {
            spool.fill(in, new ByteArrayInputStream(bytes), MOST_READY);
            return new Portrait(Base64.getEncoder().encodeToString(bytes), picture(field, in.path()));
        } catch (IOException e) {
            throw away(e);
        }
    }

    private static byte[] bytes(String field, String content) {
        if (content.length() > 2 * MOST_READY) {
            throw Problem.of(
                    Kind.TOO_LARGE,
                    "The picture is too large: " + MOST_READY / 1024 + " KiB at most. Make it smaller.");
        }
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, "is not Base64");
        }
    }

    /** The type of a picture that can be read and is not too large to be. */
    private String picture(String field, Path file) throws IOException {
        String type = types.of(file, "", null);
        if (!Pictures.canRead(type)) {
            throw Problem.invalid(field, "must be a picture: JPEG, PNG, GIF or WebP; by its content it is " + type);
        }
        Pictures.Size size = pictures.size(file, type).orElseThrow(() -> broken(field));
        int most = settings.get(MediaSettings.MAX_PIXELS);
        if (size.pixels() > most) {
            throw Problem.invalid(
                    field,
                    "is a picture of %d x %d pixels; %d million pixels at most"
                            .formatted(size.width(), size.height(), most / 1_000_000));
        }
        return type;
    }

    private static Problem broken(String field) {
        return Problem.invalid(field, "is a picture that cannot be read; it may be broken");
    }

    private static Problem away(IOException e) {
        log.error("A portrait cannot be made", e);
        return Problem.unavailable("media-away", "The picture cannot be looked at now. Try again later.", e);
    }
}
