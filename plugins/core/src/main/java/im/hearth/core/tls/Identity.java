package im.hearth.core.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/** What the server shows to clients to be known by. */
public interface Identity {
    /** Whether it shows that certificate. */
    boolean shows(X509Certificate certificate) throws GeneralSecurityException;

    /**
     * Shows another certificate to whoever connects from now on; those who are connected stay so.
     *
     * @param certificates the certificate, and those that it depends on, in PEM
     * @param key its private key, in PEM and not encrypted
     * @throws GeneralSecurityException if they do not belong together, or not to the server's domain
     */
    void show(String certificates, String key) throws GeneralSecurityException;
}
