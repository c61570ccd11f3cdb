package im.hearth.core.tls;

import im.hearth.core.health.Condition;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows clients the certificate that is in two files, as ACME clients (RFC 8555) write them, and the next one when they
 * have renewed it.
 */
public final class CertificateFiles {
    /** The file of the certificate and those that it depends on, in PEM; empty for the server's own certificate. */
    public static final Setting<String> CERTIFICATE = Setting.text("hearth.tls.certificate", "");

    /** The file of its private key, in PEM and not encrypted. */
    public static final Setting<String> KEY = Setting.text("hearth.tls.key", "");

    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

    private final Settings settings;
    private final Identity identity;
    private final Clock clock;
    private volatile Condition condition = Condition.OFF;
    private volatile String trouble = "";

    public CertificateFiles(Settings settings, Identity identity, Clock clock) {
        this.settings = settings;
        this.identity = identity;
        this.clock = clock;
    }

    /** Whether clients see the certificate of the files, and it has not ended. */
    public Condition condition() {
        return condition;
    }

    /** Looks into the files. What is wrong with them is told once, and what was shown before is still shown. */
    public void look() {
        String certificate = settings.get(CERTIFICATE);
        if (certificate.isBlank()) {
            condition = Condition.OFF;
            return;
        }
        try {
            show(Path.of(certificate), Path.of(settings.get(KEY)));
            condition = Condition.OK;
            trouble = "";
        } catch (NoSuchFileException e) {
            fail("there is no file " + e.getFile());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            fail(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private void show(Path certificate, Path key) throws IOException, GeneralSecurityException {
        String certificates = Files.readString(certificate, StandardCharsets.US_ASCII);
        X509Certificate first = first(certificates);
        first.checkValidity(Date.from(clock.instant()));
        if (!identity.shows(first)) {
            identity.show(certificates, Files.readString(key, StandardCharsets.US_ASCII));
            log.info("Clients see the certificate of {} from now on; it ends {}", certificate, first.getNotAfter());
        }
    }

    private static X509Certificate first(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private void fail(String what) {
        condition = Condition.FAILING;
        if (!what.equals(trouble)) {
            trouble = what;
            log.warn(
                    "Clients do not see the certificate of {}, which is looked at again: {}",
                    settings.get(CERTIFICATE),
                    what);
        }
    }
}
