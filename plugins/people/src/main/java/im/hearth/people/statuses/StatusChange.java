package im.hearth.people.statuses;

import org.jspecify.annotations.Nullable;

/** What somebody changes of their status; null leaves a thing as it is. */
public record StatusChange(@Nullable Sent show, @Nullable Sent text) {
    /** A text that was sent; null clears what was there. */
    public record Sent(@Nullable String value) {}
}
