package im.hearth.core.openfire;

import im.hearth.core.tls.Identity;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.keystore.IdentityStore;
import org.jivesoftware.openfire.spi.ConnectionType;
import org.jivesoftware.util.CertificateManager;

/**
 * The server's store of certificates, which its ports of XMPP share. It is changed in memory alone, where each new connection
 * looks into it: to a change of its file the server answers by starting its web ports anew, and 5.1 takes TLS away from the
 * connections that it has, which then go on unencrypted.
 */
public final class ServerIdentity implements Identity {
    private static final String ALIAS = "hearth";

    private final XMPPServer server;
    private final SecureRandom random;

    public ServerIdentity(XMPPServer server, SecureRandom random) {
        this.server = server;
        this.random = random;
    }

    private IdentityStore store() {
        return server.getCertificateStoreManager().getIdentityStore(ConnectionType.SOCKET_C2S);
    }

    @Override
    public boolean shows(X509Certificate certificate) throws GeneralSecurityException {
        return certificate.equals(store().getStore().getCertificate(ALIAS));
    }

    @Override
    public void show(String certificates, String key) throws GeneralSecurityException {
        try {
            X509Certificate[] chain =
                    CertificateManager.parseCertificates(certificates).toArray(new X509Certificate[0]);
            PrivateKey privateKey = privateKey(key);
            requireTogether(chain[0], privateKey);
            if (!IdentityStore.isForThisDomain(chain[0])) {
                throw new CertificateException("the certificate is for another domain");
            }
            put(store(), privateKey, chain);
        } catch (IOException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    private static void put(IdentityStore store, PrivateKey key, X509Certificate[] chain)
            throws GeneralSecurityException {
        KeyStore entries = store.getStore();
        entries.setKeyEntry(ALIAS, key, store.getConfiguration().getPassword(), chain);
        for (String alias : Collections.list(entries.aliases())) {
            boolean isOther = !alias.equals(ALIAS) && entries.isKeyEntry(alias);
            if (isOther
                    && entries.getCertificate(alias) instanceof X509Certificate other
                    && IdentityStore.isForThisDomain(other)) {
                entries.deleteEntry(alias);
            }
        }
    }

    /** Of PKCS#8, or of the older forms for RSA and elliptic curves, which may come after their parameters. */
    private static PrivateKey privateKey(String pem) throws IOException, CertificateException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo key) {
                    return new JcaPEMKeyConverter().getPrivateKey(key);
                }
            }
        }
        throw new CertificateException("the file of the key holds no private key in PEM that is not encrypted");
    }

    /** With another one's key, as between the two writes of a renewal, nobody could connect. */
    private void requireTogether(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = algorithm(key);
        byte[] challenge = new byte[32];
        random.nextBytes(challenge);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(challenge);
        if (!verifies(certificate.getPublicKey(), algorithm, challenge, signing.sign())) {
            throw new CertificateException("the key is not that of the certificate");
        }
    }

    private static boolean verifies(PublicKey key, String algorithm, byte[] challenge, byte[] signed) {
        try {
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(key);
            verifying.update(challenge);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) throws CertificateException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default ->
                throw new CertificateException(
                        "the key is neither of RSA nor of an elliptic curve, but " + key.getAlgorithm());
        };
    }
}
