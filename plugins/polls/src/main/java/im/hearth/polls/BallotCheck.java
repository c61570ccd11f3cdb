package im.hearth.polls;

import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a ballot may be; lengths are in characters (code points). */
final class BallotCheck {
    static final int LEAST_OPTIONS = 2;
    static final int MOST_OPTIONS = 20;
    static final int LONGEST_QUESTION = 500;
    static final int LONGEST_DESCRIPTION = 1_000;
    static final int LONGEST_TEXT = 200;

    /** An emoji of many parts, such as a family with skin tones, has some ten code points. */
    private static final int LONGEST_EMOJI = 16;

    private static final Duration FURTHEST = Duration.ofDays(365);

    private BallotCheck() {}

    /**
     * The ballot as it is kept: with single spaces, where there was white space; a description keeps its lines.
     *
     * @param former what was checked before and need not be again: its deadline may have passed; null for nothing
     * @throws Problem INVALID with the fields {@code question}, {@code description}, {@code options} and {@code closes_at}
     */
    static Ballot checked(Ballot raw, @Nullable Ballot former, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        String question = line(raw.question());
        Instant closesAt = raw.closesAt() == null ? null : raw.closesAt().truncatedTo(ChronoUnit.MILLIS);
        check(errors, "question", question, LONGEST_QUESTION);
        String description = lines(raw.description());
        if (description != null) {
            check(errors, "description", description.replace('\n', ' '), LONGEST_DESCRIPTION);
        }
        List<Choice> choices = raw.choices().stream()
                .map(choice -> new Choice(choice.emoji().strip(), line(choice.text())))
                .toList();
        checkChoices(errors, choices);
        if (former == null || !Objects.equals(former.closesAt(), closesAt)) {
            checkDeadline(errors, closesAt, now);
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new Ballot(
                question, description, choices, raw.isMultiple(), raw.isAnonymous(), raw.isHidden(), closesAt);
    }

    private static void checkChoices(List<FieldError> errors, List<Choice> choices) {
        if (choices.size() < LEAST_OPTIONS || choices.size() > MOST_OPTIONS) {
            errors.add(new FieldError("options", "must be " + LEAST_OPTIONS + " to " + MOST_OPTIONS));
            return;
        }
        Set<String> texts = new HashSet<>();
        Set<String> emojis = new HashSet<>();
        for (int i = 0; i < choices.size(); i++) {
            String field = "options[" + i + "]";
            Choice choice = choices.get(i);
            check(errors, field, choice.text(), LONGEST_TEXT);
            if (!texts.add(choice.text())) {
                errors.add(new FieldError(field, "is there twice; options differ"));
            }
            if (!isEmoji(choice.emoji())) {
                errors.add(new FieldError(field, "has no emoji to vote with"));
            } else if (!emojis.add(Emojis.plain(choice.emoji()))) {
                errors.add(new FieldError(field, "has the same emoji as another option"));
            }
        }
    }

    private static void checkDeadline(List<FieldError> errors, @Nullable Instant deadline, Instant now) {
        if (deadline == null) {
            return;
        }
        if (!deadline.isAfter(now)) {
            errors.add(new FieldError("closes_at", "must be in the future"));
        } else if (deadline.isAfter(now.plus(FURTHEST))) {
            errors.add(new FieldError("closes_at", "must be within a year from now"));
        }
    }

    private static void check(List<FieldError> errors, String field, String text, int longest) {
        if (text.isEmpty()) {
            errors.add(new FieldError(field, "must say something"));
        } else if (text.codePointCount(0, text.length()) > longest) {
            errors.add(new FieldError(field, "may have at most " + longest + " characters"));
        } else if (text.codePoints().anyMatch(BallotCheck::isForbidden)) {
            errors.add(new FieldError(field, "holds a character that a message cannot hold"));
        }
    }

    /** What XML cannot hold (XML 1.0, section 2.2), and controls. */
    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE || codePoint == 0xFFFE || codePoint == 0xFFFF;
    }

    /** Whether it can be told from words: symbols only, and one at least that is no sign of a keyboard. */
    private static boolean isEmoji(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= LONGEST_EMOJI
                && text.codePoints()
                        .noneMatch(c -> Character.isLetter(c) || Character.isWhitespace(c) || isForbidden(c))
                && text.codePoints().anyMatch(c -> c > 0xFF);
    }

    private static @Nullable String lines(@Nullable String text) {
        String lines = text == null
                ? ""
                : text.lines()
                        .map(BallotCheck::line)
                        .collect(Collectors.joining("\n"))
                        .strip();
        return lines.isEmpty() ? null : lines;
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
