package im.hearth.people.profiles;

import im.hearth.core.media.Portraits.Portrait;
import org.jspecify.annotations.Nullable;

/** What somebody changes of their profile; null leaves a thing as it is. */
public record ProfileChange(
        @Nullable Sent<String> name,
        @Nullable Sent<String> bio,
        @Nullable Sent<Portrait> picture) {
    /** Something that was sent; null clears what was there. */
    public record Sent<T>(@Nullable T value) {}
}
