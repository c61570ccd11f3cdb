package im.hearth.reports;

import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.Portraits.Portrait;
import im.hearth.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.dom4j.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the pictures of people into files, for reports to hold. Moderators administer the server, and may see any picture;
 * so it is kept whoever it is shown to. What is wrong with a picture keeps nobody from reporting.
 */
final class PictureCopies {
    private static final Logger log = LoggerFactory.getLogger(PictureCopies.class);

    /** What no report holds by then goes. */
    private static final Duration UNHELD = Duration.ofMinutes(10);

    private final Media media;
    private final Function<String, Optional<Element>> cards;
    private final Clock clock;

    /**
     * What copies pictures.
     *
     * @param cards the vCards (XEP-0054) of people, by username
     */
    PictureCopies(Media media, Function<String, Optional<Element>> cards, Clock clock) {
        this.media = media;
        this.cards = cards;
        this.clock = clock;
    }

    /** A copy of somebody's picture; empty for who has none. */
    Optional<MediaFile> copy(String username) {
        try {
            String content = cards.apply(username).map(PictureCopies::photo).orElse("");
            return content.isEmpty()
                    ? Optional.empty()
                    : Optional.of(keep(username, media.portraits().check("picture", content)));
        } catch (Problem | IOException e) {
            log.debug("The picture of a reported person is not kept", e);
            return Optional.empty();
        }
    }

    /** In Base64; empty for none. */
    private static String photo(Element card) {
        Element photo = card.element("PHOTO");
        Element binary = photo == null ? null : photo.element("BINVAL");
        return binary == null ? "" : binary.getText().replaceAll("\\s", "");
    }

    private MediaFile keep(String username, Portrait picture) throws IOException {
        String type = picture.mimeType();
        Path file = Files.createTempFile("hearth-report", null);
        try {
            Files.write(file, Base64.getDecoder().decode(picture.content()));
            return media.files()
                    .put(
                            username + '.' + type.substring(type.indexOf('/') + 1),
                            type,
                            file,
                            clock.instant().plus(UNHELD));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Lets go of a copy that no report holds. */
    void discard(MediaFile copy) {
        media.files().discard(copy.id());
    }
}
