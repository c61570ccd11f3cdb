package im.hearth.groups.chat;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.testing.TestDatabase;
import im.hearth.messages.ArchiveStore;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.Draft;
import im.hearth.messages.MessageKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** People and groups have a writer each, on one archive. */
final class TwoWritersTest {
    @Test
    void two_writers_at_once_lose_nothing_and_give_no_id_twice() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(16);
        try (TestDatabase test = TestDatabase.with("hearth-core", "hearth-messages");
                ArchiveWriter one = new ArchiveWriter(test.database(), new ArchiveStore(), Clock.systemUTC());
                ArchiveWriter other = new ArchiveWriter(test.database(), new ArchiveStore(), Clock.systemUTC())) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                ArchiveWriter writer = i % 2 == 0 ? one : other;
                String id = "m" + i;
                work.add(() -> writer.commit(new Draft(
                        MessageKind.MESSAGE, "a@hearth.test", "b@hearth.test", true, id, "<message/>", id, null)));
            }
            Set<Long> ids = new HashSet<>();
            for (Future<Long> done : senders.invokeAll(work)) {
                ids.add(done.get());
            }
            assertThat(ids).hasSize(2_000);
            assertThat(test.database().<Long>read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_message")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(2_000);
        } finally {
            senders.shutdown();
        }
    }
}
