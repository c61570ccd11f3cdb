package im.hearth.push.testing;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A browser with a subscription, that opens pushes as RFC 8291 says, with the JDK's own cryptography only. */
public final class Browser {
    private final ECPrivateKey privateKey;
    private final byte[] publicKey;
    private final byte[] auth;

    private Browser(ECPrivateKey privateKey, byte[] publicKey, byte[] auth) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.auth = auth;
    }

    /** A new one. */
    public static Browser fresh() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(4);
        encoded.writeBytes(bytes32(point.getAffineX()));
        encoded.writeBytes(bytes32(point.getAffineY()));
        return new Browser((ECPrivateKey) pair.getPrivate(), encoded.toByteArray(), new byte[16]);
    }

    /** With known keys, in Base64url. */
    public static Browser with(String privateKey, String publicKey, String auth) throws GeneralSecurityException {
        ECPrivateKeySpec spec = new ECPrivateKeySpec(new BigInteger(1, decode(privateKey)), curve());
        return new Browser(
                (ECPrivateKey) KeyFactory.getInstance("EC", "SunEC").generatePrivate(spec),
                decode(publicKey),
                decode(auth));
    }

    /** Its {@code p256dh}, in Base64url. */
    public String key() {
        return encode(publicKey);
    }

    /** Its {@code auth}, in Base64url. */
    public String auth() {
        return encode(auth);
    }

    /** What a push says. */
    public String open(byte[] body) throws GeneralSecurityException {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        byte[] salt = take(buffer, 16);
        int recordSize = buffer.getInt();
        byte[] sender = take(buffer, buffer.get() & 0xff);
        byte[] sealed = take(buffer, buffer.remaining());
        if (sealed.length > recordSize) {
            throw new GeneralSecurityException("More than one record");
        }

        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", "SunEC");
        agreement.init(privateKey);
        agreement.doPhase(publicKey(sender), true);
        byte[] info = concat("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), publicKey, sender);
        byte[] ikm = expand(hmac(auth, agreement.generateSecret()), info, 32);
        byte[] prk = hmac(salt, ikm);
        byte[] key = expand(prk, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
        byte[] nonce = expand(prk, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(sealed);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new GeneralSecurityException("Not the last record");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    /** From Base64url. */
    public static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /** To Base64url. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The key that a point is. */
    public static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
        ECPoint w = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
                new BigInteger(1, Arrays.copyOfRange(point, 33, 65)));
        return (ECPublicKey) KeyFactory.getInstance("EC", "SunEC").generatePublic(new ECPublicKeySpec(w, curve()));
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", "SunEC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static byte[] expand(byte[] prk, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(prk, concat(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        byte[] taken = new byte[length];
        buffer.get(taken);
        return taken;
    }

    private static byte[] bytes32(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[32];
        int length = Math.min(32, signed.length);
        System.arraycopy(signed, signed.length - length, bytes, 32 - length, length);
        return bytes;
    }
}
