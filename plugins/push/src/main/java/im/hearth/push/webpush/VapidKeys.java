package im.hearth.push.webpush;

import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECNamedCurveSpec;
import org.jspecify.annotations.Nullable;

/**
 * The key pair by which push services know this server (RFC 8292): a browser's subscription holds for one public key.
 *
 * <p>The first one comes from the master key, so that nodes that start at once have the same; from then on it is kept, encrypted,
 * in the settings, and outlives another master key.
 */
public final class VapidKeys {
    private static final String CURVE = "P-256";
    private static final int BYTES = 32;

    private final Settings settings;
    private final SecretBox secrets;
    private volatile @Nullable Pair current;

    public VapidKeys(Settings settings, SecretBox secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /**
     * A key pair.
     *
     * @param text the private part as in {@link WebPushSettings#PRIVATE_KEY}
     * @param publicKey the point, uncompressed (65 bytes, X9.62), in Base64url: what an app gives to {@code PushManager.subscribe}
     */
    record Pair(String text, ECPrivateKey privateKey, String publicKey) {
        /** Without the private part. */
        @Override
        public String toString() {
            return "Pair[" + publicKey + "]";
        }
    }

    /** The public key: 65 bytes in Base64url. */
    public String publicKey() {
        return pair().publicKey();
    }

    Pair pair() {
        String text = settings.get(WebPushSettings.PRIVATE_KEY).trim();
        if (text.isEmpty()) {
            text = first();
            settings.set(WebPushSettings.PRIVATE_KEY, text);
        }
        Pair known = current;
        if (known != null && known.text().equals(text)) {
            return known;
        }
        Pair made = of(text);
        current = made;
        return made;
    }

    /** 512 bits, which makes the remainder as good as even (FIPS 186-5, A.2.1). */
    private String first() {
        BigInteger order = curve().getN();
        byte[] high = Base64.getUrlDecoder().decode(secrets.hash("vapid-key", "high"));
        byte[] low = Base64.getUrlDecoder().decode(secrets.hash("vapid-key", "low"));
        BigInteger wide = new BigInteger(1, high).shiftLeft(8 * low.length).or(new BigInteger(1, low));
        BigInteger d = wide.mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
        byte[] signed = d.toByteArray();
        byte[] bytes = new byte[BYTES];
        int length = Math.min(BYTES, signed.length);
        System.arraycopy(signed, signed.length - length, bytes, BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Pair of(String text) {
        ECNamedCurveParameterSpec curve = curve();
        try {
            BigInteger d = new BigInteger(1, Base64.getUrlDecoder().decode(text));
            if (d.signum() == 0 || d.compareTo(curve.getN()) >= 0) {
                throw new IllegalArgumentException("out of range");
            }
            byte[] point = curve.getG().multiply(d).getEncoded(false);
            ECNamedCurveSpec jdk =
                    new ECNamedCurveSpec("secp256r1", curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
            ECPrivateKey key =
                    (ECPrivateKey) KeyFactory.getInstance("EC", "SunEC").generatePrivate(new ECPrivateKeySpec(d, jdk));
            return new Pair(text, key, Base64.getUrlEncoder().withoutPadding().encodeToString(point));
        } catch (IllegalArgumentException e) {
            // Not its text: it is secret.
            throw new IllegalStateException(WebPushSettings.PRIVATE_KEY.name()
                    + " is wrong: it should be the private key of a P-256 pair, 32 bytes in Base64url");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 does not work on this Java", e);
        }
    }

    private static ECNamedCurveParameterSpec curve() {
        return ECNamedCurveTable.getParameterSpec(CURVE);
    }
}
