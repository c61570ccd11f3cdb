package im.hearth.messages;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Multipart;
import java.util.List;

/**
 * Takes in files of one person, for a message.
 *
 * @param owner a username
 * @param keepLocation whether pictures and videos keep telling where they were taken
 */
public record FileIntake(Media media, String owner, boolean keepLocation) {
    /**
     * Takes in a file of a form.
     *
     * @throws Problem INVALID, with the part's name as the field; whatever {@link im.hearth.core.media.MediaFiles#take} throws
     */
    MediaFile take(Multipart.Part part) {
        try {
            return media.files()
                    .take(owner, new IncomingFile(part.fileName(), part.contentType(), part.content(), keepLocation));
        } catch (Problem problem) {
            if (problem.errors().isEmpty()) {
                throw problem;
            }
            throw Problem.invalid(part.name(), problem.errors().get(0).message());
        }
    }

    /** Lets go of files that no message has. */
    void discard(List<MediaFile> files) {
        media.files().discard(owner, Attachments.ids(files));
    }
}
