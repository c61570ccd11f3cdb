package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
    private Path built = Path.of("");
    private Path installed = Path.of("");

    @BeforeEach
    void folders(@TempDir Path root) throws IOException {
        built = Files.createDirectories(root.resolve("built"));
        installed = Files.createDirectories(root.resolve("installed"));
        Files.createDirectories(installed.resolve("admin"));
    }

    @Test
    void a_jar_is_installed() throws IOException {
        build("polls", "one");

        install();

        assertThat(installed.resolve("polls.jar")).hasSameBinaryContentAs(built.resolve("polls.jar"));
        assertThat(new PluginFolder(installed).installed()).containsExactly("polls");
    }

    @Test
    void a_changed_jar_replaces_the_old_one_and_what_was_unpacked_from_it() throws IOException {
        build("polls", "one");
        install();
        unpack("polls");
        build("polls", "two");

        install();

        assertThat(installed.resolve("polls.jar")).hasSameBinaryContentAs(built.resolve("polls.jar"));
        assertThat(installed.resolve("polls")).doesNotExist();
    }

    @Test
    void an_unchanged_jar_keeps_what_was_unpacked_from_it() throws IOException {
        build("polls", "one");
        install();
        unpack("polls");

        install();

        assertThat(installed.resolve("polls/plugin.xml")).exists();
    }

    @Test
    void a_jar_that_is_gone_is_removed_with_what_was_unpacked_from_it() throws IOException {
        build("polls", "one");
        install();
        unpack("polls");
        Files.delete(built.resolve("polls.jar"));

        install();

        assertThat(installed.resolve("polls.jar")).doesNotExist();
        assertThat(installed.resolve("polls")).doesNotExist();
        assertThat(installed.resolve("admin")).exists();
    }

    @Test
    void beside_other_plugins_only_ours_are_replaced() throws IOException {
        jar(installed.resolve("search.jar"), "plugin.xml", "another's");
        jar(installed.resolve("polls.jar"), "plugin.xml", "older");
        unpack("polls");
        build("polls", "one");

        assertThat(new PluginFolder(installed).add(List.of(built))).containsExactly("polls");

        assertThat(installed.resolve("polls.jar")).hasSameBinaryContentAs(built.resolve("polls.jar"));
        assertThat(installed.resolve("polls")).doesNotExist();
        assertThat(installed.resolve("search.jar")).exists();
    }

    @Test
    void a_jar_that_is_no_plugin_is_left_out() throws IOException {
        jar(built.resolve("library.jar"), "some.txt", "");

        install();

        assertThat(new PluginFolder(installed).installed()).isEmpty();
    }

    @Test
    void a_folder_that_is_missing_is_named() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new PluginFolder(installed).install(List.of(built.resolve("nowhere"))))
                .withMessageContaining("nowhere");
    }

    private void build(String name, String content) throws IOException {
        jar(built.resolve(name + ".jar"), "plugin.xml", content);
    }

    private static void jar(Path file, String entry, String content) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void unpack(String name) throws IOException {
        Files.createDirectories(installed.resolve(name));
        Files.writeString(installed.resolve(name).resolve("plugin.xml"), "");
    }

    private void install() throws IOException {
        new PluginFolder(installed).install(List.of(built));
    }
}
