package im.hearth.messages.mam;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.messages.ArchiveStore;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.Conversation;
import im.hearth.messages.Draft;
import im.hearth.messages.Inbox;
import im.hearth.messages.MessageFilter;
import im.hearth.messages.MessageKind;
import im.hearth.messages.MessageStore;
import im.hearth.messages.Postgres;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What PostgreSQL does otherwise than HSQLDB: locks, batches, plans. */
final class OnPostgresTest {
    private static final int LONG_ARCHIVE = 30_000;

    @SuppressWarnings("NullAway.Init")
    private static Postgres postgres;

    @BeforeAll
    static void start() {
        postgres = new Postgres();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void clear() {
        postgres.clear();
    }

    @Nested
    final class Paging extends MamPagingContract {
        @Override
        Database database() {
            return postgres.database();
        }
    }

    @Test
    void two_nodes_commit_ids_in_their_order() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(16);
        try (ArchiveWriter one = new ArchiveWriter(postgres.database(), new ArchiveStore(), Clock.systemUTC());
                ArchiveWriter other = new ArchiveWriter(postgres.database(), new ArchiveStore(), Clock.systemUTC())) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                ArchiveWriter node = i % 2 == 0 ? one : other;
                work.add(() -> {
                    long id = node.commit(draft(ALICE, BOB));
                    long seen = count("id <= " + id);
                    // Nothing comes in before what was seen: whoever synchronised up to here misses nothing.
                    return seen == count("id <= " + id) && seen > 0;
                });
            }
            for (Future<Boolean> done : senders.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            senders.shutdownNow();
        }
        assertThat(count("1 = 1")).isEqualTo(400);
    }

    @Test
    void no_query_of_a_long_archive_reads_more_than_about_a_page() {
        // A fifth of it is alice's, who has been silent for long; half of hers is with bob.
        postgres.run("""
                INSERT INTO hearth_message
                    (id, kind, sender, receiver, conversation, origin_id, stanza, body, unread_by)
                SELECT i, 0, s, r, LEAST(s, r) || ' ' || GREATEST(s, r), 'o' || i, '<message/>', 'words', r
                FROM (SELECT i,
                             CASE WHEN i %% 4 = 0 AND i < 12000 THEN 'alice@hearth.test' ELSE 'p' || i %% 97 || '@hearth.test' END AS s,
                             CASE WHEN i %% 4 = 1 AND i < 12000 THEN 'alice@hearth.test'
                                  WHEN i %% 8 = 0 THEN 'bob@hearth.test'
                                  ELSE 'q' || i %% 89 || '@hearth.test' END AS r
                      FROM generate_series(1, %d) i) rows
                """.formatted(LONG_ARCHIVE));
        postgres.run("ANALYZE hearth_message");
        MamStore mam = new MamStore(Dialect.POSTGRESQL);
        MessageStore messages = new MessageStore(Dialect.POSTGRESQL);
        MamRange all = new MamRange(ALICE, null, null, 0, Long.MAX_VALUE);
        MamRange bobs = new MamRange(ALICE, Conversation.of(ALICE, BOB), null, 0, Long.MAX_VALUE);
        Inbox inbox = new Inbox(postgres.database(), messages);
        int middle = 6_000;

        readsAtMost(400, handle -> mam.last(handle, all, 50));
        readsAtMost(400, handle -> mam.first(handle, all, 50));
        readsAtMost(400, handle -> mam.first(handle, all.after(middle), 50));
        readsAtMost(400, handle -> mam.last(handle, all.before(middle), 50));
        readsAtMost(200, handle -> mam.last(handle, bobs, 50));
        readsAtMost(200, handle -> mam.first(handle, bobs.after(middle), 50));
        readsAtMost(10, handle -> mam.filed(handle, ALICE, middle));
        readsAtMost(200, handle -> mam.stanzas(handle, List.of(4L, 8L, 12L)));
        readsAtMost(400, handle -> inbox.list(new MessageFilter(ALICE, null, false, 0, Long.MAX_VALUE), 50));
        readsAtMost(200, handle -> inbox.list(new MessageFilter(ALICE, BOB, false, 0, middle), 50));
        readsAtMost(200, handle -> inbox.list(new MessageFilter(BOB, ALICE, true, 0, Long.MAX_VALUE), 50));
    }

    private interface Read {
        Object from(org.jdbi.v3.core.Handle handle);
    }

    /** Runs the query and asks the server how many rows it read for that: by an index, and none by a scan. */
    private void readsAtMost(long rows, Read read) {
        long scansBefore = statistic("SELECT SUM(seq_scan) FROM pg_stat_user_tables WHERE relname = 'hearth_message'");
        long readBefore = indexReads();
        Object found = postgres.database().read(handle -> {
            Object result = read.from(handle);
            handle.execute("SELECT pg_stat_force_next_flush()");
            return result;
        });
        assertThat(found).isNotNull();
        assertThat(statistic("SELECT SUM(seq_scan) FROM pg_stat_user_tables WHERE relname = 'hearth_message'"))
                .isEqualTo(scansBefore);
        assertThat(indexReads() - readBefore).isLessThanOrEqualTo(rows);
    }

    private long indexReads() {
        return statistic("SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'hearth_message'");
    }

    private long statistic(String sql) {
        return postgres.database().read(handle -> {
            handle.execute("SELECT pg_stat_force_next_flush()");
            return handle.createQuery(sql).mapTo(Long.class).one();
        });
    }

    private long count(String where) {
        return statistic("SELECT COUNT(*) FROM hearth_message WHERE " + where);
    }

    private static Draft draft(String sender, String receiver) {
        return new Draft(MessageKind.MESSAGE, sender, receiver, true, "o", "<message/>", "hello", null);
    }
}
