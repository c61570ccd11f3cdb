package im.hearth.core.commands;

import org.jspecify.annotations.Nullable;

/**
 * What a command says to a step.
 *
 * @param session the id of the session
 * @param next what filling the form in leads to: {@code next} or {@code complete}; null where the command has come to its end
 * @param form what is to be filled in, or what came out; null for nothing
 * @param note what it says to people; null for nothing
 */
public record Answer(
        String session,
        @Nullable String next,
        @Nullable DataForm form,
        @Nullable String note) {
    /** Asks for something, after which there is another step. */
    public static Answer ask(String session, DataForm form) {
        return new Answer(session, "next", form, null);
    }

    /** Asks for the last thing that there is to know. */
    public static Answer askLast(String session, DataForm form) {
        return new Answer(session, "complete", form, null);
    }

    /** It is done, and this came out. */
    public static Answer done(String session, DataForm result) {
        return new Answer(session, null, result, null);
    }

    /** It is done. */
    public static Answer done(String session, String note) {
        return new Answer(session, null, null, note);
    }
}
