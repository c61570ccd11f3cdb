package im.hearth.core.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads phone numbers as people write them. */
public final class PhoneNumbers {
    /** The country whose national form is read; ISO 3166-1 alpha-2. Others are written with {@code +}. */
    public static final Setting<String> REGION = Setting.text("hearth.phone-auth.region", "DE");

    /** The countries whose numbers may register and log in, as {@code DE,AT,CH}; all where it is empty. */
    public static final Setting<List<String>> COUNTRIES = Setting.list("hearth.phone-auth.countries", List.of());

    private static final String FIELD = "phone_number";
    private static final int LONGEST_TEXT = 64;

    /** In some countries, such as those of +1, the number does not tell a mobile phone from a fixed line. */
    private static final Set<PhoneNumberType> MOBILE =
            Set.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE);

    private final PhoneNumberUtil library;
    private final Settings settings;

    public PhoneNumbers(PhoneNumberUtil library, Settings settings) {
        this.library = library;
        this.settings = settings;
    }

    /**
     * The number that a text stands for, in any form with {@code +} or in the national form of {@link #REGION}.
     *
     * @throws Problem of kind INVALID on {@code phone_number}: unreadable, not a mobile number, or of a country that may
     *     not take part
     */
    public PhoneNumber parse(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw unreadable();
        }
        Phonenumber.PhoneNumber number = read(text, settings.get(REGION));
        if (number.hasExtension() || !library.isValidNumber(number)) {
            throw unreadable();
        }
        if (!MOBILE.contains(library.getNumberType(number))) {
            throw Problem.invalid(FIELD, "must be a mobile number");
        }
        String country = library.getRegionCodeForNumber(number);
        List<String> countries = settings.get(COUNTRIES);
        if (!countries.isEmpty() && countries.stream().noneMatch(allowed -> allowed.equalsIgnoreCase(country))) {
            throw Problem.invalid(FIELD, "is of a country that this server does not serve");
        }
        return new PhoneNumber(library.format(number, PhoneNumberFormat.E164), country, number.getCountryCode());
    }

    /**
     * The number in E.164 that somebody means by a text.
     *
     * @param owner the person's own number, in E.164: of its country are national forms; null for those of
     *     {@link #REGION}
     * @return empty for what is no valid number
     */
    public Optional<String> meant(String text, @Nullable String owner) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        try {
            Phonenumber.PhoneNumber number = read(text, owner == null ? settings.get(REGION) : country(owner));
            return number.hasExtension() || !library.isValidNumber(number)
                    ? Optional.empty()
                    : Optional.of(library.format(number, PhoneNumberFormat.E164));
        } catch (Problem unreadable) {
            return Optional.empty();
        }
    }

    private String country(String e164) {
        String country = library.getRegionCodeForNumber(read(e164, settings.get(REGION)));
        return country == null ? settings.get(REGION) : country;
    }

    private Phonenumber.PhoneNumber read(String text, String region) {
        try {
            return library.parse(text, region.toUpperCase(Locale.ROOT));
        } catch (NumberParseException e) {
            throw unreadable();
        }
    }

    private static Problem unreadable() {
        return Problem.invalid(FIELD, "is not a phone number; write it with + and the country code: +4915123456789");
    }
}
