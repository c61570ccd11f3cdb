package im.hearth.groups;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.export.Copy;
import im.hearth.core.rest.Cursor;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.Page;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.groups.chat.GroupMessageData;
import im.hearth.messages.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The copy of what somebody has said in groups that they have left. */
final class LeftGroupsTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private void say(String person, Group group, String words) {
        house.talk.say(person, group.id(), new Parcel(words, stanza -> {}, Effect.NONE));
    }

    /** Each list as JSON, all its pages one after the other. */
    private Map<String, String> copyOfBob() throws IOException {
        Map<String, String> lists = new HashMap<>();
        Copy copy = new Copy() {
            @Override
            public void json(String name, Object value) {
                throw new AssertionError(name);
            }

            @Override
            public <T> void list(String name, Function<@Nullable String, Page<T>> pages) throws IOException {
                StringBuilder all = new StringBuilder();
                String next = null;
                do {
                    Page<T> page = pages.apply(next);
                    assertThat(page.items()).hasSizeLessThanOrEqualTo(Copy.PAGE);
                    all.append(Json.mapper().writeValueAsString(page.items()));
                    next = Cursor.decode(page.next());
                } while (next != null);
                lists.put(name, all.toString());
            }

            @Override
            public void file(String name, InputStream content) {
                throw new AssertionError(name);
            }
        };
        new GroupMessageData(house.inbox, house.views, new Addresses(House.DOMAIN, house.users)).write("bob", copy);
        return lists;
    }

    @Test
    void ones_own_words_of_left_groups_are_in_it_and_those_of_others_are_not() throws IOException {
        Group left = house.group(BOB);
        Group other = house.group(BOB);
        Group stays = house.group(BOB);
        IntStream.range(0, Copy.PAGE + 1).forEach(i -> say(BOB, left, "left" + i + "!"));
        say(BOB, other, "the other one");
        say(BOB, stays, "still here");
        say(ALICE, left, "words of alice");
        for (Group group : List.of(left, other)) {
            house.groups.change(BOB, group.room(), Groups.Change.ofMembers(List.of(), List.of(BOB), Map.of()));
        }
        say(ALICE, other, "behind his back");

        Map<String, String> lists = copyOfBob();

        String mine = String.valueOf(lists.get("left-group-messages.json"));
        IntStream.range(0, Copy.PAGE + 1).forEach(i -> assertThat(mine).containsOnlyOnce("left" + i + "!"));
        assertThat(mine)
                .containsOnlyOnce("the other one")
                .contains(left.id(), other.id())
                .doesNotContain("still here", "alice", "behind his back");
        assertThat(lists.get("group-messages.json")).contains("still here").doesNotContain("left0!", "the other one");
    }
}
