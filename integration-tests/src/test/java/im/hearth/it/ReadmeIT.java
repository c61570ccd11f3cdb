package im.hearth.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says to type, typed. */
final class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");
    private static final Pattern ADDRESS = Pattern.compile("Web and API +(http://[0-9.:]+)/");

    private final Path folder;

    ReadmeIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void the_first_conversation_works_as_it_is_written() throws Exception {
        List<String> blocks = blocks();
        String start = blocks.get(1);
        String conversation = blocks.get(2);
        assertThat(start).startsWith("./hearth run");

        String options = " --no-build --ports free --until-stdin-closes --data " + folder.resolve("data")
                + Databases.fresh().map(url -> " --db " + url).orElse("");
        Process server = new ProcessBuilder(
                        "bash", "-c", start.replace("./hearth run", Script.ROOT.resolve("hearth") + " run" + options))
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String address =
                    await().atMost(Hearth.PATIENCE.multipliedBy(2)).until(this::address, url -> !url.isEmpty());
            assertThat(conversation).contains("http://127.0.0.1:7070/");
            Script.Result result = Script.run(
                    folder, Map.of(), List.of("bash", "-c", conversation.replace("http://127.0.0.1:7070", address)));

            assertThat(result.exitCode()).as(result.output()).isZero();
            String[] answers = result.output().replace("}{", "}\n{").split("\n", -1);
            assertThat(answers).hasSize(5);
            assertThat(answers[0]).contains("\"verification_id\"");
            assertThat(answers[2]).contains("\"content\":\"Hello Bob\"").contains("\"is_read\":false");
            assertThat(answers[4]).contains("\"content\":\"Hello Bob\"").contains("\"is_read\":true");
        } finally {
            server.getOutputStream().close();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(folder.resolve("hearth.log"))).endsWith("Hearth stopped.\n");
    }

    @Test
    void every_file_that_it_points_to_is_there() throws Exception {
        Matcher links = LINK.matcher(Files.readString(Script.ROOT.resolve("README.md")));
        List<String> targets = new ArrayList<>();
        while (links.find()) {
            targets.add(links.group(1));
        }
        assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(Script.ROOT.resolve(target))
                .exists());
    }

    private String address() throws IOException {
        Path log = folder.resolve("hearth.log");
        Matcher matcher = ADDRESS.matcher(Files.exists(log) ? Files.readString(log) : "");
        return matcher.find() ? matcher.group(1) : "";
    }

    private static List<String> blocks() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(Script.ROOT.resolve("README.md")));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
