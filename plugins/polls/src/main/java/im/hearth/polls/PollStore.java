package im.hearth.polls;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The tables hearth_poll, hearth_poll_option, hearth_poll_vote and hearth_poll_echo. Persons are bare JIDs, times epoch milliseconds.
 *
 * <p>A vote's slot is 0 in a poll with a single choice, of which therefore nobody can have two, and the option's number in
 * the others. While a poll is open its votes are counted where somebody asks; when it closes, the counts are written to its
 * options. {@code due_at} says when something is to be done: to close it, or, for a closed one, to tell everybody; the
 * stanza that told it is {@code told_id}. An echo is such a stanza whose poll is gone.
 */
public final class PollStore {
    private static final String OF_TWO = "message";

    private static final String OPEN = "closed_at IS NULL AND (closes_at IS NULL OR closes_at > :now)";

    /** To somebody who did what the other one does not see. */
    private static final String OPEN_ASIDE = """
            (""" + OPEN + """
             AND NOT EXISTS (SELECT 1 FROM hearth_poll_aside a WHERE a.poll_id = hearth_poll.id AND a.person = :person
                AND (a.closed_at IS NOT NULL OR a.ballot IS NOT NULL))
             OR EXISTS (SELECT 1 FROM hearth_poll_aside a WHERE a.poll_id = hearth_poll.id AND a.person = :person
                AND a.ballot IS NOT NULL AND a.closed_at IS NULL AND (a.due_at IS NULL OR a.due_at > :now)))
            """;

    private final AsideStore asides = new AsideStore();

    /** What polls are to one of two alone. */
    AsideStore asides() {
        return asides;
    }

    private record Row(
            long id,
            String talk,
            String place,
            @Nullable String author,
            String question,
            @Nullable String description,
            boolean multiple,
            boolean anonymous,
            boolean hidden,
            @Nullable Instant closesAt,
            @Nullable Instant closedAt) {}

    /** Adds a poll under the id of its message. */
    void insert(Handle handle, Poll poll) {
        Ballot ballot = poll.ballot();
        handle.createUpdate("""
                        INSERT INTO hearth_poll
                          (id, talk, place, author, question, description, multiple, anonymous, hidden, closes_at, due_at,
                           changes)
                        VALUES (:id, :talk, :place, :author, :question, :description, :multiple, :anonymous, :hidden, :closes,
                           :closes, 0)
                        """)
                .bind("id", poll.id())
                .bind("talk", poll.talk())
                .bind("place", poll.place())
                .bind("author", poll.author())
                .bind("question", ballot.question())
                .bind("description", ballot.description())
                .bind("multiple", flag(ballot.isMultiple()))
                .bind("anonymous", flag(ballot.isAnonymous()))
                .bind("hidden", flag(ballot.isHidden()))
                .bind("closes", millis(ballot.closesAt()))
                .execute();
        insertChoices(handle, poll.id(), ballot.choices());
    }

    private static void insertChoices(Handle handle, long poll, List<Choice> choices) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO hearth_poll_option (poll_id, number, emoji, text) VALUES (:poll, :number, :emoji, :text)");
        for (int i = 0; i < choices.size(); i++) {
            batch.bind("poll", poll)
                    .bind("number", i + 1)
                    .bind("emoji", choices.get(i).emoji())
                    .bind("text", choices.get(i).text())
                    .add();
        }
        batch.execute();
    }

    /** A poll. */
    Optional<Poll> find(Handle handle, long id) {
        return find(handle, List.of(id)).stream().findFirst();
    }

    /** Those of these that are polls, the latest first. */
    List<Poll> find(Handle handle, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Row> rows = handle.createQuery("""
                        SELECT id, talk, place, author, question, description, multiple, anonymous, hidden, closes_at,
                          closed_at
                        FROM hearth_poll WHERE id IN (<ids>) ORDER BY id DESC
                        """)
                .bindList("ids", List.copyOf(ids))
                .map((row, context) -> row(row))
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Choice>> choices = new HashMap<>();
        handle.createQuery("""
                        SELECT poll_id, emoji, text FROM hearth_poll_option
                        WHERE poll_id IN (<ids>) ORDER BY poll_id, number
                        """)
                .bindList("ids", rows.stream().map(Row::id).toList())
                .map((row, context) ->
                        Map.entry(row.getLong("poll_id"), new Choice(row.getString("emoji"), row.getString("text"))))
                .forEach(entry -> choices.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return rows.stream()
                .map(row -> poll(row, choices.getOrDefault(row.id(), List.of())))
                .toList();
    }

    /** How the options of these polls stand, by poll. */
    Map<Long, List<Count>> counts(Handle handle, Collection<Long> polls) {
        Map<Long, List<Count>> counts = new HashMap<>();
        if (polls.isEmpty()) {
            return counts;
        }
        handle.createQuery("""
                        SELECT o.poll_id, o.number, o.emoji, o.text,
                          CASE WHEN o.votes IS NOT NULL THEN o.votes ELSE
                            (SELECT COUNT(*) FROM hearth_poll_vote v
                             WHERE v.poll_id = o.poll_id AND v.choice = o.number) END AS votes
                        FROM hearth_poll_option o WHERE o.poll_id IN (<ids>) ORDER BY o.poll_id, o.number
                        """)
                .bindList("ids", List.copyOf(polls))
                .map((row, context) -> new Count(
                        row.getLong("poll_id"),
                        row.getInt("number"),
                        new Choice(row.getString("emoji"), row.getString("text")),
                        row.getInt("votes")))
                .forEach(count -> counts.computeIfAbsent(count.poll(), id -> new ArrayList<>())
                        .add(count));
        return counts;
    }

    /** For which options of these polls somebody has voted, by poll. */
    Map<Long, Set<Integer>> votes(Handle handle, Collection<Long> polls, String voter) {
        Map<Long, Set<Integer>> votes = new HashMap<>();
        if (polls.isEmpty()) {
            return votes;
        }
        handle.createQuery("SELECT poll_id, choice FROM hearth_poll_vote WHERE voter = :voter AND poll_id IN (<ids>)")
                .bind("voter", voter)
                .bindList("ids", List.copyOf(polls))
                .map((row, context) -> Map.entry(row.getLong("poll_id"), row.getInt("choice")))
                .forEach(vote -> votes.computeIfAbsent(vote.getKey(), id -> new TreeSet<>())
                        .add(vote.getValue()));
        return votes;
    }

    /** A poll as that person sees it. */
    Poll seenBy(Handle handle, String person, Poll poll) {
        return poll.isOfTwo() ? asides.find(handle, poll.id(), person).poll(poll) : poll;
    }

    /** As {@link #seenBy}; empty if there is none. */
    Optional<Poll> findSeen(Handle handle, long id, String person) {
        return find(handle, id).map(poll -> seenBy(handle, person, poll));
    }

    /** How a poll stands, as that person sees it. */
    List<Count> countsSeen(Handle handle, Poll poll, String person) {
        List<Count> counts = counts(handle, List.of(poll.id())).getOrDefault(poll.id(), List.of());
        return poll.isOfTwo()
                ? asides.find(handle, poll.id(), person).counts(poll, counts, votes(handle, poll.id(), person))
                : counts;
    }

    /** For which options that person has voted, as they see it. */
    Set<Integer> votesSeen(Handle handle, Poll poll, String person) {
        Set<Integer> cast = votes(handle, poll.id(), person);
        return poll.isOfTwo() ? asides.find(handle, poll.id(), person).votes(cast) : cast;
    }

    /** For which options somebody has voted. */
    Set<Integer> votes(Handle handle, long poll, String voter) {
        return votes(handle, List.of(poll), voter).getOrDefault(poll, Set.of());
    }

    /** Who has voted for which option of a poll, by option, in the order of their names. */
    Map<Integer, List<String>> voters(Handle handle, long poll) {
        Map<Integer, List<String>> voters = new HashMap<>();
        handle.createQuery("SELECT voter, choice FROM hearth_poll_vote WHERE poll_id = :poll ORDER BY voter, choice")
                .bind("poll", poll)
                .map((row, context) -> Map.entry(row.getInt("choice"), row.getString("voter")))
                .forEach(vote -> voters.computeIfAbsent(vote.getKey(), choice -> new ArrayList<>())
                        .add(vote.getValue()));
        return voters;
    }

    /** Whether anybody has voted. */
    boolean hasVotes(Handle handle, long poll) {
        return handle.createQuery("SELECT 1 FROM hearth_poll_vote WHERE poll_id = :poll FETCH FIRST 1 ROWS ONLY")
                .bind("poll", poll)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /**
     * Keeps a poll as it is until the transaction ends, on all nodes: whoever votes, closes or changes does this first, and
     * so one after the other.
     *
     * @return whether it is open
     */
    boolean lockOpen(Handle handle, long poll, long now) {
        return handle.createUpdate("UPDATE hearth_poll SET changes = changes + 1 WHERE id = :id AND " + OPEN)
                        .bind("id", poll)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /**
     * As {@link #lockOpen}, of a poll that may be open to that person alone.
     *
     * @return the poll as they see it; empty if there is none
     */
    Optional<Poll> lockSeen(Handle handle, long poll, String person) {
        handle.createUpdate("UPDATE hearth_poll SET changes = changes + 1 WHERE id = :id")
                .bind("id", poll)
                .execute();
        return findSeen(handle, poll, person);
    }

    /** The numbers of the options that there are. */
    Set<Integer> options(Handle handle, long poll) {
        return new TreeSet<>(handle.createQuery("SELECT number FROM hearth_poll_option WHERE poll_id = :poll")
                .bind("poll", poll)
                .mapTo(Integer.class)
                .list());
    }

    /** Puts votes in the place of the voters' former ones; the poll is locked. */
    void vote(Handle handle, Poll poll, Map<String, Set<Integer>> byVoter) {
        handle.createUpdate("DELETE FROM hearth_poll_vote WHERE poll_id = :poll AND voter IN (<voters>)")
                .bind("poll", poll.id())
                .bindList("voters", List.copyOf(byVoter.keySet()))
                .execute();
        if (poll.isOfTwo()) {
            asides.unvote(handle, poll.id(), byVoter.keySet());
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO hearth_poll_vote (poll_id, voter, slot, choice) VALUES (:poll, :voter, :slot, :choice)");
        byVoter.forEach((voter, choices) -> choices.forEach(choice -> batch.bind("poll", poll.id())
                .bind("voter", voter)
                .bind("slot", poll.ballot().isMultiple() ? choice : 0)
                .bind("choice", choice)
                .add()));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** Takes somebody's vote back; the poll is locked. */
    int unvote(Handle handle, long poll, String voter) {
        return handle.createUpdate("DELETE FROM hearth_poll_vote WHERE poll_id = :poll AND voter = :voter")
                .bind("poll", poll)
                .bind("voter", voter)
                .execute();
    }

    /**
     * Closes a poll, if it is open: its counts stay as they are, and who voted in an anonymous one is forgotten. It is due
     * to be told.
     */
    boolean close(Handle handle, Poll poll, long now) {
        int closed =
                handle.createUpdate("""
                        UPDATE hearth_poll SET closed_at = :now, due_at = :now WHERE id = :id AND closed_at IS NULL
                        """).bind("id", poll.id()).bind("now", now).execute();
        if (closed == 0) {
            return false;
        }
        handle.createUpdate("""
                        UPDATE hearth_poll_option SET votes =
                          (SELECT COUNT(*) FROM hearth_poll_vote v
                           WHERE v.poll_id = hearth_poll_option.poll_id AND v.choice = hearth_poll_option.number)
                        WHERE poll_id = :id
                        """).bind("id", poll.id()).execute();
        if (poll.ballot().isAnonymous()) {
            forgetAsides(handle, poll, now);
            handle.createUpdate("DELETE FROM hearth_poll_vote WHERE poll_id = :id")
                    .bind("id", poll.id())
                    .execute();
        }
        return true;
    }

    private void forgetAsides(Handle handle, Poll poll, long now) {
        if (!poll.isOfTwo()) {
            return;
        }
        List<Count> counts = counts(handle, List.of(poll.id())).getOrDefault(poll.id(), List.of());
        for (Aside aside : asides.all(handle, poll.id())) {
            Set<Integer> cast = votes(handle, poll.id(), aside.person());
            asides.keep(handle, poll.id(), aside.forgetting(poll, counts, cast, Instant.ofEpochMilli(now)));
        }
    }

    /**
     * Closes a poll for that person alone; false if they had done so before.
     *
     * @param told the id of the stanza that tells them; null for none
     */
    boolean closeAside(Handle handle, long id, String person, long now, @Nullable Long told) {
        boolean closed = asides.close(handle, id, person, now, told);
        find(handle, id)
                .filter(poll -> poll.closedAt() != null && poll.ballot().isAnonymous())
                .ifPresent(poll -> forgetAsides(handle, poll, now));
        return closed;
    }

    /**
     * Notes that everybody has been told that a poll is closed; false if that was so before.
     *
     * @param by the id of the stanza that told it; null for none
     */
    boolean told(Handle handle, long poll, @Nullable Long by) {
        return handle.createUpdate("""
                                UPDATE hearth_poll SET due_at = NULL, told_id = :by
                                WHERE id = :id AND closed_at IS NOT NULL AND due_at IS NOT NULL
                                """).bind("id", poll).bind("by", by).execute() == 1;
    }

    /** The polls with which something is to be done by now, the longest due first. */
    List<Long> due(Handle handle, long now, int limit) {
        return handle.createQuery(
                        "SELECT id FROM hearth_poll WHERE due_at <= :now ORDER BY due_at FETCH FIRST :limit ROWS ONLY")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    /** Asks something else, until another time; the poll is locked, and open. */
    void amend(Handle handle, long poll, Ballot ballot) {
        handle.createUpdate("""
                        UPDATE hearth_poll
                        SET question = :question, description = :description, closes_at = :closes, due_at = :closes
                        WHERE id = :id
                        """)
                .bind("id", poll)
                .bind("question", ballot.question())
                .bind("description", ballot.description())
                .bind("closes", millis(ballot.closesAt()))
                .execute();
    }

    /** Puts other options in the place of those that nobody has voted for. */
    void replaceChoices(Handle handle, long poll, List<Choice> choices) {
        asides.unvote(handle, poll);
        handle.createUpdate("DELETE FROM hearth_poll_option WHERE poll_id = :id")
                .bind("id", poll)
                .execute();
        insertChoices(handle, poll, choices);
    }

    /**
     * Where a person's polls are looked for.
     *
     * @param person bare JID; whose polls in chats of two these are
     * @param with the bare JID of the other one of the chat; null for all chats
     * @param inChats whether to look there
     * @param rooms the bare JIDs of rooms to look in
     * @param openAt only those that are open then; null for all
     */
    record Search(
            String person,
            @Nullable String with,
            boolean inChats,
            Collection<String> rooms,
            @Nullable Long openAt) {
        Search {
            rooms = List.copyOf(rooms);
        }
    }

    /** What a page of a list starts from. */
    record Found(long id, String place) {}

    /** The latest polls before an id. */
    List<Found> list(Handle handle, Search search, long before, int limit) {
        List<String> walks = new ArrayList<>();
        String open = search.openAt() == null ? "" : " AND " + OPEN;
        String rest = " AND id < :before ORDER BY id DESC FETCH FIRST :limit ROWS ONLY)";
        if (search.inChats()) {
            String openToMe = open.isEmpty() ? "" : " AND " + OPEN_ASIDE;
            String mine = "(SELECT id, place FROM hearth_poll WHERE talk = '" + OF_TWO + "' AND author = :person";
            String theirs = "(SELECT id, place FROM hearth_poll WHERE talk = '" + OF_TWO + "' AND place = :person";
            walks.add(mine + (search.with() == null ? "" : " AND place = :with") + openToMe + rest);
            walks.add(theirs + (search.with() == null ? "" : " AND author = :with") + openToMe + rest);
        }
        if (!search.rooms().isEmpty()) {
            walks.add("(SELECT id, place FROM hearth_poll WHERE talk <> '" + OF_TWO + "' AND place IN (<rooms>)" + open
                    + rest);
        }
        if (walks.isEmpty()) {
            return List.of();
        }
        Query query = handle.createQuery("SELECT id, place FROM (" + String.join(" UNION ", walks)
                        + ") found ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
                .bind("before", before)
                .bind("limit", limit);
        if (search.inChats()) {
            query.bind("person", search.person());
            if (search.with() != null) {
                query.bind("with", search.with());
            }
        }
        if (!search.rooms().isEmpty()) {
            query.bindList("rooms", search.rooms());
        }
        if (search.openAt() != null) {
            query.bind("now", search.openAt());
        }
        return query.map((row, context) -> new Found(row.getLong("id"), row.getString("place")))
                .list();
    }

    /** Deletes those of these that are polls, with all that belongs to them; what told that they closed is an echo now. */
    int delete(Handle handle, Collection<Long> ids) {
        List<Long> gone = List.copyOf(ids);
        handle.createUpdate("""
                        INSERT INTO hearth_poll_echo (poll_id, told_id, talk, author)
                        SELECT id, told_id, talk, COALESCE(author, '') FROM hearth_poll
                        WHERE id IN (<ids>) AND told_id IS NOT NULL
                        """).bindList("ids", gone).execute();
        asides.delete(handle, gone);
        for (String table : List.of("hearth_poll_vote", "hearth_poll_option")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE poll_id IN (<ids>)")
                    .bindList("ids", gone)
                    .execute();
        }
        return handle.createUpdate("DELETE FROM hearth_poll WHERE id IN (<ids>)")
                .bindList("ids", gone)
                .execute();
    }

    /**
     * What still tells how a poll closed that is gone.
     *
     * @param stanza the id of the stanza that tells it
     * @param author the bare JID of who asked; empty for a deleted account
     */
    record Echo(long poll, long stanza, String talk, String author) {}

    /** Echoes, the oldest poll first. */
    List<Echo> echoes(Handle handle, int limit) {
        return handle.createQuery("""
                        SELECT poll_id, told_id, talk, author FROM hearth_poll_echo
                        ORDER BY poll_id FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("limit", limit)
                .map((row, context) -> new Echo(
                        row.getLong("poll_id"), row.getLong("told_id"), row.getString("talk"), row.getString("author")))
                .list();
    }

    int deleteEcho(Handle handle, long stanza) {
        return handle.createUpdate("DELETE FROM hearth_poll_echo WHERE told_id = :stanza")
                .bind("stanza", stanza)
                .execute();
    }

    /** The open polls in which somebody has voted. */
    List<Long> openVotedBy(Handle handle, String voter) {
        return handle.createQuery("""
                        SELECT DISTINCT p.id FROM hearth_poll_vote v JOIN hearth_poll p ON p.id = v.poll_id
                        WHERE v.voter = :voter AND p.closed_at IS NULL
                        """).bind("voter", voter).mapTo(Long.class).list();
    }

    /** Forgets somebody, whose votes in closed polls stay counted. */
    int forget(Handle handle, String person) {
        asides.forget(handle, person);
        handle.createUpdate("DELETE FROM hearth_poll_vote WHERE voter = :person")
                .bind("person", person)
                .execute();
        handle.createUpdate("UPDATE hearth_poll SET place = '' WHERE place = :person")
                .bind("person", person)
                .execute();
        return handle.createUpdate("UPDATE hearth_poll SET author = NULL WHERE author = :person")
                .bind("person", person)
                .execute();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("talk"),
                row.getString("place"),
                row.getString("author"),
                row.getString("question"),
                row.getString("description"),
                row.getInt("multiple") != 0,
                row.getInt("anonymous") != 0,
                row.getInt("hidden") != 0,
                time(row, "closes_at"),
                time(row, "closed_at"));
    }

    private static Poll poll(Row row, List<Choice> choices) {
        Ballot ballot = new Ballot(
                row.question(),
                row.description(),
                choices,
                row.multiple(),
                row.anonymous(),
                row.hidden(),
                row.closesAt());
        return new Poll(row.id(), row.talk(), row.place(), row.author(), ballot, row.closedAt());
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : Long.valueOf(time.toEpochMilli());
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }
}
