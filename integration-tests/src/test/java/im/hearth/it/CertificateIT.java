package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.hearth.core.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of an ACME client, at the port of XMPP. */
final class CertificateIT {
    private static final Duration A_LOOK = Duration.ofSeconds(60);

    @Test
    void clients_see_the_certificate_of_the_files_and_the_next_one_without_a_restart(@TempDir Path folder)
            throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        try (Hearth hearth =
                Hearth.start(builder -> builder.environment("HEARTH_TLS_CERTIFICATE", certificate.toString())
                        .environment("HEARTH_TLS_KEY", key.toString()))) {
            assertThat(condition(hearth)).isEqualTo("failing");
            Certificate own = shown(hearth);
            TestCertificate first = inTwoMonths(hearth);
            TestCertificate second = inTwoMonths(hearth);
            first.write(certificate, key);
            await().atMost(A_LOOK).untilAsserted(() -> assertThat(shown(hearth)).isEqualTo(first.certificate()));
            assertThat(first.certificate()).isNotEqualTo(own);

            Person alice = hearth.register("alice");
            Person bob = hearth.register("bob");
            try (Xmpp a = alice.connect()) {
                second.write(certificate, key);
                await().atMost(A_LOOK)
                        .untilAsserted(() -> assertThat(shown(hearth)).isEqualTo(second.certificate()));
                assertThat(condition(hearth)).isEqualTo("ok");

                bob.send(alice, "still here");
                a.awaitText("still here");
            }
        }
    }

    private static TestCertificate inTwoMonths(Hearth hearth) {
        return TestCertificate.of(hearth.domain(), Instant.now().plus(Duration.ofDays(60)));
    }

    private static String condition(Hearth hearth) {
        return expect(200, hearth.api().get("/api/health/"))
                .body()
                .path("parts")
                .path("certificate")
                .asText();
    }

    /** What a client sees that upgrades its stream to TLS (RFC 6120, section 5). */
    private static Certificate shown(Hearth hearth) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        try (Socket plain = new Socket(
                InetAddress.getLoopbackAddress(), hearth.engine().ports().xmpp())) {
            plain.setSoTimeout((int) Hearth.PATIENCE.toMillis());
            say(
                    plain,
                    "<stream:stream to='" + hearth.domain() + "' version='1.0' xmlns='jabber:client'"
                            + " xmlns:stream='http://etherx.jabber.org/streams'>");
            readUntil(plain.getInputStream(), "</stream:features>");
            say(plain, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            readUntil(plain.getInputStream(), "<proceed xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"/>");
            try (SSLSocket secure = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, hearth.domain(), plain.getPort(), true)) {
                secure.startHandshake();
                return secure.getSession().getPeerCertificates()[0];
            }
        }
    }

    private static void say(Socket to, String xml) throws IOException {
        to.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void readUntil(InputStream from, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        String plainEnd = end.replace('"', '\'');
        while (!read.toString().replace('"', '\'').endsWith(plainEnd)) {
            int next = from.read();
            if (next < 0) {
                throw new IOException("The server said only " + read);
            }
            read.append((char) next);
        }
    }

    /** The certificate is looked at, not trusted. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
