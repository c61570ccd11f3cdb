package im.hearth.reactions.emoticons;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Multipart;
import org.jspecify.annotations.Nullable;

/** An emoticon that comes as a form; null for what it does not have. */
record EmoticonForm(@Nullable String shortcut, @Nullable Picture image) {
    /** Longer ones are wrong anyway. */
    private static final int LONGEST_SHORTCUT = 1024;

    /**
     * Reads a form to its end.
     *
     * @throws Problem INVALID, with the field and the reason; TOO_LARGE
     */
    static EmoticonForm read(Multipart form) {
        String shortcut = null;
        Picture image = null;
        for (Multipart.Part part = form.next(); part != null; part = form.next()) {
            switch (part.name()) {
                case "shortcut" -> {
                    requireOnce("shortcut", shortcut);
                    shortcut = part.text(LONGEST_SHORTCUT);
                }
                case "image" -> {
                    requireOnce("image", image);
                    image = Picture.read(part.content());
                }
                default -> throw Problem.invalid(part.name(), "is not a field of this request");
            }
        }
        return new EmoticonForm(shortcut, image);
    }

    private static void requireOnce(String name, @Nullable Object before) {
        if (before != null) {
            throw Problem.invalid(name, "is there twice");
        }
    }
}
