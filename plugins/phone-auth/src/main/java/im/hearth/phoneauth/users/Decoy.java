package im.hearth.phoneauth.users;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Takes as long for nobody's password as the server takes for somebody's. */
public final class Decoy {
    /** What the server does for SCRAM-SHA-1 (RFC 5802): 4,096 iterations to 160 bits. */
    private static final int ITERATIONS = 4_096;

    private static final int BITS = 160;
    private static final int SALT_BYTES = 24;

    /** Does the work of a check; the answer is always no. */
    boolean checkPassword(String password) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), new byte[SALT_BYTES], ITERATIONS, BITS);
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1").generateSecret(spec);
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 does not work on this Java", e);
        }
    }
}
