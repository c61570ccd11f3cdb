package im.hearth.reports;

import im.hearth.core.problem.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is wrong with what is reported. The list is part of the contract of both doors. */
public enum Category {
    SPAM,
    ABUSE,
    VIOLENCE,
    NUDITY,
    IMPERSONATION,
    ILLEGAL,
    OTHER;

    /** The name at the doors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The category of that name.
     *
     * @throws Problem INVALID with the field {@code category}
     */
    public static Category parse(String label) {
        return Arrays.stream(values())
                .filter(category -> category.label().equals(label))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "category",
                        "must be one of "
                                + Arrays.stream(values()).map(Category::label).collect(Collectors.joining(", "))));
    }
}
