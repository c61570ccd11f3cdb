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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README and the guides say to type, typed. */
final class DocsIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");
    private static final Pattern ADDRESS = Pattern.compile("Web and API +(http://[0-9.:]+)/");
    private static final String START = "./hearth run | tee hearth.log";

    private final Path folder;

    DocsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void the_first_conversation_of_the_readme_works_as_it_is_written() throws Exception {
        List<String> blocks = blocks("README.md");
        assertThat(blocks.get(1).strip()).isEqualTo(START);

        List<String> answers = type(blocks.get(2));
        assertThat(answers).hasSize(5);
        assertThat(answers.get(0)).contains("\"verification_id\"");
        assertThat(answers.get(2)).contains("\"content\":\"Hello Bob\"").contains("\"is_read\":false");
        assertThat(answers.get(4)).contains("\"content\":\"Hello Bob\"").contains("\"is_read\":true");
        assertThat(Files.readString(folder.resolve("hearth.log"))).endsWith("Hearth stopped.\n");
    }

    @Test
    void the_guide_for_app_developers_works_as_it_is_written() throws Exception {
        assertThat(Files.readString(Script.ROOT.resolve("docs/app-developers.md")))
                .contains(START);

        List<String> answers = type(String.join("\n", blocks("docs/app-developers.md")));
        assertThat(answers).hasSize(23);
        assertThat(answers.get(0)).contains("\"username\":\"carol\"", "\"phone_number\":\"+4915123456701\"");
        assertThat(answers.get(1)).contains("\"items\"", "\"current\":true");
        assertThat(answers.get(2)).contains("\"content\":\"Hello\"").doesNotContain("\"edited_at\":null");
        assertThat(answers.get(3)).contains("\"content\":\"Where to?\"", "\"sender\":\"dave\"");
        assertThat(answers.get(4)).contains("\"content\":\"For Saturday\"", "\"name\":\"list.txt\"");
        assertThat(answers.get(5)).contains("\"group\":", "\"name\":\"list.txt\"");
        assertThat(answers.get(6)).contains("\"phone_number\":\"01512 3456702\",\"user\":\"dave\"");
        assertThat(answers.get(7)).contains("\"friend\":\"carol\"", "\"status\":\"accepted\"");
        assertThat(answers.get(8)).contains("\"theme\":\"dark\"", "\"reaction\":false", "\"last_seen\":\"nobody\"");
        assertThat(answers.get(9)).contains("\"bio\":\"Likes mountains.\"");
        assertThat(answers.get(10)).contains("\"user\":\"carol\"", "\"user\":\"dave\"");
        assertThat(answers.get(11)).contains("\"status_text\":\"On the rope\"");
        assertThat(answers.get(12)).contains("\"kind\":\"login\"");
        assertThat(answers.get(13)).contains("\"status\":", "\"progress\":");
        assertThat(answers.get(14)).contains("\"user\":\"carol\"", "\"latitude\":48.2082", "\"precision\":\"exact\"");
        assertThat(answers.get(15)).contains("\"user\":\"dave\"", "\"counts\":");
        assertThat(answers.get(16)).contains("\"content\":\":wave: See you there\"");
        assertThat(answers.get(17)).contains("\"unread_count\":1", "Weekend");
        assertThat(answers.get(18))
                .contains("\"platform\":\"xmpp\"", "\"enabled\":true")
                .doesNotContain("n1");
        assertThat(answers.get(19))
                .contains("\"kind\":\"message\"", "\"actor\":\"carol\"", "\"kind\":\"group_invitation\"");
        assertThat(answers.get(20)).contains("\"question\":\"Saturday?\"", "\"my_votes\":[\"1\"]");
        assertThat(answers.get(21)).contains("\"user\":\"dave\"", "\"category\":\"spam\"", "\"is_resolved\":false");
        assertThat(answers.get(22)).contains("\"status\":422", "\"field\":\"colour\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/app-developers.md", "docs/operators.md", "docs/performance.md"})
    void every_file_that_is_pointed_to_is_there(String document) throws Exception {
        Path file = Script.ROOT.resolve(document);
        Matcher links = LINK.matcher(Files.readString(file));
        while (links.find()) {
            assertThat(file.resolveSibling(links.group(1))).exists();
        }
    }

    /** Starts the server as the documents say, types the commands, and stops it; answers what came, one JSON a line. */
    private List<String> type(String commands) throws Exception {
        String options = " --no-build --ports free --until-stdin-closes --data " + folder.resolve("data")
                + Databases.fresh().map(url -> " --db " + url).orElse("");
        Process server = new ProcessBuilder(
                        "bash", "-c", START.replace("./hearth run", Script.ROOT.resolve("hearth") + " run" + options))
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String address =
                    await().atMost(Hearth.PATIENCE.multipliedBy(2)).until(this::address, url -> !url.isEmpty());
            assertThat(commands).contains("http://127.0.0.1:7070/");
            Script.Result result = Script.run(
                    folder, Map.of(), List.of("bash", "-c", commands.replace("http://127.0.0.1:7070", address)));
            assertThat(result.exitCode()).as(result.output()).isZero();
            return List.of(result.output().strip().replace("}{", "}\n{").split("\n", -1));
        } finally {
            server.getOutputStream().close();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private String address() throws IOException {
        Path log = folder.resolve("hearth.log");
        Matcher matcher = ADDRESS.matcher(Files.exists(log) ? Files.readString(log) : "");
        return matcher.find() ? matcher.group(1) : "";
    }

    private static List<String> blocks(String document) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(Script.ROOT.resolve(document)));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
