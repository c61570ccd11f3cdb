package im.hearth.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The first account of a new server, which administers it. Only SCRAM keys of its password are kept, RFC 5802. */
final class AdminAccount {
    static final String NAME = "admin";

    /** RFC 5802, section 5.1: at least 4096; what the server takes for the other accounts. */
    private static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 24;

    /** 120 bits: no dictionary reaches it. */
    private static final int PASSWORD_BYTES = 15;

    private final Connection connection;
    private final SecureRandom random;
    private final Clock clock;

    AdminAccount(Connection connection, SecureRandom random, Clock clock) {
        this.connection = connection;
        this.random = random;
        this.clock = clock;
    }

    /** A password of 20 letters, digits, minus and underscore. */
    static String randomPassword(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Makes the account. */
    void create(String password) throws SQLException, GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 160))
                .getEncoded();
        byte[] storedKey = MessageDigest.getInstance("SHA-1").digest(hmac(salted, "Client Key"));
        byte[] serverKey = hmac(salted, "Server Key");
        // The server keeps dates as 15 digits.
        String now = String.format("%015d", clock.millis());
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO ofUser (username, salt, iterations, storedKey, serverKey, name, creationDate,"
                        + " modificationDate) VALUES (?, ?, ?, ?, ?, 'Administrator', ?, ?)")) {
            insert.setString(1, NAME);
            insert.setString(2, base64(salt));
            insert.setInt(3, ITERATIONS);
            insert.setString(4, base64(storedKey));
            insert.setString(5, base64(serverKey));
            insert.setString(6, now);
            insert.setString(7, now);
            insert.executeUpdate();
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
