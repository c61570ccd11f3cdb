package im.hearth.push.webpush;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import nl.martijndwars.webpush.Encoding;
import nl.martijndwars.webpush.HttpEce;

/** Encrypts for one subscription ({@code aes128gcm}, RFC 8188 and RFC 8291), by the web-push library. */
final class Encryption {
    private static final String BOUNCY_CASTLE = "BC";
    private static final String KEY_ID = "hearth";
    private static final int SALT_BYTES = 16;

    private final SecureRandom random;

    Encryption(SecureRandom random) {
        this.random = random;
    }

    /** One record, with its header: the body of the request. */
    byte[] encrypt(byte[] plain, Subscription subscription) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        try {
            // The library takes keys of BouncyCastle, which is the server's own and installed by it. New ones for each
            // push.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("ECDH", BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return encrypt(plain, subscription, generator.generateKeyPair(), salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 and AES-GCM of BouncyCastle do not work on this Java", e);
        }
    }

    /** With a key pair and a salt of the caller's choice, which must serve once only. */
    static byte[] encrypt(byte[] plain, Subscription subscription, KeyPair pair, byte[] salt)
            throws GeneralSecurityException {
        HttpEce encryption = new HttpEce(Map.of(KEY_ID, pair), Map.of());
        return encryption.encrypt(
                plain, salt, null, KEY_ID, subscription.key(), subscription.auth(), Encoding.AES128GCM);
    }
}
