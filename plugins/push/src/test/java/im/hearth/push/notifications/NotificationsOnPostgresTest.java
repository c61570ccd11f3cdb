package im.hearth.push.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Dialect;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NotificationsOnPostgresTest extends NotificationsContract {
    NotificationsOnPostgresTest() {
        super(Dialect.POSTGRESQL);
    }

    @Test
    void what_goes_on_is_written_to_its_row_alone_and_to_no_index() {
        for (String author : new String[] {"bob", "carol", "dave"}) {
            house.sayIn("garden@conference.example.org", author, "Hello from " + author, Set.of("alice", "erin"));
            house.follower.follow();
        }

        String written = database.database().read(handle -> {
            handle.execute("SELECT pg_stat_force_next_flush()");
            return handle.createQuery("""
                            SELECT n_tup_upd || ' changed, ' || n_tup_hot_upd || ' on their page'
                            FROM pg_stat_user_tables WHERE relname = 'hearth_notification'
                            """).mapTo(String.class).one();
        });
        assertThat(written).isEqualTo("4 changed, 4 on their page");
    }
}
