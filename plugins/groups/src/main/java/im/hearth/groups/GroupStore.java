package im.hearth.groups;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables hearth_group and hearth_group_member. */
public final class GroupStore {
    private static final String GROUP = "g.room, g.name, g.description, g.picture_url, g.created_by, g.created_at";
    private static final String MEMBER = "m.room, m.jid, m.role, m.joined_id, m.read_up_to";

    /**
     * A group of somebody's.
     *
     * @param id when they joined it, as a message id
     */
    record Joined(Group group, long id) {}

    void insert(Handle handle, Group group) {
        handle.createUpdate("""
                        INSERT INTO hearth_group (room, name, description, picture_url, created_by, created_at)
                        VALUES (:room, :name, :description, :picture, :by, :at)
                        """)
                .bind("room", group.room())
                .bind("name", group.name())
                .bind("description", group.description())
                .bind("picture", group.pictureUrl())
                .bind("by", group.createdBy())
                .bind("at", group.createdAt().toEpochMilli())
                .execute();
    }

    int update(Handle handle, Group group) {
        return handle.createUpdate("""
                        UPDATE hearth_group SET name = :name, description = :description, picture_url = :picture
                        WHERE room = :room
                        """)
                .bind("room", group.room())
                .bind("name", group.name())
                .bind("description", group.description())
                .bind("picture", group.pictureUrl())
                .execute();
    }

    /** Keeps others from changing the group until the transaction ends; false if there is none. */
    boolean lock(Handle handle, String room) {
        return handle.createUpdate("UPDATE hearth_group SET created_at = created_at WHERE room = :room")
                        .bind("room", room)
                        .execute()
                == 1;
    }

    int delete(Handle handle, String room) {
        return handle.createUpdate("DELETE FROM hearth_group WHERE room = :room")
                .bind("room", room)
                .execute();
    }

    /** The group of a room. */
    public Optional<Group> find(Handle handle, String room) {
        return handle.createQuery("SELECT " + GROUP + " FROM hearth_group g WHERE g.room = :room")
                .bind("room", room)
                .map(GroupStore::group)
                .findOne();
    }

    /** The groups of these rooms. */
    public List<Group> find(Handle handle, Collection<String> some) {
        return handle.createQuery("SELECT " + GROUP + " FROM hearth_group g WHERE g.room IN (<rooms>)")
                .bindList("rooms", List.copyOf(some))
                .map(GroupStore::group)
                .list();
    }

    /** The groups of somebody, the latest joined first, from after one of them on. */
    List<Joined> of(Handle handle, String jid, long joinedBefore, String roomBefore, int limit) {
        return handle.createQuery("SELECT m.joined_id, " + GROUP + """
                         FROM hearth_group_member m JOIN hearth_group g ON g.room = m.room
                        WHERE m.jid = :jid AND (m.joined_id < :joined OR (m.joined_id = :joined AND m.room < :room))
                        ORDER BY m.joined_id DESC, m.room DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("jid", jid)
                .bind("joined", joinedBefore)
                .bind("room", roomBefore)
                .bind("limit", limit)
                .map((row, context) -> new Joined(group(row, context), row.getLong("joined_id")))
                .list();
    }

    /** The rooms that somebody is in, with when they came in, as a message id. */
    Map<String, Long> joined(Handle handle, String jid) {
        Map<String, Long> joined = new HashMap<>();
        handle.createQuery("SELECT room, joined_id FROM hearth_group_member WHERE jid = :jid")
                .bind("jid", jid)
                .map((row, context) -> Map.entry(row.getString("room"), row.getLong("joined_id")))
                .forEach(entry -> joined.put(entry.getKey(), entry.getValue()));
        return joined;
    }

    /** The members of the groups of these messages who have read up to the first of them in their group, or further. */
    public List<Member> readers(Handle handle, Collection<Long> messages) {
        return messages.isEmpty()
                ? List.of()
                : handle.createQuery("SELECT " + MEMBER + """
                         FROM hearth_group_member m JOIN (
                          SELECT h.conversation AS room, MIN(h.id) AS least FROM hearth_message h
                          WHERE h.id IN (<messages>) GROUP BY h.conversation
                        ) l ON l.room = m.room AND m.read_up_to >= l.least
                        ORDER BY m.joined_id, m.role, m.jid
                        """)
                        .bindList("messages", List.copyOf(messages))
                        .map(GroupStore::member)
                        .list();
    }

    /** The rooms that somebody is in. */
    List<String> rooms(Handle handle, String jid) {
        return handle.createQuery("SELECT room FROM hearth_group_member WHERE jid = :jid")
                .bind("jid", jid)
                .mapTo(String.class)
                .list();
    }

    void insert(Handle handle, Collection<Member> members) {
        if (members.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO hearth_group_member (room, jid, role, joined_id, read_up_to)
                VALUES (:room, :jid, :role, :joined, :read)
                """);
        for (Member member : members) {
            batch.bind("room", member.room())
                    .bind("jid", member.jid())
                    .bind("role", member.role().code())
                    .bind("joined", member.joinedId())
                    .bind("read", member.readUpTo())
                    .add();
        }
        batch.execute();
    }

    int setRole(Handle handle, Member member) {
        return handle.createUpdate("UPDATE hearth_group_member SET role = :role WHERE room = :room AND jid = :jid")
                .bind("room", member.room())
                .bind("jid", member.jid())
                .bind("role", member.role().code())
                .execute();
    }

    int delete(Handle handle, Member member) {
        return handle.createUpdate("DELETE FROM hearth_group_member WHERE room = :room AND jid = :jid")
                .bind("room", member.room())
                .bind("jid", member.jid())
                .execute();
    }

    Optional<Member> member(Handle handle, String room, String jid) {
        return handle.createQuery(
                        "SELECT " + MEMBER + " FROM hearth_group_member m WHERE m.room = :room AND m.jid = :jid")
                .bind("room", room)
                .bind("jid", jid)
                .map(GroupStore::member)
                .findOne();
    }

    /** The members, the oldest first. */
    List<Member> members(Handle handle, String room) {
        return members(handle, List.of(room));
    }

    /** The members of several groups, the oldest first. */
    public List<Member> members(Handle handle, Collection<String> rooms) {
        return handle.createQuery("SELECT " + MEMBER + """
                         FROM hearth_group_member m WHERE m.room IN (<rooms>) ORDER BY m.joined_id, m.role, m.jid
                        """)
                .bindList("rooms", rooms)
                .map(GroupStore::member)
                .list();
    }

    private static Group group(ResultSet row, StatementContext context) throws SQLException {
        return new Group(
                row.getString("room"),
                row.getString("name"),
                row.getString("description"),
                row.getString("picture_url"),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static Member member(ResultSet row, StatementContext context) throws SQLException {
        return new Member(
                row.getString("room"),
                row.getString("jid"),
                Role.of(row.getInt("role")),
                row.getLong("joined_id"),
                row.getLong("read_up_to"));
    }
}
