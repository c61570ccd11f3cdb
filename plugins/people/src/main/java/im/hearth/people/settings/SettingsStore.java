package im.hearth.people.settings;

import im.hearth.core.notices.NotificationKind;
import im.hearth.core.notices.Wishes;
import im.hearth.core.people.Aspect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table hearth_user_settings: one row for each person who has set something. */
public final class SettingsStore {
    Optional<Choices> find(Handle handle, String username) {
        return handle.createQuery("""
                        SELECT theme, language_tag, silent, show_text, last_seen, profile_picture, find_by_phone, location
                        FROM hearth_user_settings WHERE username = :username
                        """)
                .bind("username", username)
                .map(SettingsStore::choices)
                .findOne();
    }

    /** What those of the people want to be notified of who have set something, by username. */
    Map<String, Wishes.Wish> wishes(Handle handle, Collection<String> people) {
        Map<String, Wishes.Wish> wishes = new HashMap<>();
        handle.createQuery("SELECT username, silent, show_text FROM hearth_user_settings WHERE username IN (<people>)")
                .bindList("people", List.copyOf(people))
                .map((row, context) -> Map.entry(
                        row.getString("username"),
                        new Wishes.Wish(silent(row.getString("silent")), row.getBoolean("show_text"))))
                .forEach(found -> wishes.put(found.getKey(), found.getValue()));
        return wishes;
    }

    /** To whom those of the people show an aspect who have set something, by username. */
    Map<String, Audience> audiences(Handle handle, Aspect aspect, Collection<String> people) {
        Map<String, Audience> audiences = new HashMap<>();
        handle.createQuery("""
                        SELECT username, last_seen, profile_picture, find_by_phone, location
                        FROM hearth_user_settings WHERE username IN (<people>)
                        """)
                .bindList("people", List.copyOf(people))
                .map((row, context) -> Map.entry(row.getString("username"), audience(row, aspect)))
                .forEach(found -> audiences.put(found.getKey(), found.getValue()));
        return audiences;
    }

    /** Locks the person's row until the transaction ends; 0 where there is none. */
    int lock(Handle handle, String username) {
        return handle.createUpdate("UPDATE hearth_user_settings SET theme = theme WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    int insert(Handle handle, String username, Choices choices) {
        return handle.createUpdate("""
                        INSERT INTO hearth_user_settings (username, theme, language_tag, silent, show_text,
                            last_seen, profile_picture, find_by_phone, location)
                        VALUES (:username, :theme, :language, :silent, :showText,
                            :lastSeen, :profilePicture, :findByPhone, :location)
                        """)
                .bind("username", username)
                .bindMap(values(choices))
                .execute();
    }

    int update(Handle handle, String username, Choices choices) {
        return handle.createUpdate("""
                        UPDATE hearth_user_settings SET theme = :theme, language_tag = :language, silent = :silent,
                            show_text = :showText, last_seen = :lastSeen, profile_picture = :profilePicture,
                            find_by_phone = :findByPhone, location = :location
                        WHERE username = :username
                        """)
                .bind("username", username)
                .bindMap(values(choices))
                .execute();
    }

    int delete(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_user_settings WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    private static Map<String, Object> values(Choices choices) {
        Map<String, Object> values = new HashMap<>();
        values.put("theme", choices.theme().name());
        values.put("language", choices.language());
        values.put("silent", choices.silent().stream().map(Enum::name).sorted().collect(Collectors.joining(",")));
        values.put("showText", choices.showText());
        values.put("lastSeen", choices.shows(Aspect.LAST_SEEN).name());
        values.put("profilePicture", choices.shows(Aspect.PROFILE_PICTURE).name());
        values.put("findByPhone", choices.shows(Aspect.FIND_BY_PHONE).name());
        values.put("location", choices.shows(Aspect.LOCATION).name());
        return values;
    }

    private static Choices choices(ResultSet row, StatementContext context) throws SQLException {
        Map<Aspect, Audience> privacy = new EnumMap<>(Aspect.class);
        for (Aspect aspect : Aspect.values()) {
            privacy.put(aspect, audience(row, aspect));
        }
        return new Choices(
                Theme.valueOf(row.getString("theme")),
                row.getString("language_tag"),
                silent(row.getString("silent")),
                row.getBoolean("show_text"),
                privacy);
    }

    private static Set<NotificationKind> silent(String names) {
        return names.isEmpty()
                ? Set.of()
                : Arrays.stream(names.split(",", -1))
                        .map(NotificationKind::valueOf)
                        .collect(Collectors.toSet());
    }

    /** The columns are named as the aspects are. */
    private static Audience audience(ResultSet row, Aspect aspect) throws SQLException {
        return Audience.valueOf(row.getString(aspect.name()));
    }
}
