package im.hearth.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jivesoftware.util.AesEncryptor;
import org.jivesoftware.util.CertificateManager;

/** The files that the server wants to find in its home. */
final class Home {
    /** The server's default (CertificateStoreManager). The stores are protected by the mode of the data folder. */
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    /** As the server's own self-signed certificates. */
    private static final int CERTIFICATE_DAYS = 5 * 365;

    /** AesEncryptor takes the first 16 characters of a key; in Base64 these are 12 bytes. */
    private static final int KEY_BYTES = 12;

    private final Path folder;
    private final SecureRandom random;

    Home(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /** Writes the configuration anew: lasting settings are in the database, this holds nothing that a start does not know. */
    void configure(Ports ports) throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        write(folder.resolve("conf/openfire.xml"), openfireXml(ports));
        if (!Files.exists(security())) {
            write(security(), securityXml());
        }
    }

    /** Makes the keys and certificates that are missing; those that are there stay. Touches the server's globals. */
    void layKeys(String domain) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder.resolve("resources/security"));
        layStores(domain);
    }

    /** With the key that encrypts properties which an administrator marks as secret, obscured as the server wants it. */
    private String securityXml() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <security>
                  <encrypt>
                    <algorithm>AES</algorithm>
                    <key>
                      <current>%s</current>
                    </key>
                  </encrypt>
                </security>
                """.formatted(new AesEncryptor().encrypt(Base64.getEncoder().encodeToString(key)));
    }

    private Path security() {
        return folder.resolve("conf/security.xml");
    }

    private static String openfireXml(Ports ports) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <jive>
                  <setup>true</setup>
                  <locale>en</locale>
                  <network>
                    <interface>127.0.0.1</interface>
                  </network>
                  <adminConsole>
                    <port>%d</port>
                    <securePort>-1</securePort>
                    <interface>127.0.0.1</interface>
                  </adminConsole>
                </jive>
                """.formatted(ports.admin());
    }

    /** Without a plugin named admin no listener of the server starts; its own console is not on Maven Central. */
    void layAdminPage() throws IOException {
        Path plugin = folder.resolve("plugins/admin");
        Files.createDirectories(plugin.resolve("webapp/WEB-INF"));
        copy("admin/plugin.xml", plugin.resolve("plugin.xml"));
        copy("admin/web.xml", plugin.resolve("webapp/WEB-INF/web.xml"));
    }

    private void layStores(String domain) throws IOException, GeneralSecurityException {
        Path security = folder.resolve("resources/security");
        for (String name : new String[] {"truststore", "client.truststore"}) {
            Path file = security.resolve(name);
            if (!Files.exists(file)) {
                store(emptyStore(), file);
            }
        }
        Path file = security.resolve("keystore");
        KeyStore identities = emptyStore();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                identities.load(in, STORE_PASSWORD);
            }
        }
        String alias = domain + "_rsa";
        if (!identities.containsAlias(alias)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            KeyPair pair = generator.generateKeyPair();
            X509Certificate certificate = CertificateManager.createX509V3Certificate(
                    pair, CERTIFICATE_DAYS, domain, domain, domain, "SHA256WITHRSAENCRYPTION");
            identities.setKeyEntry(alias, pair.getPrivate(), STORE_PASSWORD, new Certificate[] {certificate});
            store(identities, file);
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        // The type that the server expects unless told otherwise.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, STORE_PASSWORD);
        return store;
    }

    private static void store(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = Home.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("missing in the jar: " + resource);
            }
            Files.write(to, in.readAllBytes());
        }
    }
}
