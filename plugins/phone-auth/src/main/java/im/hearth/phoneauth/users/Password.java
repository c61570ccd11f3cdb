package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.core.problem.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a password may be: 8 to 128 characters (NIST SP 800-63B, section 5.1.1.2), none of them invisible (SASLprep,
 * RFC 4013, would refuse or drop them), and nothing that everybody tries first.
 */
final class Password {
    static final int LEAST = 8;
    static final int MOST = 128;

    /** How a phone number is written. */
    private static final Pattern NUMBER = Pattern.compile("[0-9+()/. -]+");

    private static final int LEAST_DIGITS = 6;

    /** Those of 8 and more characters that head the lists of leaked passwords. */
    private static final Set<String> WORST = Set.of(
            "12345678",
            "123456789",
            "1234567890",
            "11111111",
            "00000000",
            "87654321",
            "abc12345",
            "abcd1234",
            "1q2w3e4r",
            "1qaz2wsx",
            "a1b2c3d4",
            "asdfghjkl",
            "baseball",
            "football",
            "iloveyou",
            "letmein1",
            "password",
            "password1",
            "password123",
            "princess",
            "qwerty123",
            "qwertyui",
            "qwertyuiop",
            "sunshine",
            "superman",
            "trustno1",
            "welcome1",
            "zxcvbnm1");

    private Password() {}

    /**
     * Looks at a password by itself.
     *
     * @throws Problem of kind INVALID on {@code password}, with the reason
     */
    static void require(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < LEAST || length > MOST) {
            throw wrong("must have " + LEAST + " to " + MOST + " characters");
        }
        if (password.codePoints().anyMatch(Password::isHidden)) {
            throw wrong("holds an invisible character");
        }
        if (WORST.contains(password.toLowerCase(Locale.ROOT))) {
            throw wrong("is among the first that anybody tries; choose another one");
        }
    }

    /** As {@link #require(String)}, for somebody: it is not the username or the number. */
    static void require(String password, Account account) {
        require(password);
        if (password.equalsIgnoreCase(account.username()) || isNumber(password, account.phoneNumber())) {
            throw wrong("must not be your username or phone number");
        }
    }

    /** Whether it is the number, or the end of it, in some form: {@code 0049 151 …}, {@code 0151/…}, {@code (151) …}. */
    private static boolean isNumber(String password, @Nullable String number) {
        String digits = password.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
        return number != null
                && NUMBER.matcher(password).matches()
                && digits.length() >= LEAST_DIGITS
                && number.endsWith(digits);
    }

    private static boolean isHidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.UNASSIGNED;
    }

    private static Problem wrong(String message) {
        return Problem.invalid("password", message);
    }
}
