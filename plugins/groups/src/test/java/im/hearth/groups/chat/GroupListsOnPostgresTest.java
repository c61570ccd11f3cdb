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
import javax.sql.DataSource;
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
