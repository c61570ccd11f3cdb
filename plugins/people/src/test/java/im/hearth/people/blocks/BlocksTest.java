package im.hearth.people.blocks;

import static im.hearth.people.House.ALICE;
import static im.hearth.people.House.BOB;
import static im.hearth.people.House.CAROL;
import static im.hearth.people.House.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.Kind;
import im.hearth.core.stanza.Stanzas;
import im.hearth.core.stanza.Withheld;
import im.hearth.people.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

final class BlocksTest {
    private final House house = new House();
    private final Blocks blocks = house.blocks;
    private final BlockStanzas door = new BlockStanzas(blocks, house.lists);
    private final List<Message> carbons = new ArrayList<>();
    private final BlockedMessages filter = new BlockedMessages(blocks, house.persons, carbons::add);

    @AfterEach
    void close() {
        house.close();
    }

    private IQ ask(IQ.Type type, String element, String... jids) {
        IQ request = new IQ(type);
        request.setFrom("alice@example.org/phone");
        Element payload = request.setChildElement(element, "urn:xmpp:blocking");
        for (String jid : jids) {
            payload.addElement("item").addAttribute("jid", jid);
        }
        return door.serve(request);
    }

    private List<String> listed() {
        return blocks.list("alice", null, 50).items().stream()
                .map(Block::blocked)
                .toList();
    }

    private static Message chat(String from, String to) {
        Message message = new Message();
        message.setType(Message.Type.chat);
        message.setFrom(from);
        message.setTo(to);
        return message;
    }

    @Test
    void a_block_is_in_the_list_of_both_doors_until_it_ends() {
        Block block = blocks.block("alice", BOB);

        assertThat(house.lists.of("alice")).containsExactly(BOB);
        assertThat(ask(IQ.Type.get, "blocklist").getChildElement().elements("item"))
                .extracting(item -> item.attributeValue("jid"))
                .containsExactly(BOB);
        assertThat(blocks.hasBlocked("alice", "bob")).isTrue();
        assertThat(blocks.hasBlocked("bob", "alice")).isFalse();
        assertThat(blocks.blockersOf("bob", List.of("alice", "carol"))).containsExactly("alice");

        blocks.unblock("alice", block.id());
        assertThat(blocks.hasBlocked("alice", BOB)).isFalse();
        assertThat(listed()).isEmpty();
        assertThat(house.told).containsExactly("alice block.created", "alice block.deleted");
        assertThat(house.ties).containsExactly(new TiesChanged("alice", "bob"), new TiesChanged("alice", "bob"));
    }

    @Test
    void a_client_blocks_and_unblocks() {
        ask(IQ.Type.set, "block", BOB, "spam.example");
        assertThat(listed()).containsExactlyInAnyOrder(BOB, "spam.example");
        assertThat(blocks.hasBlocked("alice", "eve@spam.example")).isTrue();

        ask(IQ.Type.set, "unblock", BOB);
        assertThat(listed()).containsExactly("spam.example");

        ask(IQ.Type.set, "unblock");
        assertThat(listed()).isEmpty();
    }

    @Test
    void what_a_client_asks_wrongly_is_refused() {
        assertThat(refused(() -> ask(IQ.Type.set, "block")).kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(refused(() -> ask(IQ.Type.set, "block", "a b@@")).kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(refused(() -> ask(IQ.Type.get, "block", BOB)).kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(refused(() -> ask(IQ.Type.set, "block", ALICE)).kind()).isEqualTo(Kind.INVALID);
        IQ other = new IQ(IQ.Type.get);
        other.setFrom("alice@example.org/phone");
        other.setTo(BOB);
        other.setChildElement("blocklist", "urn:xmpp:blocking");
        assertThat(refused(() -> door.serve(other)).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(listed()).isEmpty();
    }

    @Test
    void the_same_block_twice_and_oneself_are_refused() {
        blocks.block("alice", BOB);

        assertThat(refused(() -> blocks.block("alice", BOB)).slug()).isEqualTo("already-blocked");
        assertThat(refused(() -> blocks.block("alice", ALICE)).kind()).isEqualTo(Kind.INVALID);
        assertThat(refused(() -> blocks.unblock("bob", "no-such-id")).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void nobody_blocks_without_end() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= Blocks.MOST; i++) {
            many.add("eve" + i + "@elsewhere.example");
        }

        assertThat(refused(() -> blocks.block("alice", many)).slug()).isEqualTo("too-many-blocks");
        assertThat(listed()).isEmpty();
    }

    @Test
    void a_message_of_who_is_blocked_goes_nowhere_but_to_its_senders_other_clients() {
        blocks.block("alice", BOB);

        assertThat(filter.test(chat("bob@example.org/phone", ALICE))).isFalse();
        assertThat(filter.test(chat("bob@example.org/phone", ALICE + "/phone"))).isFalse();
        assertThat(carbons).hasSize(2);
        assertThat(filter.test(chat("carol@example.org/phone", ALICE))).isTrue();
        assertThat(filter.test(chat("bob@example.org/phone", "garden@conference.example.org")))
                .isTrue();
    }

    @Test
    void a_change_of_the_privacy_list_by_another_hand_is_followed() {
        house.lists.add("alice", Set.of(BOB));
        blocks.follow("alice");
        assertThat(blocks.hasBlocked("alice", BOB)).isTrue();

        house.lists.remove("alice", Set.of(BOB));
        assertThat(listed()).isEmpty();
        assertThat(blocks.hasBlocked("alice", BOB)).isFalse();
    }

    @Test
    void a_change_on_another_node_is_known_after_a_few_seconds() {
        assertThat(blocks.hasBlocked("alice", BOB)).isFalse();
        house.test.database().write(transaction -> {
            new BlockStore().insert(transaction.handle(), new Block("1", "alice", BOB, house.clock.instant()));
            return true;
        });

        house.clock.advance(Duration.ofSeconds(6));

        assertThat(blocks.hasBlocked("alice", BOB)).isTrue();
    }

    @Test
    void requests_between_the_two_are_gone_and_a_friendship_stays() {
        house.friendships.settle("alice", BOB);
        house.rosters.befriend("alice", BOB);
        house.rosters.befriend("bob", ALICE);

        blocks.block("alice", BOB);

        assertThat(house.friendships.areFriends("alice", BOB)).isTrue();
        assertThat(house.friendships.areFriends("bob", ALICE)).isTrue();
    }

    @Test
    void a_request_of_who_is_blocked_is_gone_for_who_blocks_alone() {
        house.rosters.ask("bob", ALICE);
        house.rosters.change(
                "alice", BOB, known -> new Contact(BOB, known.subscription(), false, true, known.groups()));

        blocks.block("alice", BOB);

        assertThat(house.rosters.contact("alice", BOB)).isEmpty();
        assertThat(house.rosters.contact("bob", ALICE)).isPresent();
    }

    @Test
    void with_an_account_go_its_blocks_and_those_of_it() {
        blocks.block("alice", BOB);
        blocks.block("bob", ALICE);

        house.accounts.delete("bob");

        assertThat(listed()).isEmpty();
        assertThat(house.lists.of("alice")).isEmpty();
        assertThat(house.lists.of("bob")).isEmpty();
        int left = house.test.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_block")
                .mapTo(Integer.class)
                .one());
        assertThat(left).isZero();
    }

    @Test
    void resources_that_know_the_list_hear_of_changes_and_blocked_friends_see_nobody_there() {
        house.rosters.befriend("alice", BOB);
        house.sessions.connect("alice", "phone");
        ask(IQ.Type.get, "blocklist");

        ask(IQ.Type.set, "block", BOB);
        assertThat(house.sessions.delivered()).singleElement().satisfies(push -> {
            assertThat(push.getTo().toString()).isEqualTo("alice@example.org/phone");
            assertThat(((IQ) push).getChildElement().getName()).isEqualTo("block");
        });
        assertThat(house.rosters.routed()).containsExactly("unavailable alice@localhost/phone bob@example.org");

        ask(IQ.Type.set, "unblock");
        assertThat(((IQ) house.sessions.delivered().get(1)).getChildElement().elements())
                .isEmpty();
        assertThat(house.rosters.routed())
                .contains("probe bob@example.org alice@example.org", "probe alice@example.org bob@example.org");
    }

    @Test
    void the_list_of_who_has_left_and_they_in_the_lists_of_others_make_no_blocks() {
        house.leave("bob");
        house.lists.add("bob", List.of(ALICE));
        house.lists.add("alice", List.of(BOB, CAROL, "nobody@example.org"));

        blocks.follow("bob");
        blocks.follow("alice");

        assertThat(house.rows("hearth_block", "owner", "bob")).isZero();
        assertThat(house.rows("hearth_block", "blocked", BOB)).isZero();
        assertThat(house.lists.of("alice")).containsExactlyInAnyOrder(CAROL, "nobody@example.org");
        assertThat(house.rows("hearth_block", "owner", "alice")).isEqualTo(2);
    }

    @Test
    void what_goes_to_whom_one_blocks_is_refused_and_the_rest_passes() {
        List<Packet> answers = new ArrayList<>();
        OutboundBlocks outbound = new OutboundBlocks(blocks, (resource, packet) -> answers.add(packet));
        blocks.block("alice", BOB);

        for (String to : List.of(BOB, BOB + "/phone")) {
            Message message = new Message();
            message.setFrom(ALICE + "/phone");
            message.setTo(to);
            assertThat(refused(() -> outbound.admit(message)).slug()).isEqualTo(Stanzas.BLOCKED);
        }
        Message other = new Message();
        other.setFrom(ALICE + "/phone");
        other.setTo(CAROL);
        outbound.admit(other);

        assertThat(outbound.wants(request(BOB + "/phone"))).isTrue();
        assertThat(refused(() -> outbound.serve(request(BOB + "/phone"))).slug())
                .isEqualTo(Stanzas.BLOCKED);
        assertThat(outbound.wants(request(BOB))).isFalse();
        assertThat(outbound.wants(request(CAROL + "/phone"))).isFalse();
        assertThat(outbound.wants(request(null))).isFalse();

        assertThatThrownBy(() -> outbound.admit(presence(null, BOB))).isInstanceOf(Withheld.class);
        assertThatThrownBy(() -> outbound.admit(presence(Presence.Type.subscribe, BOB)))
                .isInstanceOf(Withheld.class);
        outbound.admit(presence(Presence.Type.unsubscribe, BOB));
        outbound.admit(presence(null, CAROL));
        outbound.admit(presence(null, null));
        assertThat(answers).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.getFrom().toString()).isEqualTo(BOB);
            assertThat(answer.getError().getCondition()).isEqualTo(PacketError.Condition.not_acceptable);
            assertThat(answer.getError().getType()).isEqualTo(PacketError.Type.cancel);
            assertThat(answer.getError().getApplicationConditionName()).isEqualTo("blocked");
            assertThat(answer.getError().getApplicationConditionNamespaceURI()).isEqualTo("urn:xmpp:blocking:errors");
        });
    }

    private static IQ request(@Nullable String to) {
        IQ request = new IQ(IQ.Type.get);
        request.setFrom(ALICE + "/phone");
        request.setTo(to);
        return request;
    }

    private static Presence presence(Presence.@Nullable Type type, @Nullable String to) {
        Presence presence = new Presence();
        presence.setType(type);
        presence.setFrom(ALICE + "/phone");
        presence.setTo(to);
        return presence;
    }
}
