package im.hearth.polls;

import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Stanzas;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who of the two of a poll gets nothing of what the other one does in it. Persons are bare JIDs. */
final class Barrier {
    private final People people;
    private final Names names;

    Barrier(People people, Names names) {
        this.people = people;
        this.names = names;
    }

    /** Whether what that person does in the poll holds for them alone: the other one blocks them. */
    boolean isAside(Poll poll, String person) {
        String other = other(poll, person);
        return other != null && hasBlocked(other, person);
    }

    /** Whether that person blocks the other one of the poll. */
    boolean isShut(Poll poll, String person) {
        String other = other(poll, person);
        return other != null && hasBlocked(person, other);
    }

    /**
     * Refuses what somebody does to whom they block.
     *
     * @throws Problem FORBIDDEN
     */
    void check(Poll poll, String person) {
        if (isShut(poll, person)) {
            throw Problem.of(
                    Kind.FORBIDDEN,
                    Stanzas.BLOCKED,
                    "You have blocked this person. Unblock them first to take part in a poll with them.");
        }
    }

    private boolean hasBlocked(String one, String other) {
        return names.isHere(one) && people.ties().hasBlocked(names.name(one), other);
    }

    private static @Nullable String other(Poll poll, String person) {
        if (!poll.isOfTwo()) {
            return null;
        }
        String author = Objects.requireNonNullElse(poll.author(), "");
        String other = person.equals(author) ? poll.place() : author;
        return other.isEmpty() ? null : other;
    }
}
