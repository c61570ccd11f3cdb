package im.hearth.messages.mam;

import im.hearth.messages.mam.Preferences.Fallback;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table hearth_archive_preference; lists of bare JIDs, which hold no space, are joined by spaces. */
public final class PreferenceStore {
    Optional<Preferences> find(Handle handle, String owner) {
        return handle.createQuery("SELECT fallback, kept, left_out FROM hearth_archive_preference WHERE owner = :owner")
                .bind("owner", owner)
                .map((row, context) -> new Preferences(
                        Fallback.valueOf(row.getString("fallback").toUpperCase(Locale.ROOT)),
                        split(row.getString("kept")),
                        split(row.getString("left_out"))))
                .findOne();
    }

    /** Replaces what somebody prefers. */
    int put(Handle handle, String owner, Preferences preferences) {
        delete(handle, owner);
        return handle.createUpdate("""
                        INSERT INTO hearth_archive_preference (owner, fallback, kept, left_out)
                        VALUES (:owner, :fallback, :kept, :left)
                        """)
                .bind("owner", owner)
                .bind("fallback", preferences.fallback().name().toLowerCase(Locale.ROOT))
                .bind("kept", String.join(" ", preferences.always()))
                .bind("left", String.join(" ", preferences.never()))
                .execute();
    }

    int delete(Handle handle, String owner) {
        return handle.createUpdate("DELETE FROM hearth_archive_preference WHERE owner = :owner")
                .bind("owner", owner)
                .execute();
    }

    private static List<String> split(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(" ", -1));
    }
}
