package im.hearth.polls;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_poll_aside: what somebody did in a poll while the other one blocked them. Persons are bare JIDs, times
 * epoch milliseconds; choices are the numbers of options with commas between them.
 */
final class AsideStore {
    /** What these polls are to that person alone, by poll; nothing for a poll that is to them what it is to everybody. */
    Map<Long, Aside> find(Handle handle, Collection<Long> polls, String person) {
        Map<Long, Aside> asides = new HashMap<>();
        if (!polls.isEmpty()) {
            handle.createQuery("""
                            SELECT poll_id, choices, closed_at FROM hearth_poll_aside
                            WHERE poll_id IN (<polls>) AND person = :person
                            """)
                    .bindList("polls", List.copyOf(polls))
                    .bind("person", person)
                    .map((row, context) -> asides.put(row.getLong("poll_id"), aside(row, person)))
                    .list();
        }
        return asides;
    }

    /** As {@link #find}, of one poll. */
    Aside find(Handle handle, long poll, String person) {
        return find(handle, List.of(poll), person).getOrDefault(poll, Aside.none(person));
    }

    /** Whether the poll is to anybody what it is not to everybody. */
    boolean hasAny(Handle handle, long poll) {
        return handle.createQuery("SELECT 1 FROM hearth_poll_aside WHERE poll_id = :poll FETCH FIRST 1 ROWS ONLY")
                .bind("poll", poll)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /** Puts a vote in the place of what that person voted before, for them alone; the poll is locked. */
    void vote(Handle handle, long poll, String person, Set<Integer> choices) {
        ensure(handle, poll, person);
        handle.createUpdate(
                        "UPDATE hearth_poll_aside SET choices = :choices WHERE poll_id = :poll AND person = :person")
                .bind("choices", choices.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .bind("poll", poll)
                .bind("person", person)
                .execute();
    }

    /** What these people voted for themselves alone holds no more. */
    int unvote(Handle handle, long poll, Collection<String> voters) {
        return handle.createUpdate("""
                        UPDATE hearth_poll_aside SET choices = NULL
                        WHERE poll_id = :poll AND person IN (<voters>) AND choices IS NOT NULL
                        """)
                .bind("poll", poll)
                .bindList("voters", List.copyOf(voters))
                .execute();
    }

    /** What anybody voted for themselves alone is forgotten. */
    int unvote(Handle handle, long poll) {
        return handle.createUpdate("UPDATE hearth_poll_aside SET choices = NULL WHERE poll_id = :poll")
                .bind("poll", poll)
                .execute();
    }

    /** Closes a poll for that person alone. */
    void close(Handle handle, long poll, String person, long now) {
        ensure(handle, poll, person);
        handle.createUpdate("UPDATE hearth_poll_aside SET closed_at = :now WHERE poll_id = :poll AND person = :person")
                .bind("now", now)
                .bind("poll", poll)
                .bind("person", person)
                .execute();
    }

    private static void ensure(Handle handle, long poll, String person) {
        handle.createUpdate("""
                        INSERT INTO hearth_poll_aside (poll_id, person)
                        SELECT p.id, CAST(:person AS VARCHAR(2047)) FROM hearth_poll p
                        WHERE p.id = :poll AND NOT EXISTS (
                          SELECT 1 FROM hearth_poll_aside a WHERE a.poll_id = p.id AND a.person = :person)
                        """).bind("person", person).bind("poll", poll).execute();
    }

    /** These polls are gone. */
    int delete(Handle handle, Collection<Long> polls) {
        return handle.createUpdate("DELETE FROM hearth_poll_aside WHERE poll_id IN (<polls>)")
                .bindList("polls", List.copyOf(polls))
                .execute();
    }

    /** Forgets what that person alone sees. */
    int forget(Handle handle, String person) {
        return handle.createUpdate("DELETE FROM hearth_poll_aside WHERE person = :person")
                .bind("person", person)
                .execute();
    }

    private static Aside aside(ResultSet row, String person) throws SQLException {
        String choices = row.getString("choices");
        long closedAt = row.getLong("closed_at");
        @Nullable Instant closed = row.wasNull() ? null : Instant.ofEpochMilli(closedAt);
        return new Aside(person, choices == null ? null : numbers(choices), closed);
    }

    private static Set<Integer> numbers(String choices) {
        return Arrays.stream(choices.split(",", -1))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
