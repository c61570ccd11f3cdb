package im.hearth.reports;

import im.hearth.core.problem.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the REST door is asked with, beside bodies. */
public final class Params {
    private Params() {}

    /**
     * {@code true} or {@code false}; null for neither sent.
     *
     * @throws Problem INVALID on the field
     */
    public static @Nullable Boolean flag(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.invalid(field, "must be true or false");
        };
    }

    /**
     * A username or JID to look for; null for none sent.
     *
     * @throws Problem INVALID on the field for what can be neither
     */
    public static @Nullable String name(String field, @Nullable String text) {
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(field, "is no username");
        }
        return text;
    }

    /**
     * The id before which a page of a list begins.
     *
     * @param key what the page before gave; null for the first page
     * @throws Problem INVALID on {@code cursor}
     */
    public static long before(@Nullable String key) {
        return key == null
                ? Long.MAX_VALUE
                : id(key).orElseThrow(() -> Problem.invalid("cursor", "is not one that a list gave as next"));
    }

    /** An id as a number; empty for what is none. */
    public static Optional<Long> id(String text) {
        try {
            return Optional.of(Long.parseLong(text))
                    .filter(number -> Long.toString(number).equals(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
