package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.log4j.Category;
import org.apache.log4j.Level;
import org.apache.log4j.MDC;
import org.apache.log4j.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLayoutTest {
    /** 2026-11-23T09:30:00.123Z */
    private static final long TIME = 1_795_426_200_123L;

    @AfterEach
    void forgetRequest() {
        MDC.remove(LogLayout.REQUEST_ID);
    }

    @Test
    void a_record_is_one_line_of_time_level_request_class_and_message() {
        MDC.put(LogLayout.REQUEST_ID, "r-1");

        assertThat(line("hello", null)).isEqualTo("2026-11-23T09:30:00.123Z WARN  [r-1] Polls: hello\n");
    }

    @Test
    void a_message_of_two_lines_stays_one_record() {
        assertThat(line("first\nWARN second\r", null)).endsWith("Polls: first\\nWARN second\\r\n");
    }

    @Test
    void a_phone_number_is_masked() {
        assertThat(line("code for +4915112345678 sent", null)).contains("code for +49*******678 sent");
    }

    @Test
    void a_phone_number_in_an_exception_and_in_its_cause_is_masked() {
        Exception cause = new IllegalStateException("no route to +12025550123");
        String urlEncoded = "tel:%" + "2B4915112345678";

        String line = line("failed", new IllegalArgumentException(urlEncoded, cause));

        assertThat(line).contains("+12*******123", "2B49*******678").doesNotContain("2025550", "1511234");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void numbers_that_are_no_phone_numbers_stay() {
        for (String text : List.of("1+1=2", "offset +0100", "id 4915112345678", "C++17 +5")) {
            assertThat(LogLayout.mask(text)).isEqualTo(text);
        }
    }

    private static String line(String message, @Nullable Throwable thrown) {
        Category logger = org.apache.log4j.Logger.getLogger("im.hearth.polls.Polls");
        return new LogLayout()
                .format(new LoggingEvent(Category.class.getName(), logger, TIME, Level.WARN, message, thrown));
    }
}
