package im.hearth.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * One person's archive of so many messages, written straight into the tables of the plugin: with 200 people, some of whom
 * have much more to say than others, over the two years up to now, with every message indexed for the search. PostgreSQL.
 */
final class ArchiveFill {
    static final int PEERS = 200;

    private static final Duration SPAN = Duration.ofDays(730);
    private static final int AT_ONCE = 50_000;

    private static final String MESSAGES = """
            INSERT INTO hearth_message (id, kind, sender, receiver, conversation, origin_id, stanza, body, read_at)
            SELECT id, 0, sender, receiver, LEAST(owner, peer) || ' ' || GREATEST(owner, peer), 'o' || id,
                   '<message xmlns="jabber:client" type="chat" id="o' || id || '" from="' || sender || '/phone" to="' || receiver
                   || '"><body>' || words || '</body><origin-id xmlns="urn:xmpp:sid:0" id="o' || id
                   || '"/><markable xmlns="urn:xmpp:chat-markers:0"/><request xmlns="urn:xmpp:receipts"/></message>',
                   words, id / 1000
            FROM (SELECT id, owner, peer, words,
                         CASE WHEN sent THEN owner ELSE peer END AS sender,
                         CASE WHEN sent THEN peer ELSE owner END AS receiver
                  FROM (SELECT ? + n * CAST(? AS BIGINT) AS id, CAST(? AS TEXT) AS owner,
                               'peer' || floor(? * power(random(), 2)) || '@localhost' AS peer, random() < 0.5 AS sent,
                               (SELECT string_agg('word' || floor(5000 * power(random(), 3)), ' ')
                                FROM generate_series(0, n % 17)) AS words
                        FROM generate_series(CAST(? AS BIGINT), CAST(? AS BIGINT)) n) drawn) placed
            """;

    private static final String WORDS = """
            INSERT INTO hearth_message_words (message_id, words)
            SELECT m.id, to_tsvector('simple', m.body)
                         || array_to_tsvector(ARRAY['u' || md5(m.sender), 'u' || md5(m.receiver)])
            FROM hearth_message m
            """;

    private final String owner;
    private final int count;
    private final long first;
    private final long step;

    /**
     * What is to be written.
     *
     * @param owner a bare JID
     */
    ArchiveFill(String owner, int count) {
        this.owner = owner;
        this.count = count;
        this.first = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().minus(SPAN));
        this.step = SPAN.toNanos() / 1_000 / count;
    }

    /** Writes it, and leaves the tables as the database's own housekeeping would. */
    void write(Connection connection) throws SQLException {
        try (PreparedStatement messages = connection.prepareStatement(MESSAGES);
                Statement statement = connection.createStatement()) {
            for (int from = 0; from < count; from += AT_ONCE) {
                messages.setLong(1, first);
                messages.setLong(2, step);
                messages.setString(3, owner);
                messages.setInt(4, PEERS);
                messages.setLong(5, from);
                messages.setLong(6, Math.min(count, from + AT_ONCE) - 1);
                messages.executeUpdate();
            }
            statement.execute(WORDS);
            statement.execute("UPDATE hearth_message_words_mark SET last_id = (SELECT MAX(id) FROM hearth_message)");
            statement.execute("UPDATE hearth_clock SET last_id = (SELECT MAX(id) FROM hearth_message)");
            statement.execute("""
                    INSERT INTO hearth_conversation (owner, peer, conversation)
                    SELECT DISTINCT sender, receiver, conversation FROM hearth_message
                    UNION SELECT DISTINCT receiver, sender, conversation FROM hearth_message
                    """);
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    /** The id of any of the messages. */
    long anyId(RandomGenerator random) {
        return first + random.nextInt(count) * step;
    }

    /** A peer, of whom there are more messages than of most. */
    static String anyPeer(RandomGenerator random) {
        return "peer" + (int) (PEERS * Math.pow(random.nextDouble(), 2));
    }

    /** A word that is in some messages: the higher its number, the fewer. */
    static String anyWord(RandomGenerator random) {
        return "word" + random.nextInt(5_000);
    }
}
