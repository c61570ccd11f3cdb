package im.hearth.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.health.Condition;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateFilesTest {
    private final MutableClock clock = new MutableClock();
    private final Shown shown = new Shown();
    private final Path certificate;
    private final Path key;
    private final CertificateFiles files;

    CertificateFilesTest(@TempDir Path folder) {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        files = files(Map.of(
                "HEARTH_TLS_CERTIFICATE", certificate.toString(),
                "HEARTH_TLS_KEY", key.toString()));
    }

    private CertificateFiles files(Map<String, String> environment) {
        return new CertificateFiles(new Settings(environment, new MemoryProperties()), shown, clock);
    }

    private TestCertificate lasting(Duration time) {
        TestCertificate made = TestCertificate.of("hearth.test", clock.instant().plus(time));
        made.write(certificate, key);
        return made;
    }

    /** What a server shows, by the PEM of its key. */
    private static final class Shown implements Identity {
        final List<String> keys = new ArrayList<>();
        X509Certificate[] now = {};
        boolean takesAll = true;

        @Override
        public boolean shows(X509Certificate certificate) {
            return List.of(now).contains(certificate);
        }

        @Override
        public void show(String certificates, String key) throws GeneralSecurityException {
            if (!takesAll) {
                throw new GeneralSecurityException("the key is not that of the certificate");
            }
            keys.add(key);
        }
    }

    @Test
    void without_files_the_server_shows_its_own() {
        CertificateFiles none = files(Map.of());
        none.look();
        assertThat(none.condition()).isEqualTo(Condition.OFF);
        assertThat(shown.keys).isEmpty();
    }

    @Test
    void what_is_in_the_files_is_shown_and_so_is_what_comes_in_its_place() throws IOException {
        TestCertificate first = lasting(Duration.ofDays(60));
        files.look();
        assertThat(shown.keys).containsExactly(Files.readString(key));
        assertThat(files.condition()).isEqualTo(Condition.OK);

        shown.now = new X509Certificate[] {first.certificate()};
        files.look();
        assertThat(shown.keys).hasSize(1);

        lasting(Duration.ofDays(90));
        files.look();
        assertThat(shown.keys).hasSize(2).last().isEqualTo(Files.readString(key));
    }

    @Test
    void files_that_are_not_there_yet_are_waited_for() {
        files.look();
        assertThat(files.condition()).isEqualTo(Condition.FAILING);

        lasting(Duration.ofDays(60));
        files.look();
        assertThat(files.condition()).isEqualTo(Condition.OK);
    }

    @Test
    void files_that_do_not_belong_together_or_hold_something_else_are_looked_at_again() throws IOException {
        lasting(Duration.ofDays(60));
        shown.takesAll = false;
        files.look();
        assertThat(files.condition()).isEqualTo(Condition.FAILING);
        shown.takesAll = true;
        files.look();
        assertThat(files.condition()).isEqualTo(Condition.OK);

        Files.writeString(certificate, "no certificate");
        files.look();
        assertThat(files.condition()).isEqualTo(Condition.FAILING);
        assertThat(shown.keys).hasSize(1);
    }

    @Test
    void a_certificate_that_has_ended_fails_and_is_not_shown() {
        shown.now = new X509Certificate[] {lasting(Duration.ofDays(60)).certificate()};
        files.look();
        assertThat(files.condition()).isEqualTo(Condition.OK);

        clock.advance(Duration.ofDays(61));
        files.look();
        assertThat(files.condition()).isEqualTo(Condition.FAILING);
        assertThat(shown.keys).isEmpty();
    }
}
