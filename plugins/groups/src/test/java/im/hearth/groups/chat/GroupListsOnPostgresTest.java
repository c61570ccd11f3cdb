package im.hearth.groups.chat;

import static im.hearth.groups.House.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.WordIndex;
import im.hearth.messages.WordStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class GroupListsOnPostgresTest extends GroupListsContract {
    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres server;

    @SuppressWarnings("NullAway.Init")
    private static Database database;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
        DataSource source = server.getPostgresDatabase();
        database = new Database(source::getConnection, Dialect.POSTGRESQL, new Events());
        run("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
        for (String plugin : List.of("core", "messages", "groups")) {
            Path schema = Path.of("..", plugin, "src/main/plugin/database", "hearth-" + plugin + "_postgresql.sql");
            for (String statement : Files.readString(schema).split(";", -1)) {
                if (!statement.isBlank()) {
                    run(statement);
                }
            }
        }
    }

    private static void run(String sql) {
        database.write(transaction -> transaction.handle().execute(sql));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    Database database() {
        return database;
    }

    @Test
    void the_lists_of_somebody_in_a_busy_house_walk_along_an_index() {
        run("""
                INSERT INTO hearth_message (id, kind, sender, receiver, conversation, stanza)
                SELECT 1000000 + i, 0, 'busy@conference.hearth.test/bob@hearth.test', 'busy@conference.hearth.test',
                       'busy@conference.hearth.test', '<message/>' FROM generate_series(1, 30000) i
                """);
        run("ANALYZE hearth_message");
        run("ANALYZE hearth_group_member");
        GroupMessageStore store = new GroupMessageStore(Dialect.POSTGRESQL);
        long before = rowsRead();
        database.read(handle -> {
            store.list(handle, ALICE, null, false, 0, Long.MAX_VALUE, 50);
            store.unread(handle, ALICE, List.of("one@conference.hearth.test"));
            return handle.execute("SELECT pg_stat_force_next_flush()");
        });
        assertThat(rowsRead() - before).isBetween(1L, 200L);
    }

    /**
     * Somebody in a room of 200,000 messages and in 50 others: each query is to walk down the index of conversations in each
     * room, whatever the planner believes of the rooms.
     */
    @Test
    void every_list_is_served_by_the_index_of_conversations() {
        run("""
                INSERT INTO hearth_message (id, kind, sender, receiver, conversation, origin_id, stanza)
                SELECT 2000000 + i, 0, r || '/bob@hearth.test', r, r, 'o' || md5(CAST(i AS TEXT)), '<message/>'
                FROM (SELECT i, CASE WHEN i % 4 > 0 THEN 'large@conference.hearth.test'
                                     ELSE 'room' || i / 4 % 50 || '@conference.hearth.test' END AS r
                      FROM generate_series(1, 266666) i) said
                """);
        run("""
                INSERT INTO hearth_group_member (room, jid, role, joined_id, read_up_to)
                SELECT 'room' || g || '@conference.hearth.test', 'dora@hearth.test', 2, 0, 0
                FROM generate_series(0, 49) g
                UNION ALL SELECT 'large@conference.hearth.test', 'dora@hearth.test', 2, 0, 2250000
                """);
        run("ANALYZE hearth_message");
        run("ANALYZE hearth_group_member");
        String dora = "dora@hearth.test";
        List<String> rooms = List.of("large@conference.hearth.test", "room7@conference.hearth.test");
        GroupMessageStore store = new GroupMessageStore(Dialect.POSTGRESQL);

        walks(51 * 60, handle -> store.list(handle, dora, null, false, 0, Long.MAX_VALUE, 50));
        walks(51 * 60, handle -> store.list(handle, dora, null, false, 0, 2_100_000, 50));
        walks(51 * 60, handle -> store.list(handle, dora, null, true, 0, Long.MAX_VALUE, 50));
        walks(110, handle -> store.list(handle, dora, rooms.get(0), false, 0, 2_100_000, 50));
        walks(10, handle -> store.last(handle, dora, rooms));
        walks(2_100, handle -> store.unread(handle, dora, rooms));
        walks(51 * 30, handle -> store.tail(handle, dora, 2_100_000, Long.MAX_VALUE, 25));
    }

    /** Somebody in ten quiet groups of a house whose other people write all the time: what those wrote is not looked at. */
    @Test
    void what_is_unread_in_quiet_groups_is_counted_along_them() {
        run("""
                INSERT INTO hearth_message (id, kind, sender, receiver, conversation, origin_id, stanza)
                SELECT 2000000 + i, 0, s, r, r, 'o' || md5(CAST(i AS TEXT)), '<message>' || repeat('-', 600)
                FROM (SELECT i, CASE WHEN i % 160 > 0 THEN 'person' || i % 200 || '@hearth.test'
                                     ELSE 'quiet' || i / 160 % 10 || '@conference.hearth.test/bob@hearth.test' END AS s,
                             CASE WHEN i % 160 > 0 THEN 'person' || i % 199 || '@hearth.test'
                                  ELSE 'quiet' || i / 160 % 10 || '@conference.hearth.test' END AS r
                      FROM generate_series(1, 32000) i) said
                """);
        run("""
                INSERT INTO hearth_group_member (room, jid, role, joined_id, read_up_to)
                SELECT 'quiet' || g || '@conference.hearth.test', 'person' || p || '@hearth.test', 2, 2000000, 0
                FROM generate_series(0, 9) g CROSS JOIN generate_series(0, 99) p
                """);
        run("ANALYZE hearth_message");
        run("ANALYZE hearth_group_member");
        String person = "person7@hearth.test";
        GroupMessageStore store = new GroupMessageStore(Dialect.POSTGRESQL);

        walks(300, handle -> {
            assertThat(store.unread(handle, person)).isEqualTo(200);
            return true;
        });
        walks(60, handle -> store.unread(handle, person, List.of("quiet1@conference.hearth.test")));
        walks(300, handle -> store.list(handle, person, null, true, 0, Long.MAX_VALUE, 50));
    }

    /** Runs the query: it reads that many rows of the archive at most, all by the indexes that are meant for it. */
    private static void walks(long most, Function<Handle, Object> query) {
        // What a transaction itself has read so far: whatever else the server does is not in it.
        Map<String, Long> read = database.write(transaction -> {
            assertThat(query.apply(transaction.handle())).isNotNull();
            return transaction
                    .handle()
                    .createQuery("""
                            SELECT indexrelname AS name, pg_stat_get_xact_tuples_returned(indexrelid) AS n
                            FROM pg_stat_user_indexes WHERE relname = 'hearth_message'
                            UNION ALL
                            SELECT 'scans', pg_stat_get_xact_numscans(CAST('hearth_message' AS REGCLASS))
                            """)
                    .map((row, context) -> Map.entry(row.getString("name"), row.getLong("n")))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        });
        assertThat(read)
                .containsEntry("scans", 0L)
                .containsEntry("hearth_message_origin", 0L)
                .containsEntry("hearth_message_sender", 0L)
                .containsEntry("hearth_message_receiver", 0L);
        assertThat(read.get("hearth_message_pk")).isLessThanOrEqualTo(150);
        assertThat(read.get("hearth_message_conversation")).isBetween(1L, most);
    }

    @Test
    void words_are_found_in_ones_own_groups_whether_indexed_yet_or_not() {
        run("DELETE FROM hearth_message_words");
        run("UPDATE hearth_message_words_mark SET last_id = 0");
        run("""
                UPDATE hearth_message SET body = CASE WHEN conversation LIKE 'one%' THEN 'Garden path'
                 WHEN conversation LIKE 'two%' THEN 'Garden gate' ELSE 'Garden secret' END
                """);
        WordIndex index = new WordIndex(database, new WordStore(Dialect.POSTGRESQL));
        for (int i = 0; i < 2; i++) {
            assertThat(search("garden", null, false)).hasSize(8);
            assertThat(search("garden", "two@conference.hearth.test", false)).hasSize(4);
            assertThat(search("gate gard", null, false)).hasSize(4);
            assertThat(search("secret", null, false)).isEmpty();
            assertThat(search("secret", "other@conference.hearth.test", false)).isEmpty();
            assertThat(search("path", "one@conference.hearth.test", true)).hasSize(2);
            index.catchUp();
        }
    }

    private static List<ChatMessage> search(String words, @Nullable String room, boolean unread) {
        String query = new WordIndex(database, new WordStore(Dialect.POSTGRESQL))
                .query(words)
                .orElseThrow();
        return database.read(handle -> new GroupMessageStore(Dialect.POSTGRESQL)
                .search(handle, ALICE, room, unread, query, 0, Long.MAX_VALUE, 50));
    }

    /** Rows of the archive that were read so far, by index or not. */
    private static long rowsRead() {
        return database.read(handle -> handle.createQuery("""
                        SELECT COALESCE(seq_tup_read, 0) + COALESCE(idx_tup_fetch, 0)
                        FROM pg_stat_user_tables WHERE relname = 'hearth_message'
                        """).mapTo(Long.class).one());
    }
}
