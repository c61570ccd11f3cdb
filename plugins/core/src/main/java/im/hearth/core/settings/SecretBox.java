package im.hearth.core.settings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what must lie in the database and must not be read there: AES-256-GCM (NIST SP 800-38D) with a random
 * 96-bit nonce, under the master key. The context binds a ciphertext to its place: one moved elsewhere does not open.
 * Keyed hashes for codes and tokens come from keys derived from the same master key.
 */
public final class SecretBox {
    /** The master key: 32 bytes in Base64; made at the first start where the operator gives none. */
    public static final Setting<String> MASTER_KEY = Setting.secret("hearth.master-key");

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] master;
    private final SecureRandom random;

    public SecretBox(byte[] master, SecureRandom random) {
        if (master.length != KEY_BYTES) {
            throw new IllegalArgumentException("The master key is " + KEY_BYTES + " bytes in Base64");
        }
        this.master = master.clone();
        this.random = random;
    }

    /** Opens the box with the key in the settings; makes one at the first start. */
    public static SecretBox open(Settings settings, SecureRandom random) {
        if (settings.get(MASTER_KEY).isEmpty()) {
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            settings.set(MASTER_KEY, Base64.getEncoder().encodeToString(fresh));
        }
        return new SecretBox(Base64.getDecoder().decode(settings.get(MASTER_KEY)), random);
    }

    /** Encrypts bytes for a place, such as {@code signing-key:KID}; the answer is Base64. */
    public String seal(String context, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work on this Java", e);
        }
    }

    /**
     * Decrypts what {@link #seal} made for the same place.
     *
     * @throws IllegalArgumentException if it was made elsewhere, with another key, or was changed
     */
    public byte[] unseal(String context, String sealed) {
        byte[] all = Base64.getDecoder().decode(sealed);
        try {
            byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "A secret does not open: was it sealed with another " + MASTER_KEY.name() + "?", e);
        }
    }

    /** A keyed hash (HMAC-SHA-256, RFC 2104) in Base64url, under a key for this purpose only. */
    public String hash(String purpose, String text) {
        byte[] key = hmac(master, ("hash:" + purpose).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, text.getBytes(StandardCharsets.UTF_8)));
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        byte[] key = hmac(master, "seal".getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 does not work on this Java", e);
        }
    }
}
