package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.log4j.Category;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.MDC;
import org.apache.log4j.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class JsonLogLayoutTest {
    /** 2026-11-23T09:30:00.123Z */
    private static final long TIME = 1_795_426_200_123L;

    @AfterEach
    void forgetRequest() {
        MDC.remove(LogLayout.REQUEST_ID);
    }

    @Test
    void a_record_is_one_object_on_one_line() {
        MDC.put(LogLayout.REQUEST_ID, "r-1");

        assertThat(line("hello", null))
                .isEqualTo(
                        "{\"time\":\"2026-11-23T09:30:00.123Z\",\"level\":\"WARN\",\"logger\":\"im.hearth.polls.Polls\","
                                + "\"thread\":\"" + Thread.currentThread().getName() + "\",\"request_id\":\"r-1\","
                                + "\"message\":\"hello\"}\n");
    }

    @Test
    void whatever_is_logged_comes_back_as_it_was() {
        String nasty = "a \"quote\", a \\ slash, a\ttab, a\nline, \u0001 and a smile \uD83D\uDE42";

        String line = line(nasty, null);

        assertThat(line.lines()).hasSize(1);
        assertThat(read(line)).containsEntry("message", nasty);
    }

    @Test
    void an_exception_is_a_field_with_its_trace_and_masked() {
        Map<String, String> fields = read(line("failed", new IllegalStateException("no route to +12025550123")));

        assertThat(fields.get("exception"))
                .startsWith("java.lang.IllegalStateException: no route to +12*******123\nat ")
                .doesNotContain("2025550");
    }

    @Test
    void a_format_that_there_is_not_is_refused_with_those_that_there_are() {
        assertThat(Logs.layout("json")).isInstanceOf(JsonLogLayout.class);
        assertThat(Logs.layout("text")).isInstanceOf(LogLayout.class);
        assertThatThrownBy(() -> Logs.layout("xml")).hasMessageContaining("HEARTH_LOG_FORMAT is text or json");
    }

    /** JSON is YAML. */
    private static Map<String, String> read(String line) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(line);
    }

    private static String line(String message, @Nullable Throwable thrown) {
        Category logger = Logger.getLogger("im.hearth.polls.Polls");
        return new JsonLogLayout()
                .format(new LoggingEvent(Category.class.getName(), logger, TIME, Level.WARN, message, thrown));
    }
}
