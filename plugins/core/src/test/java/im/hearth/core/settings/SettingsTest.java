package im.hearth.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    private enum Colour {
        DARK_RED,
        BLUE
    }

    private static final Setting<Integer> CAP = Setting.number("hearth.sms.daily-cap", 1000, 1, 5000);

    private final Map<String, String> stored = new HashMap<>();
    private final Properties properties = new Properties() {
        @Override
        public @Nullable String get(String name) {
            return stored.get(name);
        }

        @Override
        public void set(String name, String value, boolean secret) {
            stored.put(name, (secret ? "secret " : "") + value);
        }
    };

    private Settings settings(Map<String, String> environment) {
        return new Settings(environment, properties);
    }

    @Test
    void the_environment_wins_over_the_property_and_the_property_over_the_fallback() {
        assertThat(settings(Map.of()).get(CAP)).isEqualTo(1000);
        stored.put("hearth.sms.daily-cap", "7");
        assertThat(settings(Map.of()).get(CAP)).isEqualTo(7);
        assertThat(settings(Map.of("HEARTH_SMS_DAILY_CAP", "9")).get(CAP)).isEqualTo(9);
    }

    @Test
    void a_wrong_value_gives_the_fallback() {
        stored.put("hearth.sms.daily-cap", "many");
        assertThat(settings(Map.of()).get(CAP)).isEqualTo(1000);
        stored.put("hearth.sms.daily-cap", "6000");
        assertThat(settings(Map.of()).get(CAP)).isEqualTo(1000);
    }

    @Test
    void a_wrong_value_cannot_be_set() {
        assertThatThrownBy(() -> settings(Map.of()).set(CAP, "-1")).isInstanceOf(IllegalArgumentException.class);
        assertThat(stored).isEmpty();
    }

    @Test
    void a_secret_is_kept_encrypted() {
        settings(Map.of()).set(Setting.secret("hearth.twilio.auth-token"), "x");
        assertThat(stored).containsEntry("hearth.twilio.auth-token", "secret x");
    }

    @Test
    void every_kind_of_value_is_read() {
        stored.put("hearth.a", "PT15M");
        stored.put("hearth.b", "TRUE");
        stored.put("hearth.c", " DE, AT ,,CH ");
        stored.put("hearth.d", "dark-red");
        Settings settings = settings(Map.of());
        assertThat(settings.get(Setting.duration("hearth.a", Duration.ZERO))).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.get(Setting.flag("hearth.b", false))).isTrue();
        assertThat(settings.get(Setting.list("hearth.c", List.of()))).containsExactly("DE", "AT", "CH");
        assertThat(settings.get(Setting.choice("hearth.d", Colour.BLUE))).isEqualTo(Colour.DARK_RED);
        assertThat(settings.get(Setting.text("hearth.e", "none"))).isEqualTo("none");
    }

    @Test
    void bytes_are_read_in_binary_units() {
        assertThat(Setting.bytes("hearth.a", 0).parse().apply("1048576")).isEqualTo(1_048_576L);
        assertThat(Setting.bytes("hearth.a", 0).parse().apply(" 100m ")).isEqualTo(104_857_600L);
        assertThat(Setting.bytes("hearth.a", 0).parse().apply("5G")).isEqualTo(5_368_709_120L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "-1", "1.5M", "9999999999T", "5 GB"})
    void what_is_no_number_of_bytes_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Setting.bytes("hearth.a", 0).parse().apply(text));
    }
}
