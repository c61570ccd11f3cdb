package im.hearth.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "sunset.jpg, sunset.jpg",
        "../../etc/passwd, passwd",
        "C:\\Users\\me\\a.txt, a.txt",
        "'  a b.txt ', a b.txt",
        ".htaccess, htaccess",
        "...., file",
        "'a\"b<c>.txt', a_b_c_.txt",
        "100%.txt, 100_.txt",
        "Müll 漢 🔥.txt, Müll 漢 🔥.txt",
    })
    void names_are_clean(String name, String clean) {
        assertThat(FileNames.clean(name)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "\u0000", "\u202E\u200B", "\uD800", "   "})
    void nothing_becomes_a_name(String name) {
        assertThat(FileNames.clean(name)).isEqualTo("file");
    }

    @Test
    void invisible_characters_go() {
        assertThat(FileNames.clean("evil\u202Egpj.exe\r\n\u0000")).isEqualTo("evilgpj.exe");
    }

    @Test
    void a_long_name_is_cut_and_keeps_its_extension() {
        String clean = FileNames.clean("🔥".repeat(5000) + ".jpeg");

        assertThat(clean).endsWith("🔥.jpeg");
        assertThat(clean.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
    }

    @Test
    void a_name_is_a_segment_of_a_path() {
        assertThat(FileNames.encoded("a b/c?#%ü.txt")).isEqualTo("a%20b%2Fc%3F%23%25%C3%BC.txt");
    }
}
