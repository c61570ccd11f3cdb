package im.hearth.reports;

import im.hearth.core.problem.Problem;
import java.util.Arrays;
import java.util.Locale;

/**
 * What is reported.
 *
 * @param id of a message or group; of a person the username, or the bare JID of somebody of another server
 */
public record Subject(Kind kind, String id) {
    /** What kind of thing it is. */
    public enum Kind {
        MESSAGE,
        GROUP_MESSAGE,
        USER,
        GROUP;

        /** The name at the doors, also of the field that names the subject. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The kind of that name.
         *
         * @throws Problem INVALID with the field {@code kind}
         */
        public static Kind parse(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> Problem.invalid("kind", "must be one of message, group_message, user, group"));
        }
    }
}
