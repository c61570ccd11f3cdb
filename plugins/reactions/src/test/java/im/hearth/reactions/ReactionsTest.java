package im.hearth.reactions;

import static im.hearth.reactions.FakeChat.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import im.hearth.core.db.CommitClock;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.Ties;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Withheld;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Part;
import im.hearth.core.talk.Said;
import im.hearth.reactions.emoticons.Samples;
import im.hearth.reactions.stanza.ReactionSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Message;

final class ReactionsTest {
    private static final long FIRST = Long.MAX_VALUE;

    private final House house = new House();
    private final Said hello = house.chat.say("hello");

    @AfterEach
    void close() {
        house.close();
    }

    private void client(String username, Message stanza) {
        house.chat.commit(
                house.part.admit(house.chat.incoming(username, stanza)).orElseThrow());
    }

    private Problem refused(String username, Message stanza) {
        return catchThrowableOfType(Problem.class, () -> house.part.admit(house.chat.incoming(username, stanza)));
    }

    private Map<String, List<String>> shown(@Nullable String viewer) {
        return house.talks
                .show(List.of(hello.id()), viewer)
                .getOrDefault(hello.id(), Extras.NONE)
                .reactions();
    }

    private List<String> lastSent() {
        Message last = house.chat.sent.get(house.chat.sent.size() - 1);
        ReactionSet set = ReactionSet.of(last).orElseThrow();
        assertThat(set.reference()).isEqualTo(hello.reference());
        return set.emojis();
    }

    /** What is there once it is added by REST. */
    private Reaction added(String username, String emoji) {
        return Objects.requireNonNull(
                house.reactions.add(username, hello.text(), emoji).reaction());
    }

    // The XMPP door.

    @Test
    void a_clients_set_takes_the_place_of_its_former_one() {
        client("bob", set(hello, "👍", "🎉"));
        client("alice", set(hello, "👍"));

        client("bob", set(hello, "👍", "❤️"));

        assertThat(shown("alice")).isEqualTo(Map.of("👍", List.of("bob", "alice"), "❤️", List.of("bob")));
    }

    @Test
    void an_empty_set_takes_all_away() {
        client("bob", set(hello, "👍", "🎉"));

        client("bob", set(hello));

        assertThat(shown("alice")).isEmpty();
    }

    @Test
    void a_reaction_that_stays_keeps_its_id() {
        client("bob", set(hello, "👍"));
        long id = house.reactions.by("bob", FIRST, 10).items().get(0).id();

        client("bob", set(hello, "🎉", "👍"));

        assertThat(house.reactions.require("bob", id).emoji()).isEqualTo("👍");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "👍🏽",
                "❤",
                "❤️",
                "1️⃣",
                "#️⃣",
                "🇩🇪",
                "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
                "👨‍👩‍👧‍👦",
                "👩🏽‍❤️‍💋‍👨🏿",
                "🏳️‍🌈",
                "©️",
                "🫠"
            })
    void any_emoji_of_unicode_is_one_reaction(String emoji) {
        client("bob", set(hello, emoji));

        assertThat(shown("alice")).containsOnlyKeys(emoji);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1",
                "#",
                "👍👍",
                "👍 ",
                "👍a",
                ":)",
                ":nobody_has_this:",
                "\u200D",
                "\uFE0F",
                "é",
                "<b>",
                "\u2605"
            })
    void what_is_not_one_emoji_is_refused_at_both_doors(String text) {
        assertThat(catchThrowableOfType(Problem.class, () -> house.reactions.add("bob", hello.text(), text))
                        .errors())
                .extracting(error -> error.field())
                .containsExactly("emoji");
        if (text.equals(text.strip())) {
            assertThat(refused("bob", set(hello, text)).kind()).isEqualTo(Kind.NOT_ACCEPTABLE);
        }
    }

    @Test
    void a_set_without_the_id_of_a_message_is_a_bad_request() {
        Message stanza = new Message();
        stanza.getElement().addElement("reactions", ReactionSet.NAMESPACE);

        assertThat(refused("bob", stanza).kind()).isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void one_reaction_twice_and_two_sets_are_not_acceptable() {
        Message two = set(hello, "👍");
        new ReactionSet(hello.reference(), List.of("🎉")).addTo(two);

        assertThat(refused("bob", set(hello, "👍", "👍")).kind()).isEqualTo(Kind.NOT_ACCEPTABLE);
        assertThat(refused("bob", two).kind()).isEqualTo(Kind.NOT_ACCEPTABLE);
    }

    @Test
    void more_than_the_setting_allows_is_refused_at_both_doors() {
        house.properties.set("hearth.reactions.most", "2", false);
        client("bob", set(hello, "👍", "🎉"));

        assertThat(refused("bob", set(hello, "👍", "🎉", "❤️")).kind()).isEqualTo(Kind.NOT_ACCEPTABLE);
        assertThatThrownBy(() -> house.reactions.add("bob", hello.text(), "❤️"))
                .hasMessageContaining("at most 2 emoji");
        assertThat(house.reactions.add("bob", hello.text(), "👍").created()).isFalse();
    }

    @Test
    void what_is_about_no_message_that_we_know_is_let_pass() {
        Message stanza = new Message();
        new ReactionSet("unknown", List.of("👍")).addTo(stanza);

        assertThat(house.part.admit(house.chat.incoming("bob", stanza))).isEmpty();
    }

    @Test
    void what_was_taken_back_has_no_reactions_any_more_and_gets_none() {
        client("bob", set(hello, "👍"));

        house.chat.retract(hello, house.part);

        assertThat(shown("alice")).isEmpty();
        assertThat(refused("bob", set(hello, "👍")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThatThrownBy(() -> house.reactions.add("bob", hello.text(), "👍")).hasMessageContaining("taken back");
    }

    @Test
    void a_reaction_that_comes_right_after_the_retraction_goes_too() {
        Effect late =
                house.part.admit(house.chat.incoming("bob", set(hello, "👍"))).orElseThrow();
        house.chat.meanwhile = () -> house.chat.retract(hello, house.part);

        assertThatThrownBy(() -> house.reactions.add("alice", hello.text(), "🎉"))
                .hasMessageContaining("taken back");
        house.chat.commit(late);

        assertThat(shown("alice")).isEmpty();
    }

    // Polls.

    private static final String ONE = "1\uFE0F\u20E3";

    @Test
    void what_is_no_vote_is_a_reaction_to_a_poll_at_both_doors() {
        house.talks.addReferee(new SecretPoll());

        client("bob", set(hello, "👍"));
        assertThat(added("bob", "🎉").emoji()).isEqualTo("🎉");

        assertThat(shown("alice")).containsOnlyKeys("👍", "🎉");
        assertThat(lastSent()).containsExactly("👍", "🎉");
    }

    @Test
    void a_secret_vote_by_rest_goes_to_the_referee_and_nowhere_else() {
        SecretPoll poll = new SecretPoll();
        house.talks.addReferee(poll);
        client("bob", set(hello, "👍"));

        Reactions.Added added = house.reactions.add("bob", hello.text(), ONE);

        assertThat(added.reaction()).isNull();
        assertThat(poll.votes).containsExactly(ONE);
        assertThat(house.chat.sent).isEmpty();
        assertThat(shown("alice")).containsOnlyKeys("👍");
    }

    @Test
    void a_secret_vote_stays_when_rest_adds_and_takes_away_other_reactions() {
        SecretPoll poll = new SecretPoll();
        house.talks.addReferee(poll);
        house.reactions.add("bob", hello.text(), ONE);

        Reaction other = added("bob", "👍");
        assertThat(lastSent()).containsExactly("👍");
        house.reactions.remove("bob", other.id());

        assertThat(lastSent()).isEmpty();
        assertThat(poll.votes).containsExactly(ONE);
    }

    @Test
    void a_reaction_that_becomes_a_secret_vote_is_gone() {
        SecretPoll poll = new SecretPoll();
        house.talks.addReferee(poll);
        Reaction thumb = added("bob", "👍");

        assertThat(house.reactions.change("bob", thumb.id(), ONE)).isEmpty();

        assertThat(poll.votes).containsExactly(ONE);
        assertThat(lastSent()).isEmpty();
        assertThat(shown("alice")).isEmpty();
    }

    @Test
    void a_symbol_that_is_an_option_is_a_reaction_there() {
        house.talks.addReferee(new SecretPoll());

        client("bob", set(hello, "①"));
        assertThat(added("alice", "①").emoji()).isEqualTo("①");

        assertThat(shown("alice")).isEqualTo(Map.of("①", List.of("bob", "alice")));
        assertThat(refused("bob", set(hello, "②")).kind()).isEqualTo(Kind.NOT_ACCEPTABLE);
    }

    @Test
    void what_a_referee_refuses_is_refused_by_rest_too() {
        SecretPoll poll = new SecretPoll();
        poll.isClosed = true;
        house.talks.addReferee(poll);

        assertThatThrownBy(() -> house.reactions.add("bob", hello.text(), ONE)).hasMessage("This poll is closed.");
        assertThat(house.reactions.add("bob", hello.text(), "👍").created()).isTrue();
    }

    // The REST door.

    @Test
    void what_is_added_is_sent_with_what_was_there() {
        client("bob", set(hello, "👍"));

        Reactions.Added added = house.reactions.add("bob", hello.text(), "🎉");

        assertThat(added.created()).isTrue();
        assertThat(Objects.requireNonNull(added.reaction()).username()).isEqualTo("bob");
        assertThat(lastSent()).containsExactly("👍", "🎉");
        assertThat(shown("alice")).containsOnlyKeys("👍", "🎉");
    }

    @Test
    void the_same_again_is_the_one_that_is_there_and_nothing_is_sent() {
        Reaction first = added("bob", "🎉");

        Reactions.Added again = house.reactions.add("bob", hello.text(), "🎉");

        assertThat(again).isEqualTo(new Reactions.Added(first, false));
        assertThat(house.chat.sent).hasSize(1);
    }

    @Test
    void another_emoji_takes_the_place_of_one_and_has_its_id() {
        house.reactions.add("bob", hello.text(), "👍");
        long id = added("bob", "🎉").id();
        house.reactions.add("bob", hello.text(), "❤️");

        Reaction changed = house.reactions.change("bob", id, "🫠").orElseThrow();

        assertThat(changed.id()).isEqualTo(id);
        assertThat(changed.emoji()).isEqualTo("🫠");
        assertThat(lastSent()).containsExactly("👍", "🫠", "❤️");
        assertThat(shown("alice")).containsOnlyKeys("👍", "🫠", "❤️");
        assertThatThrownBy(() -> house.reactions.change("bob", id, "👍")).hasMessageContaining("already");
    }

    @Test
    void what_is_taken_back_is_missing_in_the_set_that_is_sent() {
        long id = added("bob", "👍").id();
        house.reactions.add("bob", hello.text(), "🎉");

        house.reactions.remove("bob", id);

        assertThat(lastSent()).containsExactly("🎉");
        assertThat(shown("alice")).containsOnlyKeys("🎉");
        assertThatThrownBy(() -> house.reactions.remove("bob", id)).hasMessage("There is no such reaction.");
    }

    @Test
    void a_strangers_reaction_is_nobodys_to_change_and_a_strangers_message_nobodys_to_react_to() {
        long id = added("bob", "👍").id();

        assertThat(catchThrowableOfType(Problem.class, () -> house.reactions.remove("alice", id))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(catchThrowableOfType(Problem.class, () -> house.reactions.change("alice", id, "🎉"))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(catchThrowableOfType(Problem.class, () -> house.reactions.require("carol", id))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(catchThrowableOfType(Problem.class, () -> house.reactions.add("carol", hello.text(), "👍"))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(catchThrowableOfType(Problem.class, () -> house.reactions.to("carol", hello.text(), FIRST, 10))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void what_another_device_did_in_between_is_kept() {
        house.reactions.add("bob", hello.text(), "👍");
        house.chat.meanwhile = () -> client("bob", set(hello, "👍", "🎉"));

        house.reactions.add("bob", hello.text(), "❤️");

        assertThat(shown("alice")).containsOnlyKeys("👍", "🎉", "❤️");
        assertThat(lastSent()).containsExactly("👍", "🎉", "❤️");
    }

    @Test
    void all_that_many_devices_add_at_once_is_there_once() {
        List<String> emojis = List.of("👍", "🎉", "❤️", "👍", "🎉", "❤️", "🫠", "🫠");
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Reactions.Added>> devices = new ArrayList<>();
        for (String emoji : emojis) {
            devices.add(CompletableFuture.supplyAsync(
                    () -> {
                        awaitQuietly(start);
                        return house.reactions.add("bob", hello.text(), emoji);
                    },
                    task -> new Thread(task).start()));
        }

        start.countDown();

        assertThat(devices.stream().filter(device -> device.join().created()).count())
                .isGreaterThanOrEqualTo(4);
        assertThat(shown("alice").keySet()).isEqualTo(Set.copyOf(emojis));
        assertThat(Set.copyOf(lastSent())).isEqualTo(Set.copyOf(emojis));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_list_tells_who_reacted_the_latest_first_and_how_many() {
        client("bob", set(hello, "👍"));
        client("alice", set(hello, "👍", "🎉"));

        Reactions.ToMessage first = house.reactions.to("alice", hello.text(), FIRST, 2);

        assertThat(first.counts()).containsExactly(Map.entry("👍", 2), Map.entry("🎉", 1));
        assertThat(first.page().items())
                .extracting(reaction -> reaction.username() + reaction.emoji())
                .containsExactly("alice🎉", "alice👍");
        assertThat(first.page().next()).isNotNull();
        long before = first.page().items().get(1).id();
        assertThat(house.reactions.to("alice", hello.text(), before, 2).page().items())
                .extracting(Reaction::username)
                .containsExactly("bob");
    }

    @Test
    void who_leaves_takes_their_reactions_along() {
        client("bob", set(hello, "👍"));
        client("alice", set(hello, "👍"));

        house.delete("bob");

        assertThat(shown("alice")).isEqualTo(Map.of("👍", List.of("alice")));
    }

    @Test
    void a_reaction_that_was_on_its_way_does_not_stay_of_who_has_left() {
        Effect onItsWay =
                house.part.admit(house.chat.incoming("bob", set(hello, "👍"))).orElseThrow();
        client("alice", set(hello, "🎉"));
        house.delete("bob");

        house.chat.commit(onItsWay);

        assertThat(shown("alice")).isEqualTo(Map.of("🎉", List.of("alice")));
    }

    @Test
    void a_reaction_that_is_just_being_written_goes_with_who_leaves() throws Exception {
        List<CompletableFuture<Void>> leaving = new ArrayList<>();
        Effect effect =
                house.part.admit(house.chat.incoming("bob", set(hello, "👍"))).orElseThrow();
        house.database.database().write(transaction -> {
            // As the archive does: its clock first, then what the stanza does.
            long id = new CommitClock().allot(transaction.handle(), 1, 1);
            effect.apply(transaction, id);
            CompletableFuture<Void> deletion = CompletableFuture.runAsync(() -> house.delete("bob"));
            leaving.add(deletion);
            await().until(() -> house.accounts.isGone("bob"));
            return true;
        });

        leaving.get(0).get(20, TimeUnit.SECONDS);
        assertThat(shown("alice")).isEmpty();
    }

    @Test
    void who_blocked_somebody_does_not_see_what_they_react_with() {
        client("bob", set(hello, "👍"));
        client("alice", set(hello, "🎉"));
        long id = house.reactions.by("bob", FIRST, 1).items().get(0).id();

        house.people.knownBy(new AliceBlocksBob());

        assertThat(shown("alice")).containsOnlyKeys("🎉");
        assertThat(shown("bob")).containsOnlyKeys("👍", "🎉");
        assertThat(house.reactions.to("alice", hello.text(), FIRST, 10).counts())
                .containsOnlyKeys("🎉");
        assertThatThrownBy(() -> house.reactions.require("alice", id)).hasMessage("There is no such reaction.");
    }

    @Test
    void an_emoticon_of_ones_own_is_a_reaction_and_somebody_elses_is_none() {
        Samples.add(house, "bob", ":party:");

        client("bob", set(hello, ":party:"));

        assertThat(shown("alice")).isEqualTo(Map.of(":party:", List.of("bob")));
        assertThatThrownBy(() -> house.reactions.add("alice", hello.text(), ":party:"))
                .hasMessageContaining("emoji");
    }

    @Test
    void streams_hear_that_a_message_was_reacted_to() {
        assertThat(house.part.change(set(hello, "👍"))).contains(new Part.Change("reacted", hello.reference()));
        assertThat(house.part.change(new Message())).isEmpty();
    }

    /** Every message asks a poll with one option, of which nobody sees who takes it. */
    private final class SecretPoll implements Part {
        List<String> votes = List.of();
        boolean isClosed;

        @Override
        public Optional<Effect> admit(Incoming incoming) {
            Element reactions = incoming.stanza().getElement().element("reactions");
            List<Element> voting = reactions.elements("reaction").stream()
                    .filter(reaction -> reaction.getText().equals(ONE))
                    .toList();
            if (!voting.isEmpty() && isClosed) {
                throw Problem.of(Kind.NOT_ALLOWED, "This poll is closed.");
            }
            votes = voting.isEmpty() ? votes : List.of(ONE);
            voting.forEach(Element::detach);
            List<String> others = reactions.elements("reaction").stream()
                    .map(Element::getText)
                    .toList();
            if (!voting.isEmpty() && others.equals(house.reactions.of(hello.id(), incoming.sender()))) {
                throw new Withheld();
            }
            return Optional.empty();
        }

        @Override
        public List<String> reactions(long message, String person) {
            return votes;
        }

        @Override
        public boolean takes(long message, String reaction) {
            return reaction.equals("①");
        }

        @Override
        public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
            return Map.of();
        }

        @Override
        public void erase(Handle handle, Collection<Long> messages) {}
    }

    private static final class AliceBlocksBob implements Ties {
        @Override
        public boolean areFriends(String one, String other) {
            return false;
        }

        @Override
        public boolean hasBlocked(String person, String other) {
            return person.equals("alice") && other.equals("bob");
        }

        @Override
        public Set<String> blockersOf(String other, Collection<String> people) {
            return Set.of();
        }

        @Override
        public boolean shows(String person, Aspect aspect, String viewer) {
            return true;
        }

        @Override
        public Set<String> showing(Collection<String> people, Aspect aspect, String viewer) {
            return Set.copyOf(people);
        }

        @Override
        public Set<String> hiding(Collection<String> people, Aspect aspect) {
            return Set.of();
        }
    }
}
