package im.hearth.phoneauth.users;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table hearth_discovery: how those may be found who changed it. */
public final class DiscoveryStore {
    Optional<Discovery> find(Handle handle, String username) {
        return handle.createQuery("SELECT by_search, by_number FROM hearth_discovery WHERE username = :username")
                .bind("username", username)
                .map((row, context) -> new Discovery(row.getBoolean("by_search"), row.getBoolean("by_number")))
                .findOne();
    }

    /** Those of the usernames who are not to be found by searching. */
    Set<String> hidden(Handle handle, Collection<String> usernames) {
        if (usernames.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(handle.createQuery(
                        "SELECT username FROM hearth_discovery WHERE username IN (<usernames>) AND by_search = FALSE")
                .bindList("usernames", usernames)
                .mapTo(String.class)
                .list());
    }

    int update(Handle handle, String username, Discovery discovery) {
        return handle.createUpdate("""
                        UPDATE hearth_discovery SET by_search = :search, by_number = :number
                        WHERE username = :username
                        """)
                .bind("username", username)
                .bind("search", discovery.bySearch())
                .bind("number", discovery.byNumber())
                .execute();
    }

    int insert(Handle handle, String username, Discovery discovery) {
        return handle.createUpdate(
                        "INSERT INTO hearth_discovery (username, by_search, by_number) VALUES (:username, :search, :number)")
                .bind("username", username)
                .bind("search", discovery.bySearch())
                .bind("number", discovery.byNumber())
                .execute();
    }

    int delete(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_discovery WHERE username = :username")
                .bind("username", username)
                .execute();
    }
}
