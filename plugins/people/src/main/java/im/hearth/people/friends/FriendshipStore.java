package im.hearth.people.friends;

import im.hearth.people.ListKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_friendship: a row for each person of this server who is in one, from that person's view; and
 * hearth_friend_refusal: whose requests do not come back for now.
 */
public final class FriendshipStore {
    private static final String COLUMNS = "id, owner, peer, status, created_at";

    Optional<Friendship> find(Handle handle, String owner, String peer) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_friendship WHERE owner = :owner AND peer = :peer")
                .bind("owner", owner)
                .bind("peer", peer)
                .map(FriendshipStore::friendship)
                .findOne();
    }

    Optional<Friendship> findById(Handle handle, String owner, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_friendship WHERE owner = :owner AND id = :id")
                .bind("owner", owner)
                .bind("id", id)
                .map(FriendshipStore::friendship)
                .findOne();
    }

    /** Somebody's friendships after a key, the newest first. */
    List<Friendship> list(Handle handle, String owner, @Nullable FriendStatus only, ListKey after, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_friendship
                        WHERE owner = :owner AND (created_at < :at OR (created_at = :at AND id < :id))
                          AND (:any = 1 OR status = :status)
                        ORDER BY created_at DESC, id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("owner", owner)
                .bind("at", after.at())
                .bind("id", after.id())
                .bind("any", only == null ? 1 : 0)
                .bind("status", only == null ? 0 : only.code())
                .bind("limit", limit)
                .map(FriendshipStore::friendship)
                .list();
    }

    /** What all whom somebody has to do with are to them, by bare JID. */
    Map<String, FriendStatus> statuses(Handle handle, String owner) {
        return handle.createQuery("SELECT peer, status FROM hearth_friendship WHERE owner = :owner")
                .bind("owner", owner)
                .map((row, context) -> Map.entry(row.getString("peer"), FriendStatus.of(row.getInt("status"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Those of these bare JIDs who are friends with somebody. */
    List<String> friendsAmong(Handle handle, String owner, Collection<String> peers) {
        return handle.createQuery("""
                        SELECT peer FROM hearth_friendship
                        WHERE owner = :owner AND peer IN (<peers>) AND status = :accepted
                        """)
                .bind("owner", owner)
                .bindList("peers", List.copyOf(peers))
                .bind("accepted", FriendStatus.ACCEPTED.code())
                .mapTo(String.class)
                .list();
    }

    void insert(Handle handle, Friendship friendship) {
        handle.createUpdate("""
                        INSERT INTO hearth_friendship (owner, peer, id, status, created_at)
                        VALUES (:owner, :peer, :id, :status, :created)
                        """)
                .bind("owner", friendship.owner())
                .bind("peer", friendship.peer())
                .bind("id", friendship.id())
                .bind("status", friendship.status().code())
                .bind("created", friendship.createdAt().toEpochMilli())
                .execute();
    }

    void setStatus(Handle handle, Friendship friendship) {
        handle.createUpdate("UPDATE hearth_friendship SET status = :status WHERE owner = :owner AND peer = :peer")
                .bind("owner", friendship.owner())
                .bind("peer", friendship.peer())
                .bind("status", friendship.status().code())
                .execute();
    }

    void delete(Handle handle, Friendship friendship) {
        handle.createUpdate("DELETE FROM hearth_friendship WHERE owner = :owner AND peer = :peer")
                .bind("owner", friendship.owner())
                .bind("peer", friendship.peer())
                .execute();
    }

    /** All views that others have of somebody. */
    List<Friendship> with(Handle handle, String peer) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_friendship WHERE peer = :peer")
                .bind("peer", peer)
                .map(FriendshipStore::friendship)
                .list();
    }

    void deleteOf(Handle handle, String owner) {
        handle.createUpdate("DELETE FROM hearth_friendship WHERE owner = :owner")
                .bind("owner", owner)
                .execute();
    }

    /** Whether somebody's requests are to be kept from a person who has refused one. */
    boolean isRefused(Handle handle, String asked, String asker, Instant now) {
        return handle.createQuery("""
                        SELECT 1 FROM hearth_friend_refusal
                        WHERE asked = :asked AND asker = :asker AND refused_until > :now
                        """)
                .bind("asked", asked)
                .bind("asker", asker)
                .bind("now", now.toEpochMilli())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    void refuse(Handle handle, String asked, String asker, Instant until) {
        forgive(handle, asked, asker);
        handle.createUpdate("""
                        INSERT INTO hearth_friend_refusal (asked, asker, refused_until) VALUES (:asked, :asker, :until)
                        """)
                .bind("asked", asked)
                .bind("asker", asker)
                .bind("until", until.toEpochMilli())
                .execute();
    }

    int forgive(Handle handle, String asked, String asker) {
        return handle.createUpdate("DELETE FROM hearth_friend_refusal WHERE asked = :asked AND asker = :asker")
                .bind("asked", asked)
                .bind("asker", asker)
                .execute();
    }

    int deleteRefusalsBefore(Handle handle, Instant time) {
        return handle.createUpdate("DELETE FROM hearth_friend_refusal WHERE refused_until <= :time")
                .bind("time", time.toEpochMilli())
                .execute();
    }

    void deleteRefusalsOf(Handle handle, String asked, String asker) {
        handle.createUpdate("DELETE FROM hearth_friend_refusal WHERE asked = :asked OR asker = :asker")
                .bind("asked", asked)
                .bind("asker", asker)
                .execute();
    }

    private static Friendship friendship(ResultSet row, StatementContext context) throws SQLException {
        return new Friendship(
                row.getString("id"),
                row.getString("owner"),
                row.getString("peer"),
                FriendStatus.of(row.getInt("status")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
