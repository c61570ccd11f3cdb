package im.hearth.polls;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.testing.SchemaUpgradeContract;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class PollsUpgradeTest extends SchemaUpgradeContract {
    private static final long ID = 1_764_000_000_000_001L;

    PollsUpgradeTest() {
        super("hearth-polls");
    }

    @Override
    protected List<String> rowsOfVersion1(Dialect dialect) {
        return List.of(
                "INSERT INTO hearth_poll (id, talk, place, author, question, multiple, anonymous, hidden, changes)"
                        + " VALUES (" + ID + ", 'message', '" + House.BOB + "', '" + House.ALICE
                        + "', 'Lunch?', 0, 0, 0, 1)",
                "INSERT INTO hearth_poll_option (poll_id, number, emoji, text) VALUES (" + ID + ", 1, 'A', 'Pizza')",
                "INSERT INTO hearth_poll_option (poll_id, number, emoji, text) VALUES (" + ID + ", 2, 'B', 'Sushi')",
                "INSERT INTO hearth_poll_vote (poll_id, voter, slot, choice) VALUES (" + ID + ", '" + House.BOB
                        + "', 0, 2)");
    }

    @Override
    protected void read(Database upgraded) {
        PollStore store = new PollStore();
        assertThat(upgraded.<Optional<Poll>>read(handle -> store.find(handle, ID)))
                .hasValueSatisfying(poll -> {
                    assertThat(poll.ballot().question()).isEqualTo("Lunch?");
                    assertThat(poll.ballot().description()).isNull();
                    assertThat(poll.ballot().choices()).extracting(Choice::text).containsExactly("Pizza", "Sushi");
                });
        assertThat(upgraded.<Set<Integer>>read(handle -> store.votes(handle, ID, House.BOB)))
                .containsExactly(2);
        assertThat(upgraded.<List<PollStore.Echo>>read(handle -> store.echoes(handle, 10)))
                .isEmpty();
    }
}
