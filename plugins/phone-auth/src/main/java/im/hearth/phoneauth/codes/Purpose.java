package im.hearth.phoneauth.codes;

import java.util.Locale;

/** What a code was asked for. */
public enum Purpose {
    /** By {@code POST /api/users/}: makes an account, or logs in to the one that has the number. */
    REGISTER,
    /** By {@code POST /api/otp/}: shows that somebody has the number, to log in or for what else wants a fresh code. */
    PROOF;

    /** Its name in logs. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
