package im.hearth.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code hearth}, where it has something to complain about: one line that says what to do. */
final class HearthScriptIT {
    private final Path folder;

    HearthScriptIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void oneDatabaseIsEnough() {
        assumeThat(Databases.isPostgres()).isFalse();
    }

    @Test
    void without_a_command_it_says_which_there_are() {
        Script.Result result = hearth(Map.of());
        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains("./hearth run", "./hearth test", "./hearth bench", "./hearth package")
                .contains("./hearth doctor", "./hearth backup", "./hearth restore");
    }

    @Test
    void an_unknown_command_is_named() {
        Script.Result result = hearth(Map.of(), "rnu");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).endsWith("There is no command rnu.\n");
    }

    @Test
    void a_missing_jdk_is_named_with_what_installs_it() throws IOException {
        Script.Result result = hearth(pathWith(), "run", "--no-build");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output().lines()).singleElement().asString().contains("install a JDK 17");
    }

    @Test
    void an_old_java_is_named() throws IOException {
        Map<String, String> environment = pathWith();
        Path java = Path.of(environment.get("PATH"), "java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Script.Result result = hearth(environment, "run", "--no-build");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output().lines()).singleElement().asString().contains("Java 11 is too old");
    }

    @Test
    void without_a_build_no_build_says_so() throws IOException {
        Path script = folder.resolve("hearth");
        Files.copy(Script.ROOT.resolve("hearth"), script);
        Script.Result result = Script.run(folder, Map.of(), List.of("bash", script.toString(), "run", "--no-build"));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output().lines()).singleElement().asString().contains("without --no-build");
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Script.Result result = hearth(
                Map.of(),
                "run",
                "--no-build",
                "--ports",
                "free",
                "--data",
                file.resolve("data").toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output().lines()).singleElement().asString().contains("cannot be written", "--data");
    }

    @Test
    void a_folder_without_an_openfire_is_named() {
        Script.Result result = hearth(Map.of(), "run", "--no-build", "--openfire-home", folder.toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .isEqualTo("There is no Openfire in " + folder
                        + ": --openfire-home takes the folder that has its lib, plugins and conf in it.\n");
    }

    @Test
    void an_openfire_that_is_too_old_is_named() throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        Files.createFile(folder.resolve("lib/xmppserver-4.8.1.jar"));
        Files.createFile(folder.resolve("lib/startup.jar"));
        Files.createDirectories(folder.resolve("plugins"));
        Files.createDirectories(folder.resolve("conf"));
        Script.Result result = hearth(Map.of(), "run", "--no-build", "--openfire-home", folder.toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output().lines()).singleElement().asString().contains("is 4.8.1", "needs 5.1 or newer");
        assertThat(folder.resolve("plugins")).isEmptyDirectory();
    }

    @Test
    void a_backup_without_a_file_says_how() {
        Script.Result result = hearth(Map.of(), "backup");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("./hearth backup FILE");
    }

    @Test
    void a_taken_port_is_named_with_what_to_do() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            String ports = port + ",1,2,3";
            Script.Result result = hearth(
                    Map.of(),
                    "run",
                    "--no-build",
                    "--ports",
                    ports,
                    "--data",
                    folder.resolve("d").toString());
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output().lines()).singleElement().asString().contains(Integer.toString(port), "--offset");
        }
    }

    private static Script.Result hearth(Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Script.ROOT.resolve("hearth").toString()));
        command.addAll(List.of(arguments));
        return Script.run(Script.ROOT, environment, command);
    }

    /** A path on which the shell and its tools are, and no Java. */
    private Map<String, String> pathWith() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : List.of("bash", "sh", "env", "dirname", "sed", "cat", "find", "mkdir", "rm")) {
            for (Path place : List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool))) {
                if (Files.exists(place) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), place);
                }
            }
        }
        return Map.of("PATH", bin.toString());
    }
}
