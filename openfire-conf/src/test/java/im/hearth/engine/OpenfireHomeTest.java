package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class OpenfireHomeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"5.1.0", "5.1.1", "5.2.0", "6.0.0"})
    void a_version_that_hearth_runs_on_is_taken(String version) throws IOException {
        lay("xmppserver-" + version + ".jar");

        assertThat(OpenfireHome.at(folder).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xmppserver-5.0.2.jar", "xmppserver-4.9.2.jar", "openfire.jar"})
    void an_older_version_is_refused(String serverJar) throws IOException {
        lay(serverJar);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> OpenfireHome.at(folder))
                .withMessageContaining("needs 5.1 or newer");
    }

    @Test
    void a_folder_without_a_server_is_refused() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> OpenfireHome.at(folder))
                .withMessageContaining("There is no Openfire in " + folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib/startup.jar", "plugins", "conf"})
    void a_folder_that_lacks_a_part_of_a_server_is_refused(String part) throws IOException {
        lay("xmppserver-5.1.1.jar");
        Files.delete(folder.resolve(part));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> OpenfireHome.at(folder))
                .withMessageContaining("There is no Openfire in " + folder);
    }

    @Test
    void a_server_as_it_was_unpacked_is_not_set_up() throws IOException {
        lay("xmppserver-5.1.1.jar");
        configure("<jive><adminConsole><port>9095</port></adminConsole></jive>");

        assertThat(OpenfireHome.at(folder).isSetUp()).isFalse();
        assertThat(OpenfireHome.at(folder).adminPort()).isEqualTo("9095");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<jive><setup>true</setup></jive>",
                "<jive><autosetup><run>true</run></autosetup></jive>",
            })
    void a_server_that_has_a_setup_is_left_alone(String configuration) throws IOException {
        lay("xmppserver-5.1.1.jar");
        configure(configuration);
        Options options = Options.parse(List.of("--db", "postgresql://me:secret@db/chat"));
        InstalledEngine engine = new InstalledEngine(
                options, OpenfireHome.at(folder), new SecureRandom(), new Console(System.out, System.err));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> engine.start(Optional.empty()))
                .withMessageContaining("leave out --db");
        assertThat(folder.resolve("conf/openfire.xml")).hasContent(configuration);
    }

    @Test
    void a_configuration_that_is_no_xml_is_named() throws IOException {
        lay("xmppserver-5.1.1.jar");
        configure("<jive>");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> OpenfireHome.at(folder).isSetUp())
                .withMessageContaining("conf/openfire.xml cannot be read");
    }

    @Test
    void the_setup_of_a_new_server_holds_what_the_options_say() throws Exception {
        Options options = Options.parse(
                List.of("--domain", "chat.example", "--offset", "10", "--db", "postgresql://me:p%26%3C%3E@db/chat"));
        Path file = folder.resolve("openfire.xml");

        new AutoSetup(options, folder, "a<&>\"'b").write(file);

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(text(document, "autosetup", "admin", "password")).isEqualTo("a<&>\"'b");
        assertThat(text(document, "autosetup", "database", "defaultProvider", "password"))
                .isEqualTo("p&<>");
        assertThat(text(document, "autosetup", "xmpp", "domain")).isEqualTo("chat.example");
        assertThat(text(document, "network", "interface")).isEqualTo("127.0.0.1");
        assertThat(text(document, "adminConsole", "port")).isEqualTo("9100");
        assertThat(text(document, "httpbind", "port", "plain")).isEqualTo("7080");
        assertThat(text(document, "hearth", "sms", "sender")).isEqualTo("console");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    private static String text(Document document, String... path) {
        Element found = document.getDocumentElement();
        for (String name : path) {
            NodeList children = found.getChildNodes();
            for (int i = 0; i < children.getLength(); i++) {
                if (children.item(i) instanceof Element child
                        && child.getTagName().equals(name)) {
                    found = child;
                }
            }
            assertThat(found.getTagName()).isEqualTo(name);
        }
        return found.getTextContent().strip();
    }

    private void lay(String serverJar) throws IOException {
        for (String part : List.of("lib", "plugins", "conf")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.createFile(folder.resolve("lib/startup.jar"));
        Files.createFile(folder.resolve("lib").resolve(serverJar));
    }

    private void configure(String xml) throws IOException {
        Files.writeString(folder.resolve("conf/openfire.xml"), xml);
    }
}
