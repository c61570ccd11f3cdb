package im.hearth.core.health;

import java.util.Locale;

/** How a part of the server is. */
public enum Condition {
    /** It works, as far as is known. */
    OK,
    /** It does not, and heals by itself or by an operator's doing. */
    FAILING,
    /** The operator has not set it up. */
    OFF;

    /** Its name in the API: {@code ok}, {@code failing}, {@code off}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
