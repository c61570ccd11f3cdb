package im.hearth.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    private static final String ALICE = "+4915112345678";

    private final Settings settings = new Settings(Map.of(), new MemoryProperties());
    private final PhoneNumbers numbers = new PhoneNumbers(PhoneNumberUtil.getInstance(), settings);

    private Problem refused(String text) {
        Problem problem = Objects.requireNonNull(
                catchThrowableOfType(Problem.class, () -> numbers.parse(text)), "nothing was refused");
        assertThat(problem.kind()).isEqualTo(Kind.INVALID);
        assertThat(problem.errors().get(0).field()).isEqualTo("phone_number");
        return problem;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+4915112345678",
                "+49 151 12345678",
                "+49 (0) 151 12345678",
                "0049 151 12345678",
                "015112345678",
                "0151/12345678",
                "(0151) 1234-5678",
                " 0151.123.45678 ",
                "tel:+49-151-12345678",
                "＋４９１５１１２３４５６７８",
                "٠١٥١١٢٣٤٥٦٧٨"
            })
    void every_readable_form_is_the_same_number(String text) {
        PhoneNumber number = numbers.parse(text);
        assertThat(number.e164()).isEqualTo(ALICE);
        assertThat(number.country()).isEqualTo("DE");
        assertThat(number.countryCode()).isEqualTo(49);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "alice",
                "123",
                "+49",
                "+491511",
                "+4915112345678901234",
                "+999123456789",
                "0151 12345678 ext. 5",
                "0151 12345678 or 0176 12345678",
                "<script>",
                "\0",
                "' OR 1=1 --"
            })
    void what_is_no_number_is_refused_with_an_example(String text) {
        assertThat(refused(text).detail()).contains("+4915123456789").doesNotContain("script");
    }

    @Test
    void a_very_long_text_is_refused_unread() {
        assertThat(refused("0".repeat(10_000)).kind()).isEqualTo(Kind.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+493012345678", "+498001234567", "+49190012345"})
    void only_mobile_numbers_get_codes(String text) {
        refused(text);
    }

    @ParameterizedTest
    @CsvSource({"US, (201) 555-0123, +12015550123", "us, 201-555-0123, +12015550123", "AT, 0664 123456, +43664123456"})
    void the_national_form_is_that_of_the_region(String region, String text, String e164) {
        settings.set(PhoneNumbers.REGION, region);
        assertThat(numbers.parse(text).e164()).isEqualTo(e164);
        assertThat(numbers.parse(ALICE).e164()).isEqualTo(ALICE);
    }

    @Test
    void countries_that_are_not_allowed_are_refused() {
        settings.set(PhoneNumbers.COUNTRIES, "de, AT");
        assertThat(numbers.parse(ALICE).country()).isEqualTo("DE");
        assertThat(numbers.parse("+43664123456").country()).isEqualTo("AT");
        assertThat(refused("+12015550123").detail()).contains("country");
    }

    @Test
    void countries_with_one_calling_code_are_told_apart() {
        settings.set(PhoneNumbers.COUNTRIES, "US");
        assertThat(numbers.parse("+12015550123").country()).isEqualTo("US");
        assertThat(refused("+15062345678").detail()).contains("country");
    }

    @Test
    void a_number_does_not_show_itself() {
        PhoneNumber number = numbers.parse(ALICE);
        assertThat(number.toString()).isEqualTo("+49********678").doesNotContain("15112345");
        assertThat(number.prefix()).isEqualTo("+491511234");
    }

    @Test
    void a_national_form_means_a_number_of_the_country_of_who_wrote_it() {
        assertThat(numbers.meant("0664 1234567", "+436641111111")).contains("+436641234567");
        assertThat(numbers.meant("0151 12345678", null)).contains(ALICE);
    }

    @Test
    void what_is_no_number_means_none() {
        assertThat(numbers.meant("12", ALICE)).isEmpty();
        assertThat(numbers.meant("call me", ALICE)).isEmpty();
        assertThat(numbers.meant("0151 12345678 ext. 5", ALICE)).isEmpty();
    }
}
