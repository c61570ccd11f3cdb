package im.hearth.people.tags;

import im.hearth.people.ListKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table hearth_tag: a row a label. */
public final class TagStore {
    private static final String COLUMNS = "id, owner, person, tag, created_at";

    Optional<UserTag> findById(Handle handle, String owner, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_tag WHERE owner = :owner AND id = :id")
                .bind("owner", owner)
                .bind("id", id)
                .map(TagStore::tag)
                .findOne();
    }

    /** The labels of somebody on a person. */
    List<UserTag> on(Handle handle, String owner, String person) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_tag WHERE owner = :owner AND person = :person")
                .bind("owner", owner)
                .bind("person", person)
                .map(TagStore::tag)
                .list();
    }

    /** All labels of somebody. */
    List<UserTag> of(Handle handle, String owner) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_tag WHERE owner = :owner")
                .bind("owner", owner)
                .map(TagStore::tag)
                .list();
    }

    /** Somebody's labels after a key, the latest first; those on a person and of a text, where they are named. */
    List<UserTag> list(
            Handle handle, String owner, @Nullable String person, @Nullable String tag, ListKey after, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_tag WHERE owner = :owner"
                        + (person == null ? "" : " AND person = :person")
                        + (tag == null ? "" : " AND tag = :tag")
                        + """
                         AND (created_at < :at OR (created_at = :at AND id < :id))
                        ORDER BY created_at DESC, id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("owner", owner)
                .bindMap(named(person, tag))
                .bind("at", after.at())
                .bind("id", after.id())
                .bind("limit", limit)
                .map(TagStore::tag)
                .list();
    }

    private static Map<String, String> named(@Nullable String person, @Nullable String tag) {
        Map<String, String> named = new HashMap<>();
        if (person != null) {
            named.put("person", person);
        }
        if (tag != null) {
            named.put("tag", tag);
        }
        return named;
    }

    int count(Handle handle, String owner) {
        return handle.createQuery("SELECT COUNT(*) FROM hearth_tag WHERE owner = :owner")
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle handle, UserTag tag) {
        handle.createUpdate("""
                        INSERT INTO hearth_tag (owner, person, tag, id, created_at)
                        VALUES (:owner, :person, :tag, :id, :created)
                        """)
                .bind("owner", tag.owner())
                .bind("person", tag.person())
                .bind("tag", tag.tag())
                .bind("id", tag.id())
                .bind("created", tag.createdAt().toEpochMilli())
                .execute();
    }

    void setText(Handle handle, UserTag tag) {
        handle.createUpdate("UPDATE hearth_tag SET tag = :tag WHERE owner = :owner AND id = :id")
                .bind("owner", tag.owner())
                .bind("id", tag.id())
                .bind("tag", tag.tag())
                .execute();
    }

    void delete(Handle handle, UserTag tag) {
        handle.createUpdate("DELETE FROM hearth_tag WHERE owner = :owner AND id = :id")
                .bind("owner", tag.owner())
                .bind("id", tag.id())
                .execute();
    }

    int deleteOf(Handle handle, String owner, String person) {
        return handle.createUpdate("DELETE FROM hearth_tag WHERE owner = :owner OR person = :person")
                .bind("owner", owner)
                .bind("person", person)
                .execute();
    }

    private static UserTag tag(ResultSet row, StatementContext context) throws SQLException {
        return new UserTag(
                row.getString("id"),
                row.getString("owner"),
                row.getString("person"),
                row.getString("tag"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
