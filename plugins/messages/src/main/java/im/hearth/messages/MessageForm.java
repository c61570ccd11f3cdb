package im.hearth.messages;

import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaKind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Multipart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message that comes as a form: fields, and files, which are taken in as they come. Whoever reads it closes it; files of
 * a form that was not sent are let go of.
 */
public final class MessageForm implements AutoCloseable {
    private static final Set<String> FILES = Set.of("image", "video", "audio", "file", "media");

    private final FileIntake intake;
    private final Map<String, String> fields = new HashMap<>();
    private final List<MediaFile> files = new ArrayList<>();
    private boolean sent;

    private MessageForm(FileIntake intake) {
        this.intake = intake;
    }

    /**
     * Reads a form to its end.
     *
     * @param intake takes in the files of who sends it
     * @param fields the names of the fields that it may have besides files
     * @param longest how long a field may be, in bytes
     * @throws Problem INVALID, with the field and the reason; whatever taking in a file throws
     */
    public static MessageForm read(Multipart form, FileIntake intake, Set<String> fields, int longest) {
        MessageForm read = new MessageForm(intake);
        boolean whole = false;
        try {
            for (Multipart.Part part = form.next(); part != null; part = form.next()) {
                read.add(part, fields, longest);
            }
            whole = true;
            return read;
        } finally {
            if (!whole) {
                read.close();
            }
        }
    }

    private void add(Multipart.Part part, Set<String> names, int longest) {
        if (FILES.contains(part.name())) {
            addFile(part);
        } else if (!names.contains(part.name())) {
            throw Problem.invalid(part.name(), "is not a field of this request");
        } else if (fields.putIfAbsent(part.name(), part.text(longest)) != null) {
            throw Problem.invalid(part.name(), "is there twice");
        }
    }

    private void addFile(Multipart.Part part) {
        if (files.size() == Attachments.MOST) {
            throw Problem.invalid(part.name(), "a message has at most " + Attachments.MOST + " files");
        }
        MediaFile file = intake.take(part);
        files.add(file);
        boolean isOfKind = part.name().equals("media")
                || part.name().equals("file")
                || file.kind() == MediaKind.valueOf(part.name().toUpperCase(Locale.ROOT));
        if (!isOfKind) {
            throw Problem.invalid(part.name(), "by its content this is " + file.mimeType() + "; send it as file");
        }
    }

    /** A field's text; null where it is not there. */
    public @Nullable String text(String name) {
        return fields.get(name);
    }

    /**
     * A field's text.
     *
     * @throws Problem INVALID where it is not there
     */
    public String require(String name) {
        String text = fields.get(name);
        if (text == null) {
            throw Problem.invalid(name, "is required");
        }
        return text;
    }

    /** The files, in their order. */
    public List<MediaFile> files() {
        return List.copyOf(files);
    }

    /** A message has the files now. */
    public void sent() {
        sent = true;
    }

    @Override
    public void close() {
        if (!sent && !files.isEmpty()) {
            intake.discard(files);
        }
    }
}
