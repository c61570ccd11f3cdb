package im.hearth.messages;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.conversations.Place;
import im.hearth.core.db.Database;
import im.hearth.messages.conversations.ConversationProbe;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class HistoryOnPostgresTest extends HistoryContract {
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

    @Override
    Database database(House opened) {
        return postgres.database();
    }

    @Override
    House open() {
        postgres.clear();
        return new House(postgres.database());
    }

    private List<String> search(String words) {
        return house.inbox.search(new MessageFilter(ALICE, null, false, 0, Long.MAX_VALUE), words, 50).items().stream()
                .map(ChatMessage::body)
                .toList();
    }

    @Test
    void all_words_are_found_in_any_order_and_the_last_one_by_its_beginning() {
        house.messages.send(ALICE, "bob", "Meet me at the old bakery", null);
        for (int i = 0; i < 2; i++) {
            assertThat(search("old meet")).hasSize(1);
            assertThat(search("old bak")).hasSize(1);
            assertThat(search("bakery, old!")).hasSize(1);
            assertThat(search("ol bakery")).isEmpty();
            assertThat(search("akery")).isEmpty();
            house.words.catchUp();
        }
        assertThat(count("hearth_message_words")).isEqualTo(1);
    }

    @Test
    void whose_words_look_like_an_address_in_the_index_is_found_by_its_own_people_only() {
        String forged = "u"
                + postgres.database().<String>read(handle -> handle.createQuery("SELECT md5('" + ALICE + "')")
                        .mapTo(String.class)
                        .one());
        house.messages.send(BOB, "carol", "secret " + forged, null);
        house.words.catchUp();

        assertThat(search("secret")).isEmpty();
    }

    @Test
    void no_word_of_what_was_taken_back_stays_in_the_index() {
        String id =
                MessageId.text(house.messages.send(ALICE, "bob", "secret", null).id());
        house.messages.retract(ALICE, id);
        house.words.catchUp();

        assertThat(postgres.database()
                        .<Long>read(handle -> handle.createQuery("SELECT SUM(length(words)) FROM hearth_message_words")
                                .mapTo(Long.class)
                                .one()))
                .isZero();
    }

    @Test
    void the_list_and_the_search_of_a_busy_house_read_no_more_than_they_need() {
        // 40,000 messages of 200 people; alice has talked with 97 of them, long ago.
        postgres.run("""
                INSERT INTO hearth_message (id, kind, sender, receiver, conversation, stanza, body, unread_by)
                SELECT i, 0, s, r, LEAST(s, r) || ' ' || GREATEST(s, r), '<message/>', 'common word' || i % 50, r
                FROM (SELECT i, CASE WHEN i % 20 = 0 AND i < 20000 THEN 'alice@hearth.test'
                                     ELSE 'p' || i % 97 || '@hearth.test' END AS s,
                             CASE WHEN i % 20 = 0 AND i < 20000 THEN 'p' || i % 97 || '@hearth.test'
                                  ELSE 'q' || i % 89 || '@hearth.test' END AS r
                      FROM generate_series(1, 40000) i) rows
                """);
        postgres.run("""
                INSERT INTO hearth_conversation (owner, peer, conversation)
                SELECT sender, receiver, conversation FROM hearth_message
                UNION SELECT receiver, sender, conversation FROM hearth_message
                """);
        house.words.catchUp();
        for (String table : List.of("hearth_message", "hearth_conversation", "hearth_message_words")) {
            postgres.run("VACUUM ANALYZE " + table);
        }

        assertThat(readBy(() -> ConversationProbe.after(postgres.database(), ALICE, Place.TOP, 50)))
                .isBetween(50L, 400L);
        assertThat(readBy(() -> ConversationProbe.unread(postgres.database(), "p1@hearth.test", List.of(ALICE))))
                .isBetween(1L, 100L);
        assertThat(readBy(() -> search("word20"))).isBetween(50L, 1_000L);
    }

    /** How many rows of the archive something reads, by index or not. */
    private static long readBy(Runnable work) {
        long before = rowsRead();
        work.run();
        return rowsRead() - before;
    }

    private static long rowsRead() {
        return postgres.database().read(handle -> {
            handle.execute("SELECT pg_stat_force_next_flush()");
            return handle.createQuery("""
                            SELECT SUM(COALESCE(seq_tup_read, 0) + COALESCE(idx_tup_fetch, 0))
                            FROM pg_stat_user_tables WHERE relname IN ('hearth_message', 'hearth_message_words')
                            """).mapTo(Long.class).one();
        });
    }
}
