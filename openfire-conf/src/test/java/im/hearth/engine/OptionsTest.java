package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void without_options_the_standard_ports_are_used() {
        Options options = Options.parse(List.of());

        assertThat(options.ports()).isEqualTo(new Ports(5222, 7070, 7443, 9090));
        assertThat(options.domain()).isEqualTo("localhost");
        assertThat(options.db()).isEmpty();
    }

    @Test
    void an_offset_moves_every_port() {
        assertThat(Options.parse(List.of("--offset", "1000")).ports()).isEqualTo(new Ports(6222, 8070, 8443, 10090));
    }

    @Test
    void free_ports_differ_from_each_other() {
        assertThat(Options.parse(List.of("--ports", "free")).ports().byName().values())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_postgresql_address_is_taken_apart() {
        DatabaseAddress db = Options.parse(List.of("--db", "postgresql://me:p%40ss+1@db.example:6543/chat"))
                .db()
                .orElseThrow();

        assertThat(db.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6543/chat");
        assertThat(db.user()).isEqualTo("me");
        assertThat(db.password()).isEqualTo("p@ss+1");
    }

    @Test
    void bare_means_no_plugins() {
        assertThat(Options.parse(List.of("--plugins", "a", "--bare")).plugins()).isEmpty();
    }

    @Test
    void plugin_folders_add_up() {
        assertThat(Options.parse(List.of("--plugins", "a", "--plugins", "b")).plugins())
                .containsExactly(Path.of("a"), Path.of("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--colour",
                "--data",
                "--offset x",
                "--offset 99999",
                "--ports 1,2,3",
                "--ports 1,1,2,3",
                "--domain not_a_host",
                "--db mysql://a:b@c/d",
                "--db postgresql://user:secret@host"
            })
    void a_wrong_option_is_refused_with_one_line_that_tells_no_secret(String line) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Options.parse(List.of(line.split(" "))))
                .satisfies(refusal -> {
                    assertThat(refusal.exitCode()).isEqualTo(2);
                    assertThat(refusal.line()).doesNotContain("\n", "secret");
                });
    }
}
