package im.hearth.polls;

import im.hearth.polls.stanza.PollXml;
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
 * epoch milliseconds; choices are the numbers of options with commas between them, and so are the votes of others for each;
 * {@code due_at} says when a poll that they changed closes for them, {@code told_id} which stanza told them that it did.
 */
final class AsideStore {
    /** What these polls are to that person alone, by poll; nothing for a poll that is to them what it is to everybody. */
    Map<Long, Aside> find(Handle handle, Collection<Long> polls, String person) {
        Map<Long, Aside> asides = new HashMap<>();
        if (!polls.isEmpty()) {
            handle.createQuery("""
                            SELECT poll_id, person, choices, closed_at, ballot, others FROM hearth_poll_aside
                            WHERE poll_id IN (<polls>) AND person = :person
                            """)
                    .bindList("polls", List.copyOf(polls))
                    .bind("person", person)
                    .map((row, context) -> asides.put(row.getLong("poll_id"), aside(row)))
                    .list();
        }
        return asides;
    }

    /** As {@link #find}, of one poll. */
    Aside find(Handle handle, long poll, String person) {
        return find(handle, List.of(poll), person).getOrDefault(poll, Aside.none(person));
    }

    /** What a poll is to anybody alone. */
    List<Aside> all(Handle handle, long poll) {
        return handle.createQuery("""
                        SELECT person, choices, closed_at, ballot, others FROM hearth_poll_aside
                        WHERE poll_id = :poll ORDER BY person
                        """)
                .bind("poll", poll)
                .map((row, context) -> aside(row))
                .list();
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
                .bind("choices", text(choices))
                .bind("poll", poll)
                .bind("person", person)
                .execute();
    }

    /** Makes a poll ask something else for that person alone, until another time; it is locked, and open to them. */
    void ask(Handle handle, long poll, String person, Ballot ballot) {
        ensure(handle, poll, person);
        handle.createUpdate("""
                        UPDATE hearth_poll_aside SET ballot = :ballot, due_at = :closes
                        WHERE poll_id = :poll AND person = :person
                        """)
                .bind("ballot", PollXml.write(ballot))
                .bind(
                        "closes",
                        ballot.closesAt() == null ? null : ballot.closesAt().toEpochMilli())
                .bind("poll", poll)
                .bind("person", person)
                .execute();
    }

    /** Makes a poll to that person again what it is to everybody, if they had changed what it asks. */
    int settle(Handle handle, long poll, String person) {
        return handle.createUpdate("""
                        UPDATE hearth_poll_aside
                        SET ballot = NULL, due_at = NULL, closed_at = NULL, choices = NULL, others = NULL
                        WHERE poll_id = :poll AND person = :person AND ballot IS NOT NULL
                        """)
                .bind("poll", poll)
                .bind("person", person)
                .execute();
    }

    /** Keeps what is left of an aside, where who voted is forgotten. */
    void keep(Handle handle, long poll, Aside left) {
        handle.createUpdate("""
                        UPDATE hearth_poll_aside SET choices = :choices, others = :others
                        WHERE poll_id = :poll AND person = :person
                        """)
                .bind("choices", left.choices() == null ? null : text(left.choices()))
                .bind("others", left.others() == null ? null : text(left.others()))
                .bind("poll", poll)
                .bind("person", left.person())
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

    /** What anybody voted for themselves alone holds no more: the options are others. */
    int unvote(Handle handle, long poll) {
        return handle.createUpdate("UPDATE hearth_poll_aside SET choices = NULL WHERE poll_id = :poll")
                .bind("poll", poll)
                .execute();
    }

    /**
     * Closes a poll for that person alone; false if they had done so before.
     *
     * @param told the id of the stanza that tells them; null for none
     */
    boolean close(Handle handle, long poll, String person, long now, @Nullable Long told) {
        ensure(handle, poll, person);
        return handle.createUpdate("""
                                UPDATE hearth_poll_aside SET closed_at = :now, due_at = NULL, told_id = :told
                                WHERE poll_id = :poll AND person = :person AND closed_at IS NULL
                                """)
                        .bind("now", now)
                        .bind("told", told)
                        .bind("poll", poll)
                        .bind("person", person)
                        .execute()
                == 1;
    }

    /** A poll whose time has come for that person alone. */
    record Due(long poll, String person) {}

    /** The polls that somebody alone sees closing by now, the longest due first. */
    List<Due> due(Handle handle, long now, int limit) {
        return handle.createQuery("""
                        SELECT poll_id, person FROM hearth_poll_aside WHERE due_at <= :now
                        ORDER BY due_at FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> new Due(row.getLong("poll_id"), row.getString("person")))
                .list();
    }

    /** What told that person alone how these polls closed, which are gone for them, is an echo now. */
    void echo(Handle handle, Collection<Long> polls, String person) {
        handle.createUpdate("""
                        INSERT INTO hearth_poll_echo (poll_id, told_id, talk, author)
                        SELECT a.poll_id, a.told_id, p.talk, a.person
                        FROM hearth_poll_aside a JOIN hearth_poll p ON p.id = a.poll_id
                        WHERE a.poll_id IN (<polls>) AND a.person = :person AND a.told_id IS NOT NULL
                        """)
                .bindList("polls", List.copyOf(polls))
                .bind("person", person)
                .execute();
        handle.createUpdate(
                        "UPDATE hearth_poll_aside SET told_id = NULL WHERE poll_id IN (<polls>) AND person = :person")
                .bindList("polls", List.copyOf(polls))
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

    /** These polls are gone; what told one alone that they closed is an echo now. */
    int delete(Handle handle, Collection<Long> polls) {
        handle.createUpdate("""
                        INSERT INTO hearth_poll_echo (poll_id, told_id, talk, author)
                        SELECT a.poll_id, a.told_id, p.talk, a.person
                        FROM hearth_poll_aside a JOIN hearth_poll p ON p.id = a.poll_id
                        WHERE a.poll_id IN (<polls>) AND a.told_id IS NOT NULL
                        """).bindList("polls", List.copyOf(polls)).execute();
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

    private static Aside aside(ResultSet row) throws SQLException {
        String choices = row.getString("choices");
        String ballot = row.getString("ballot");
        String others = row.getString("others");
        long closedAt = row.getLong("closed_at");
        @Nullable Instant closed = row.wasNull() ? null : Instant.ofEpochMilli(closedAt);
        return new Aside(
                row.getString("person"),
                choices == null ? null : new TreeSet<>(numbers(choices)),
                closed,
                ballot == null ? null : PollXml.read(ballot),
                others == null ? null : numbers(others));
    }

    private static String text(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }
}
