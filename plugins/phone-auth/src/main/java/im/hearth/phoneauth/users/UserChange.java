package im.hearth.phoneauth.users;

import org.jspecify.annotations.Nullable;

/**
 * What somebody changes about themselves; null leaves a thing as it is.
 *
 * @param number the new number with the code that went to it
 */
public record UserChange(
        @Nullable Sent name,
        @Nullable Sent email,
        @Nullable Boolean discoverable,
        @Nullable NewNumber number) {
    /** A text that was sent; null clears what was there. */
    public record Sent(@Nullable String value) {}

    /** A number, and the code that went to it. */
    public record NewNumber(String phoneNumber, String verificationId, String code) {}
}
