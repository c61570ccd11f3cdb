package im.hearth.push.send;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** By what providers know pushes that replace each other. */
public final class Replacing {
    /** 32 characters in Base64url: all that a Web Push topic may have (RFC 8030, section 5.4); Apple takes 64. */
    private static final int BYTES = 24;

    private Replacing() {}

    /**
     * The same for two pushes of a conversation to a device. Mixed with the device's address, so that a provider cannot see who
     * is in the same conversation.
     */
    public static String key(Target target, String conversation) {
        String both = target.token() + '\0' + conversation;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(both.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java", e);
        }
    }
}
