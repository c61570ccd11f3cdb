package im.hearth.people.profiles;

import org.jspecify.annotations.Nullable;

/**
 * What somebody's vCard says, as far as we look things up by it.
 *
 * @param bio null for none
 * @param picture null for none
 */
public record Profile(@Nullable String bio, @Nullable Picture picture) {
    static final Profile NOTHING = new Profile(null, null);

    /**
     * A picture.
     *
     * @param id 128 random bits in 32 hexadecimal digits; who knows it may see the picture
     * @param hash SHA-1 in hexadecimal digits
     */
    public record Picture(String id, String hash, String mimeType) {}
}
