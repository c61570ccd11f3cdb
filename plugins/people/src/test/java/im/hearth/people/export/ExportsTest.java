package im.hearth.people.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.export.PersonalDataSources;
import im.hearth.core.media.Media;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Cursor;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.Page;
import im.hearth.core.testing.FakeFiles;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportsTest {
    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-people");
    private final Accounts accounts = TestAccounts.of(database, "alice", "bob");
    private final MutableClock clock = new MutableClock();
    private final PersonalDataSources sources = new PersonalDataSources();
    private final FakeFiles files = new FakeFiles();
    private final Media media = new Media();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private Exports exports;

    @BeforeEach
    void build() {
        media.keptBy(files);
        exports = exports();
    }

    private Exports exports() {
        return new Exports(
                database.database(), new ExportStore(), accounts, sources, media, folder, background::add, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void work() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        String id = String.valueOf(exports.find("alice").orElseThrow().mediaId());
        try (InputStream file = files.open(id);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                content.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return content;
    }

    @Test
    void a_copy_has_what_every_feature_knows_of_the_person() throws IOException {
        sources.add((username, copy) -> copy.json("account.json", Map.of("username", username)));
        sources.add((username, copy) -> copy.list(
                "numbers.json",
                after -> after == null
                        ? new Page<>(List.of(1, 2), Cursor.encode("2"))
                        : new Page<>(List.of(Integer.parseInt(after) + 1), null)));
        sources.add((username, copy) -> copy.file("files/a.txt", new ByteArrayInputStream(new byte[] {'h', 'i'})));

        Export asked = exports.ask("alice");
        work();

        assertThat(asked.state()).isEqualTo(Export.State.WAITING);
        Export ready = exports.find("alice").orElseThrow();
        assertThat(ready.state()).isEqualTo(Export.State.READY);
        assertThat(ready.progress()).isEqualTo(100);
        assertThat(ready.expiresAt()).isEqualTo(clock.instant().plus(Exports.KEPT));
        Map<String, String> content = content();
        JsonNode numbers = Json.mapper().readTree(content.get("numbers.json"));
        assertThat(content)
                .containsOnlyKeys("account.json", "numbers.json", "files/a.txt")
                .containsEntry("files/a.txt", "hi");
        assertThat(numbers).extracting(JsonNode::asInt).containsExactly(1, 2, 3);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void asking_again_within_the_hour_is_the_same_copy_and_later_a_new_one() {
        exports.ask("alice");
        exports.ask("alice");
        work();
        String first = exports.find("alice").orElseThrow().mediaId();
        clock.advance(Duration.ofMinutes(59));

        assertThat(exports.ask("alice").mediaId()).isEqualTo(first);
        clock.advance(Duration.ofMinutes(2));
        assertThat(exports.ask("alice").state()).isEqualTo(Export.State.WAITING);
        work();
        assertThat(files.find(List.of(String.valueOf(first)))).isEmpty();
        assertThat(exports.find("alice").orElseThrow().state()).isEqualTo(Export.State.READY);
    }

    @Test
    void how_far_it_is_shows_while_it_is_made() {
        int[] seen = new int[2];
        sources.add((username, copy) ->
                seen[0] = exports.find(username).orElseThrow().progress());
        sources.add((username, copy) ->
                seen[1] = exports.find(username).orElseThrow().progress());

        exports.ask("alice");
        work();

        assertThat(seen).containsExactly(0, 33);
    }

    @Test
    void a_copy_that_fails_says_so_and_can_be_asked_for_again() {
        boolean[] broken = {true};
        sources.add((username, copy) -> {
            if (broken[0]) {
                throw new IOException("the disk is full");
            }
        });
        exports.ask("alice");
        work();
        assertThat(exports.find("alice").orElseThrow().state()).isEqualTo(Export.State.FAILED);
        broken[0] = false;

        exports.ask("alice");
        work();

        assertThat(exports.find("alice").orElseThrow().state()).isEqualTo(Export.State.READY);
    }

    @Test
    void a_copy_that_a_node_left_half_made_is_made_by_another_one() {
        exports.ask("alice");
        sources.add((username, copy) -> {
            throw new Error("killed");
        });
        assertThatThrownBy(this::work).isInstanceOf(Error.class);
        PersonalDataSources whole = new PersonalDataSources();
        Exports other = new Exports(
                database.database(), new ExportStore(), accounts, whole, media, folder, background::add, clock);

        other.tend();
        work();
        assertThat(other.find("alice").orElseThrow().state()).isEqualTo(Export.State.RUNNING);
        clock.advance(Exports.LEFT.plusSeconds(1));
        other.tend();
        work();

        assertThat(other.find("alice").orElseThrow().state()).isEqualTo(Export.State.READY);
    }

    @Test
    void a_copy_goes_after_a_day() {
        exports.ask("alice");
        work();
        clock.advance(Exports.KEPT.plusSeconds(1));

        assertThat(exports.find("alice")).isEmpty();
        exports.tend();
        assertThat(rows()).isZero();
    }

    @Test
    void a_deleted_account_takes_its_copy_along_even_one_that_is_being_made() {
        exports.ask("alice");
        sources.add((username, copy) -> exports.forget(new AccountDeleted(username)));
        work();
        exports.ask("bob");

        assertThat(exports.find("alice")).isEmpty();
        assertThat(files.find(List.of("%032x".formatted(1)))).isEmpty();
    }

    @Test
    void who_has_left_cannot_ask_for_a_copy_any_more() {
        accounts.delete("alice");

        assertThatThrownBy(() -> exports.ask("alice")).isInstanceOf(Problem.class);
        assertThat(rows()).isZero();
    }

    private int rows() {
        return database.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_export")
                .mapTo(Integer.class)
                .one());
    }
}
