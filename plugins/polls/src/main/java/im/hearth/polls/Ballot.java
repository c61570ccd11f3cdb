package im.hearth.polls;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a poll asks, and by which rules.
 *
 * @param description what there is to know about it, in several lines maybe; null for nothing
 * @param choices options are numbered from 1 in this order
 * @param isMultiple whether one may vote for several
 * @param isAnonymous whether nobody ever learns who voted for what
 * @param isHidden whether nobody sees a count before the poll has closed
 * @param closesAt when it closes by itself; null for never
 */
public record Ballot(
        String question,
        @Nullable String description,
        List<Choice> choices,
        boolean isMultiple,
        boolean isAnonymous,
        boolean isHidden,
        @Nullable Instant closesAt) {
    public Ballot {
        choices = List.copyOf(choices);
    }

    /** Whether a vote is nobody's business but the voter's: then it goes to nobody, and into no archive. */
    public boolean isSecret() {
        return isAnonymous || isHidden;
    }

    /** Whether it asks the same, whenever it closes. */
    boolean asksSame(Ballot other) {
        return question.equals(other.question)
                && Objects.equals(description, other.description)
                && choices.equals(other.choices);
    }

    /** Whether it is held by the same rules. */
    boolean hasRulesOf(Ballot other) {
        return isMultiple == other.isMultiple && isAnonymous == other.isAnonymous && isHidden == other.isHidden;
    }
}
