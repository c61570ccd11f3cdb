package im.hearth.people;

import java.util.regex.Pattern;

/** The ids of our rows, which are UUIDs. */
public final class RowIds {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private RowIds() {}

    /** Whether a text may be one: nothing else is asked of the database, which does not take every text. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
