package im.hearth.core.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field the field's name as the caller wrote it, with dots and indexes for nested ones: {@code members[2]}; empty
 *     for the body itself
 * @param message what a right value looks like
 */
public record FieldError(String field, String message) {
    /** Both, for people. */
    String sentence() {
        return (field.isEmpty() ? "The body" : field + ":") + " " + message;
    }
}
