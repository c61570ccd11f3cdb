package im.hearth.groups;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static im.hearth.groups.House.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.conversations.Look;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.groups.chat.GroupMessageView;
import im.hearth.messages.Addresses;
import im.hearth.messages.conversations.ConversationSettingStore;
import im.hearth.messages.conversations.Conversations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups in the list of conversations. */
final class GroupConversationsTest {
    private final House house = new House();
    private final Addresses addresses = new Addresses(House.DOMAIN, house.users);
    private final Conversations conversations = conversations();

    private Conversations conversations() {
        ConversationKinds kinds = new ConversationKinds();
        kinds.add(new GroupConversations(
                house.database, new GroupConversationStore(), house.groups, house.inbox, house.views));
        return new Conversations(
                house.database, house.accounts, new ConversationSettingStore(), kinds, addresses, house.clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private List<Look> list(String person) {
        return conversations.list(person, null, 50).items().stream()
                .map(Conversations.Listed::look)
                .toList();
    }

    private String say(Group group, String username, String words) {
        house.clock.advance(Duration.ofSeconds(1));
        return ((GroupMessageView) house.messageResource
                        .send(
                                Callers.of(username),
                                new im.hearth.groups.chat.GroupMessageResource.NewGroupMessage(
                                        group.id(), words, null, null, null))
                        .getEntity())
                .id();
    }

    @Test
    void a_group_is_in_the_list_of_its_members_from_the_beginning() {
        Group group = house.group(BOB);

        assertThat(list(BOB)).singleElement().satisfies(look -> {
            assertThat(look.group()).isEqualTo(group.id());
            assertThat(look.name()).isEqualTo("Garden");
            assertThat(look.peer()).isNull();
            assertThat(look.lastMessage()).isNull();
            assertThat(look.unreadCount()).isZero();
        });
        assertThat(list(CAROL)).isEmpty();
    }

    @Test
    void the_group_with_the_latest_message_is_the_first_one() {
        Group quiet = house.group(BOB);
        Group busy = house.group(BOB);
        say(quiet, "alice", "anybody here?");
        say(busy, "alice", "one");
        String id = say(busy, "alice", "two");

        assertThat(list(BOB)).extracting(Look::group).containsExactly(busy.id(), quiet.id());
        assertThat(list(BOB)).extracting(Look::unreadCount).containsExactly(2, 1);
        assertThat(((GroupMessageView) Objects.requireNonNull(list(BOB).get(0).lastMessage())).content())
                .isEqualTo("two");
        assertThat(list(ALICE)).extracting(Look::unreadCount).containsExactly(0, 0);

        house.messageResource.change(
                Callers.of("bob"), id, new im.hearth.groups.chat.GroupMessageResource.GroupMessageChange(null, true));
        assertThat(list(BOB)).extracting(Look::unreadCount).containsExactly(0, 1);
    }

    @Test
    void a_group_is_pinned_and_muted_by_the_jid_of_its_room() {
        Group first = house.group(BOB);
        house.clock.advance(Duration.ofSeconds(1));
        house.group(BOB);
        conversations.change(BOB, first.room(), new Conversations.Change(true, false, null));

        assertThat(list(BOB).get(0).group()).isEqualTo(first.id());
        assertThat(list(ALICE).get(1).group()).isEqualTo(first.id());
    }

    @Test
    void who_leaves_has_the_conversation_no_more() {
        Group group = house.group(BOB);
        say(group, "alice", "hello");
        house.groups.change(ALICE, group.room(), Groups.Change.ofMembers(List.of(), List.of(BOB), java.util.Map.of()));

        assertThat(list(BOB)).isEmpty();
        for (String stranger : List.of(BOB, CAROL)) {
            assertThatThrownBy(() -> conversations.require(stranger, group.room()))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.NOT_FOUND));
        }
    }

    @Test
    void pages_of_groups_that_were_made_in_one_moment_miss_none() {
        for (int i = 0; i < 5; i++) {
            house.group(BOB);
        }
        java.util.Set<String> seen = new java.util.HashSet<>();
        String after = null;
        int pages = 0;
        do {
            var page = conversations.list(BOB, after, 2);
            page.items()
                    .forEach(listed ->
                            seen.add(Objects.requireNonNull(listed.look().group())));
            after = im.hearth.core.rest.Cursor.decode(page.next());
            pages++;
        } while (after != null);

        assertThat(seen).hasSize(5);
        assertThat(pages).isEqualTo(3);
    }
}
