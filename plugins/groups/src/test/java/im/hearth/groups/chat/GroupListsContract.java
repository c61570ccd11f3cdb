package im.hearth.groups.chat;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.conversations.Place;
import im.hearth.core.db.Database;
import im.hearth.groups.GroupPlaces;
import im.hearth.messages.ArchiveStore;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.Draft;
import im.hearth.messages.MessageKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members see of an archive with three rooms, of which alice is in two; the same on both databases. */
abstract class GroupListsContract {
    private static final String ONE = "one@conference.hearth.test";
    private static final String TWO = "two@conference.hearth.test";
    private static final String OTHER = "other@conference.hearth.test";

    private final List<Long> ids = new ArrayList<>();

    abstract Database database();

    @BeforeEach
    void fill() {
        database().write(transaction -> {
            transaction.handle().execute("DELETE FROM hearth_group_member");
            transaction.handle().execute("DELETE FROM hearth_message");
            transaction.handle().execute("DELETE FROM hearth_group");
            for (String room : List.of(ONE, TWO, OTHER)) {
                transaction
                        .handle()
                        .execute(
                                "INSERT INTO hearth_group (room, name, created_by, created_at) VALUES (?, ?, ?, 0)",
                                room,
                                room,
                                BOB);
            }
            for (String[] member : new String[][] {{ONE, ALICE}, {TWO, ALICE}, {ONE, BOB}, {OTHER, BOB}}) {
                transaction
                        .handle()
                        .execute(
                                "INSERT INTO hearth_group_member (room, jid, role, joined_id, read_up_to)"
                                        + " VALUES (?, ?, 2, 0, 0)",
                                member[0],
                                member[1]);
            }
            return true;
        });
        try (ArchiveWriter writer = new ArchiveWriter(database(), new ArchiveStore(), Clock.systemUTC())) {
            for (int i = 0; i < 4; i++) {
                for (String room : List.of(ONE, TWO, OTHER)) {
                    ids.add(writer.commit(new Draft(
                            MessageKind.MESSAGE,
                            Author.of(room, i % 2 == 0 ? ALICE : BOB),
                            room,
                            false,
                            "o" + i,
                            "<message/>",
                            room + i,
                            null)));
                }
            }
        }
    }

    private GroupMessageStore store() {
        return new GroupMessageStore(database().dialect());
    }

    private List<String> bodies(@Nullable String room, boolean unread, long before, int limit) {
        return database().read(handle -> store().list(handle, ALICE, room, unread, 0, before, limit)).stream()
                .map(ChatMessage::body)
                .toList();
    }

    @Test
    void what_one_said_in_a_group_that_one_is_not_in_any_more_is_found() {
        Optional<String> left = database().read(handle -> store().nextLeft(handle, ALICE, ""));
        assertThat(left).contains(OTHER);
        Optional<String> more = database().read(handle -> store().nextLeft(handle, ALICE, OTHER));
        assertThat(more).isEmpty();
        Optional<String> ofBob = database().read(handle -> store().nextLeft(handle, BOB, ""));
        assertThat(ofBob).contains(TWO);

        List<ChatMessage> first = database().read(handle -> store().said(handle, OTHER, ALICE, 0, 1));
        List<ChatMessage> rest = database()
                .read(handle -> store().said(handle, OTHER, ALICE, first.get(0).id(), 9));
        assertThat(first).extracting(ChatMessage::body).containsExactly(OTHER + 0);
        assertThat(rest).extracting(ChatMessage::body).containsExactly(OTHER + 2);
    }

    @Test
    void a_list_has_what_was_said_in_ones_own_groups_the_latest_first() {
        assertThat(bodies(null, false, Long.MAX_VALUE, 3)).containsExactly(TWO + 3, ONE + 3, TWO + 2);
        assertThat(bodies(ONE, false, Long.MAX_VALUE, 9)).containsExactly(ONE + 3, ONE + 2, ONE + 1, ONE + 0);
        assertThat(bodies(null, false, ids.get(3), 9)).containsExactly(TWO + 0, ONE + 0);
        assertThat(bodies(OTHER, false, Long.MAX_VALUE, 9)).isEmpty();
    }

    @Test
    void unread_is_what_others_said_since() {
        assertThat(bodies(null, true, Long.MAX_VALUE, 9)).containsExactly(TWO + 3, ONE + 3, TWO + 1, ONE + 1);
        database().write(transaction -> store().markRead(transaction.handle(), ONE, ALICE, ids.get(6)));
        assertThat(bodies(null, true, Long.MAX_VALUE, 9)).containsExactly(TWO + 3, ONE + 3, TWO + 1);
        assertThat(database()
                        .<Map<String, Integer>>read(handle -> store().unread(handle, ALICE, List.of(ONE, TWO, OTHER))))
                .isEqualTo(Map.of(ONE, 1, TWO, 2));
    }

    @Test
    void the_last_message_of_each_group_is_known_at_once() {
        Map<String, ChatMessage> last =
                database().read(handle -> store().last(handle, ALICE, List.of(ONE, TWO, OTHER)));
        assertThat(last).hasSize(2);
        assertThat(last.get(ONE)).extracting(ChatMessage::body).isEqualTo(ONE + 3);
    }

    @Test
    void what_was_read_stays_read() {
        database().write(transaction -> store().markRead(transaction.handle(), ONE, ALICE, ids.get(9)));
        assertThat(database()
                        .<Integer>write(transaction -> store().markRead(transaction.handle(), ONE, ALICE, ids.get(0))))
                .isZero();
    }

    @Test
    void ones_groups_stand_in_the_list_of_conversations_by_their_last_message() {
        List<Place> places = GroupPlaces.after(database(), ALICE, Place.TOP, 9);
        assertThat(places).extracting(Place::with).containsExactly(TWO, ONE);
        assertThat(places).extracting(Place::latest).containsExactly(ids.get(10), ids.get(9));
        assertThat(GroupPlaces.after(database(), ALICE, places.get(0), 9))
                .extracting(Place::with)
                .containsExactly(ONE);
    }
}
