package im.hearth.phoneauth.users;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table hearth_discovery: whether those are found by searching who changed it. */
public final class DiscoveryStore {
    Optional<Boolean> find(Handle handle, String username) {
        return handle.createQuery("SELECT by_search FROM hearth_discovery WHERE username = :username")
                .bind("username", username)
                .mapTo(Boolean.class)
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

    int update(Handle handle, String username, boolean bySearch) {
        return handle.createUpdate("UPDATE hearth_discovery SET by_search = :search WHERE username = :username")
                .bind("username", username)
                .bind("search", bySearch)
                .execute();
    }

    int insert(Handle handle, String username, boolean bySearch) {
        return handle.createUpdate("INSERT INTO hearth_discovery (username, by_search) VALUES (:username, :search)")
                .bind("username", username)
                .bind("search", bySearch)
                .execute();
    }

    int delete(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_discovery WHERE username = :username")
                .bind("username", username)
                .execute();
    }
}
