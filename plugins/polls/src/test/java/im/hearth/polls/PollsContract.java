package im.hearth.polls;

import static im.hearth.polls.House.ALICE;
import static im.hearth.polls.House.BOB;
import static im.hearth.polls.House.plain;
import static im.hearth.polls.House.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.stanza.Withheld;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Said;
import im.hearth.polls.stanza.PollXml;
import im.hearth.polls.stanza.ReactionSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The rules of polls, on each database. */
abstract class PollsContract {
    private static final String ONE = "1\uFE0F\u20E3";
    private static final String TWO = "2\uFE0F\u20E3";
    private static final String THREE = "3\uFE0F\u20E3";
    private static final Ballot SECRET = new Ballot("Who leads?", null, List.of(), false, true, false, null);
    private static final Ballot HIDDEN = new Ballot("Who wins?", null, List.of(), false, false, true, null);
    private static final Ballot MULTIPLE = new Ballot("When?", null, List.of(), true, false, false, null);

    private House house;

    abstract House house();

    abstract void closeDatabase();

    @BeforeEach
    void open() {
        house = house();
    }

    @AfterEach
    void close() {
        house.close();
        closeDatabase();
    }

    private Ballot until(Duration time) {
        return new Ballot(
                "Quick?",
                null,
                List.of(),
                false,
                false,
                false,
                house.clock.instant().plus(time));
    }

    private static Message poll(String question, String... options) {
        Message stanza = House.chat(ALICE, BOB);
        PollXml.addPoll(stanza, new Ballot(question, null, Emojis.number(List.of(options)), false, false, false, null));
        return stanza;
    }

    private PollView only() {
        return house.polls
                .list("bob", new Polls.Filter(null, null, false), Long.MAX_VALUE, 10)
                .items()
                .get(0);
    }

    // Asking

    @Test
    void a_poll_by_rest_is_a_message_that_any_client_understands() {
        PollView poll = house.ask(plain("  Lunch?\n"), "Pizza", "Sushi");

        assertThat(house.last().getBody()).isEqualTo("📊 Poll: Lunch?\n1️⃣ Pizza\n2️⃣ Sushi");
        Element element = house.last().getElement().element("poll");
        assertThat(element.getNamespaceURI()).isEqualTo("urn:fluux:poll:0");
        assertThat(element.elementText("title")).isEqualTo("Lunch?");
        assertThat(element.attributeValue("allow-multiple")).isEqualTo("false");
        assertThat(element.elements("option"))
                .extracting(option -> option.attributeValue("emoji") + option.getText())
                .containsExactly(ONE + "Pizza", TWO + "Sushi");
        assertThat(poll.receiver()).isEqualTo("bob");
        assertThat(poll.creator()).isEqualTo("alice");
        assertThat(poll.myVotes()).isEmpty();
        assertThat(house.votes("bob", poll)).containsExactly(0, 0);
    }

    @Test
    void what_there_is_to_know_about_it_stands_in_the_poll_and_in_its_words() {
        Ballot ballot =
                new Ballot("Lunch?", " At the  corner. \r\n\r\nNo onions. ", List.of(), false, false, false, null);
        PollView poll = house.ask(ballot, "Pizza", "Sushi");

        assertThat(poll.description()).isEqualTo("At the corner.\n\nNo onions.");
        assertThat(house.last().getBody())
                .isEqualTo("📊 Poll: Lunch?\nAt the corner.\n\nNo onions.\n1️⃣ Pizza\n2️⃣ Sushi");
        assertThat(house.last().getElement().element("poll").elementText("description"))
                .isEqualTo("At the corner.\n\nNo onions.");

        house.polls.close("alice", poll.id());
        assertThat(closings().get(0).getElement().element("poll-closed").elementText("description"))
                .isEqualTo("At the corner.\n\nNo onions.");
        assertThat(fields(new Ballot("Long?", "x".repeat(1001), List.of(), false, false, false, null), "a", "b"))
                .containsExactly("description");
        assertThat(fields(new Ballot("Odd?", "\u0007", List.of(), false, false, false, null), "a", "b"))
                .containsExactly("description");
    }

    @Test
    void what_a_client_says_about_its_poll_is_kept_until_it_says_something_else() {
        Message asked = poll("Lunch?", "Pizza", "Sushi");
        asked.getElement().element("poll").addElement("description").setText("At the corner.");
        house.gate.admit(asked);
        assertThat(only().description()).isEqualTo("At the corner.");

        house.polls.change("alice", only().id(), new Polls.Change(null, true, "At noon.", null, false, null));
        assertThat(only().description()).isEqualTo("At noon.");
        house.polls.change("alice", only().id(), new Polls.Change("Dinner?", false, null, null, false, null));
        assertThat(only().description()).isEqualTo("At noon.");
        house.polls.change("alice", only().id(), new Polls.Change(null, true, null, null, false, null));
        assertThat(only().description()).isNull();
    }

    // Asking how it stands

    private Element results(String from, @Nullable String to, @Nullable String room, String reference) {
        IQ request = new IQ(IQ.Type.get);
        request.setFrom(new JID(from + "/phone"));
        request.setTo(to);
        Element asked = request.setChildElement("poll-results", "urn:fluux:poll:0");
        asked.addAttribute("message-id", reference).addAttribute("room", room);
        PollResultStanzas door = new PollResultStanzas(house.polls, House.DOMAIN, "conference." + House.DOMAIN);
        assertThat(door.wants(request)).isTrue();
        return door.serve(request).orElseThrow().getChildElement();
    }

    private static List<String> tallies(Element results) {
        return results.elements("tally").stream()
                .map(tally ->
                        tally.attributeValue("emoji") + tally.attributeValue("label") + tally.attributeValue("count"))
                .toList();
    }

    @Test
    void who_asks_the_creators_client_how_it_stands_is_told_by_the_server() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), TWO);

        Element open = results(BOB, ALICE + "/gone", null, house.reference(poll));
        assertThat(open.attributeValue("message-id")).isEqualTo(house.reference(poll));
        assertThat(open.attributeValue("closed")).isEqualTo("false");
        assertThat(tallies(open)).containsExactly(ONE + "Pizza0", TWO + "Sushi1");

        house.polls.close("alice", poll.id());
        assertThat(results(ALICE, null, null, poll.id()).attributeValue("closed"))
                .isEqualTo("true");
        assertThat(tallies(results(ALICE, BOB, null, house.reference(poll)))).hasSize(2);
    }

    @Test
    void in_a_room_members_are_told_how_it_stands() {
        PollView poll = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("All of you?"));

        assertThat(tallies(results(BOB, ALICE + "/phone", Crowd.ROOM, poll.id())))
                .containsExactly(ONE + "a0", TWO + "b0");
        assertThat(tallies(results(BOB, Crowd.ROOM + "/alice", null, poll.id())))
                .hasSize(2);
        house.crowd.left.add(BOB);
        assertThat(problem(() -> results(BOB, ALICE, Crowd.ROOM, poll.id())).kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void who_asks_learns_no_hidden_count_and_nothing_of_what_they_do_not_see() {
        PollView hidden = house.ask(HIDDEN, "Red", "Blue");
        assertThat(tallies(results(BOB, ALICE, null, house.reference(hidden)))).isEmpty();
        PollView secret = house.ask(SECRET, "Ann", "Ben");
        house.polls.vote("bob", secret.id(), List.of("2"));
        Element told = results(BOB, ALICE, null, house.reference(secret));
        assertThat(tallies(told)).containsExactly(ONE + "Ann0", TWO + "Ben1");
        assertThat(told.asXML()).doesNotContain("bob");

        assertThat(problem(() -> results("carol@" + House.DOMAIN, ALICE, null, house.reference(hidden)))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> results("carol@" + House.DOMAIN, null, null, hidden.id()))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> results(BOB, ALICE, null, "")).kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(problem(() -> results(BOB, ALICE, "not a jid@", "1")).kind()).isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void a_poll_in_a_room_of_another_server_is_left_to_its_creators_client() {
        IQ request = new IQ(IQ.Type.get);
        request.setFrom(new JID(BOB + "/phone"));
        request.setTo(new JID(ALICE + "/phone"));
        request.setChildElement("poll-results", "urn:fluux:poll:0")
                .addAttribute("message-id", "1")
                .addAttribute("room", "room@elsewhere.test");
        PollResultStanzas door = new PollResultStanzas(house.polls, House.DOMAIN, "conference." + House.DOMAIN);

        assertThat(door.serve(request)).isEmpty();
        request.setTo(new JID("someone@elsewhere.test/phone"));
        assertThat(door.wants(request)).isFalse();
    }

    @Test
    void a_poll_of_a_client_is_a_poll() {
        house.gate.admit(poll("Lunch?", "Pizza", "Sushi"));

        PollView poll = only();
        assertThat(poll.question()).isEqualTo("Lunch?");
        assertThat(poll.options()).extracting(PollView.Option::text).containsExactly("Pizza", "Sushi");
        assertThat(house.talks.require(BOB, poll.id()).body()).startsWith("📊 Poll: Lunch?");
    }

    @Test
    void a_client_may_choose_other_emoji() {
        Message stanza = poll("Pet?", "Cat", "Dog");
        List<Element> options = stanza.getElement().element("poll").elements("option");
        options.get(0).addAttribute("emoji", "🐱");
        options.get(1).addAttribute("emoji", "🐶");
        house.gate.admit(stanza);

        house.react(BOB, ALICE, stanza.getID(), "🐶");

        assertThat(house.votes("alice", only())).containsExactly(0, 1);
    }

    @Test
    void a_poll_takes_the_symbols_of_its_options_as_reactions() {
        Message stanza = poll("Which?", "this", "that");
        List<Element> options = stanza.getElement().element("poll").elements("option");
        options.get(0).addAttribute("emoji", "①");
        options.get(1).addAttribute("emoji", "②");
        house.gate.admit(stanza);
        long id = Long.parseLong(only().id());

        assertThat(house.talks.takes(id, "①")).isTrue();
        assertThat(house.talks.takes(id, "③")).isFalse();
        assertThat(house.talks.takes(id + 1, "①")).isFalse();
    }

    @Test
    void twenty_options_have_an_emoji_each() {
        PollView poll = house.ask(
                plain("Which?"),
                IntStream.rangeClosed(1, 20).mapToObj(i -> "no " + i).toArray(String[]::new));

        assertThat(poll.options())
                .extracting(PollView.Option::emoji)
                .doesNotHaveDuplicates()
                .hasSize(20);
        house.react(BOB, ALICE, house.reference(poll), poll.options().get(19).emoji());
        assertThat(house.mine("bob", poll)).containsExactly("20");
    }

    @Test
    void what_is_no_poll_is_refused_at_both_doors_and_leaves_nothing() {
        String[] many = IntStream.range(0, 21).mapToObj(Integer::toString).toArray(String[]::new);
        assertThat(fields(plain("One?"), "only")).containsExactly("options");
        assertThat(fields(plain("Many?"), many)).containsExactly("options");
        assertThat(fields(plain("x".repeat(501)), "a", "b")).containsExactly("question");
        assertThat(fields(plain(" "), "a", "b")).containsExactly("question");
        assertThat(fields(plain("\u0000"), "a", "b")).containsExactly("question");
        assertThat(fields(plain("Same?"), "a", " a ")).containsExactly("options[1]");
        assertThat(fields(plain("Long?"), "a", "x".repeat(201))).containsExactly("options[1]");
        assertThat(fields(until(Duration.ZERO), "a", "b")).containsExactly("closes_at");
        assertThat(fields(until(Duration.ofDays(366)), "a", "b")).containsExactly("closes_at");

        assertThat(refusal(poll("One?", "only"))).isEqualTo(Kind.NOT_ACCEPTABLE);
        assertThat(refusal(poll("Same?", "a", "a"))).isEqualTo(Kind.NOT_ACCEPTABLE);
        Message noEmoji = poll("Letters?", "a", "b");
        noEmoji.getElement().element("poll").elements("option").get(0).addAttribute("emoji", "a");
        assertThat(refusal(noEmoji)).isEqualTo(Kind.NOT_ACCEPTABLE);
        Message past = poll("Past?", "a", "b");
        past.getElement().element("poll").addAttribute("deadline", "2001-01-01T00:00:00Z");
        assertThat(refusal(past)).isEqualTo(Kind.NOT_ACCEPTABLE);
        Message never = poll("Never?", "a", "b");
        never.getElement().element("poll").addAttribute("deadline", "whenever");
        assertThat(refusal(never)).isEqualTo(Kind.NOT_ACCEPTABLE);
        Message untitled = poll("No?", "a", "b");
        untitled.getElement().element("poll").element("title").detach();
        assertThat(refusal(untitled)).isEqualTo(Kind.NOT_ACCEPTABLE);

        assertThat(house.count("hearth_poll")).isZero();
        assertThat(house.archived()).isEmpty();
    }

    private List<String> fields(Ballot ballot, String... options) {
        return problem(() -> house.ask(ballot, options)).errors().stream()
                .map(error -> error.field())
                .toList();
    }

    private Kind refusal(Message stanza) {
        return problem(() -> house.gate.admit(stanza)).kind();
    }

    @Test
    void one_asks_a_person_or_a_group_and_only_whom_one_may_write_to() {
        assertThat(problem(() -> house.polls.create("alice", null, "nobody", List.of("a", "b"), plain("?")))
                        .errors())
                .extracting(error -> error.field())
                .containsExactly("receiver");
        assertThat(problem(() -> house.polls.create("alice", "crowd", "bob", List.of("a", "b"), plain("?")))
                        .kind())
                .isEqualTo(Kind.INVALID);
    }

    // Voting

    @Test
    void a_reaction_with_the_emoji_of_an_option_is_a_vote() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");

        house.react(BOB, ALICE, house.reference(poll), TWO);

        assertThat(house.votes("alice", poll)).containsExactly(0, 1);
        assertThat(house.mine("bob", poll)).containsExactly("2");
        assertThat(house.mine("alice", poll)).isEmpty();
        assertThat(house.polls.require("alice", poll.id()).options().get(1).voters())
                .containsExactly("bob");
    }

    @Test
    void an_emoji_without_its_variation_selector_is_the_same() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");

        house.react(BOB, ALICE, house.reference(poll), "1\u20E3");

        assertThat(house.votes("alice", poll)).containsExactly(1, 0);
    }

    @Test
    void a_reaction_with_anything_else_is_just_a_reaction() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");

        house.react(BOB, ALICE, house.reference(poll), "👍");

        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
        assertThat(house.others.reactions(Long.parseLong(poll.id()), BOB)).containsExactly("👍");
    }

    @Test
    void a_vote_by_rest_is_the_voters_reaction_beside_their_others() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), "👍", ONE);

        house.polls.vote("bob", poll.id(), List.of("2"));

        assertThat(house.last().getFrom().toBareJID()).isEqualTo(BOB);
        assertThat(ReactionSet.target(house.last())).isEqualTo(house.reference(poll));
        assertThat(ReactionSet.emojis(house.last())).containsExactly("👍", TWO);
        assertThat(house.others.reactions(Long.parseLong(poll.id()), BOB)).containsExactly("👍", TWO);
        assertThat(house.votes("alice", poll)).containsExactly(0, 1);
    }

    @Test
    void a_vote_can_be_taken_back_at_either_door() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), ONE);
        house.polls.vote("bob", poll.id(), List.of());
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
        assertThat(ReactionSet.emojis(house.last())).isEmpty();

        house.polls.vote("bob", poll.id(), List.of("1"));
        house.react(BOB, ALICE, house.reference(poll));
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
    }

    @Test
    void with_a_single_choice_what_is_added_replaces_what_was_chosen_and_others_see_only_that() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi", "Soup");
        house.react(BOB, ALICE, house.reference(poll), ONE);

        Message changed = house.react(BOB, ALICE, house.reference(poll), ONE, "👍", TWO);

        assertThat(house.votes("alice", poll)).containsExactly(0, 1, 0);
        assertThat(ReactionSet.emojis(changed)).containsExactly("👍", TWO);
    }

    @Test
    void two_new_options_at_once_are_refused_where_there_is_one_choice() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi", "Soup");
        house.react(BOB, ALICE, house.reference(poll), ONE);

        assertThat(problem(() -> house.react(BOB, ALICE, house.reference(poll), TWO, THREE))
                        .kind())
                .isEqualTo(Kind.NOT_ACCEPTABLE);
        assertThat(problem(() -> house.polls.vote("bob", poll.id(), List.of("1", "2")))
                        .kind())
                .isEqualTo(Kind.INVALID);
        assertThat(house.votes("alice", poll)).containsExactly(1, 0, 0);
    }

    @Test
    void with_several_choices_the_vote_is_the_set() {
        PollView poll = house.ask(MULTIPLE, "Mon", "Tue", "Wed");
        house.react(BOB, ALICE, house.reference(poll), ONE, THREE);
        assertThat(house.votes("alice", poll)).containsExactly(1, 0, 1);

        house.polls.vote("bob", poll.id(), List.of("2", "3"));
        house.polls.vote("alice", poll.id(), List.of("3", "3"));

        assertThat(house.votes("alice", poll)).containsExactly(0, 1, 2);
        assertThat(house.mine("bob", poll)).containsExactly("2", "3");
    }

    @Test
    void who_does_not_see_the_poll_cannot_tell_that_there_is_one() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");

        assertThat(problem(() -> house.polls.vote("carol", poll.id(), List.of("1")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> house.polls.require("carol", poll.id())).kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> house.polls.close("carol", poll.id())).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> house.polls.vote("bob", "12345", List.of("1"))).kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1", "x", "", "99999999999999999999"})
    void only_options_of_the_poll_can_be_voted_for(String option) {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");

        assertThat(problem(() -> house.polls.vote("bob", poll.id(), List.of(option)))
                        .errors())
                .extracting(error -> error.field())
                .containsExactly("selected_options");
    }

    // Secrets

    @Test
    void a_vote_in_an_anonymous_poll_goes_nowhere_but_is_counted() {
        PollView poll = house.ask(SECRET, "Ann", "Ben");
        assertThat(house.last().getElement().element("poll").attributeValue("anonymous"))
                .isEqualTo("true");

        assertThatThrownBy(() -> house.react(BOB, ALICE, house.reference(poll), TWO))
                .isInstanceOf(Withheld.class);
        house.polls.vote("alice", poll.id(), List.of("2"));

        assertThat(house.votes("alice", poll)).containsExactly(0, 2);
        assertThat(house.polls.require("alice", poll.id()).options())
                .allSatisfy(option -> assertThat(option.voters()).isNull());
        assertThat(house.archived()).hasSize(1);
        assertThat(house.delivered).hasSize(1);
        assertThat(house.others.sets).isEmpty();
        assertThat(house.confirmed)
                .containsExactly(BOB + ' ' + house.reference(poll), ALICE + ' ' + house.reference(poll));
    }

    @Test
    void of_a_reaction_beside_a_secret_vote_others_get_that_alone() {
        PollView poll = house.ask(SECRET, "Ann", "Ben");
        Message stanza = House.chat(BOB, ALICE);
        stanza.setBody("I take 2️⃣ 👍");
        ReactionSet.add(stanza, house.reference(poll), List.of(TWO, "👍"));

        house.gate.admit(stanza);

        assertThat(stanza.toXML()).doesNotContain(TWO).contains("👍").doesNotContain("body");
        assertThat(house.archived().get(1)).doesNotContain(TWO).contains("👍");
        assertThat(house.votes("bob", poll)).containsExactly(0, 1);
    }

    @Test
    void a_secret_vote_stays_when_another_device_reacts_and_goes_when_the_reaction_is_taken_away() {
        PollView poll = house.ask(SECRET, "Ann", "Ben");
        house.polls.vote("bob", poll.id(), List.of("2"));

        house.react(BOB, ALICE, house.reference(poll), "👍");
        assertThat(house.mine("bob", poll)).containsExactly("2");

        assertThatThrownBy(() -> house.react(BOB, ALICE, house.reference(poll), "👍"))
                .isInstanceOf(Withheld.class);
        assertThat(house.mine("bob", poll)).isEmpty();
    }

    @Test
    void when_an_anonymous_poll_closes_nobody_knows_any_more_who_voted() {
        PollView poll = house.ask(SECRET, "Ann", "Ben");
        house.polls.vote("bob", poll.id(), List.of("2"));

        house.polls.close("alice", poll.id());

        assertThat(house.count("hearth_poll_vote")).isZero();
        assertThat(house.votes("bob", poll)).containsExactly(0, 1);
        assertThat(house.mine("bob", poll)).isNull();
    }

    @Test
    void hidden_results_are_seen_by_nobody_before_it_closes() {
        PollView poll = house.ask(HIDDEN, "Red", "Blue");
        assertThatThrownBy(() -> house.react(BOB, ALICE, house.reference(poll), ONE))
                .isInstanceOf(Withheld.class);

        assertThat(house.votes("alice", poll)).containsExactly(null, null);
        assertThat(house.votes("bob", poll)).containsExactly(null, null);
        assertThat(house.mine("bob", poll)).containsExactly("1");
        assertThat(house.archived()).hasSize(1);
        assertThat(house.told.facts)
                .allSatisfy(fact -> assertThat(fact.audience()).containsExactly("bob"));

        house.polls.close("alice", poll.id());
        assertThat(house.votes("bob", poll)).containsExactly(1, 0);
        assertThat(house.polls.require("alice", poll.id()).options().get(0).voters())
                .containsExactly("bob");
    }

    @Test
    void with_several_choices_a_secret_vote_is_among_what_the_voter_reacts_with() {
        PollView poll = house.ask(new Ballot("When?", null, List.of(), true, true, false, null), "Mon", "Tue");
        house.polls.vote("bob", poll.id(), List.of("2"));
        house.react(BOB, ALICE, house.reference(poll), "👍");

        assertThat(house.talks.reactions(Long.parseLong(poll.id()), BOB)).containsExactlyInAnyOrder(TWO, "👍");
        assertThat(house.talks.reactions(Long.parseLong(poll.id()), ALICE)).isEmpty();
        house.polls.close("alice", poll.id());
        assertThat(house.talks.reactions(Long.parseLong(poll.id()), BOB)).containsExactly("👍");
    }

    // Closing

    @Test
    void its_creator_closes_it_and_everybody_is_told_the_count_once() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), TWO);

        assertThat(problem(() -> house.polls.close("bob", poll.id())).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(house.polls.close("alice", poll.id()).closed()).isTrue();
        house.polls.close("alice", poll.id());
        house.closing.closeDue();

        List<Message> told = closings();
        assertThat(told).singleElement().satisfies(stanza -> {
            assertThat(stanza.getFrom().toBareJID()).isEqualTo(ALICE);
            assertThat(stanza.getBody()).isEqualTo("📊 Poll closed: Lunch?\n1️⃣ Pizza: 0\n2️⃣ Sushi: 1");
            Element closed = stanza.getElement().element("poll-closed");
            assertThat(closed.attributeValue("message-id")).isEqualTo(house.reference(poll));
            assertThat(closed.elements("tally"))
                    .extracting(tally -> tally.attributeValue("emoji") + tally.attributeValue("count"))
                    .containsExactly(ONE + "0", TWO + "1");
        });
        assertThat(house.events).hasSize(1);
    }

    private List<Message> closings() {
        return house.delivered.stream()
                .filter(stanza -> stanza.getElement().element("poll-closed") != null)
                .toList();
    }

    @Test
    void after_it_closed_a_vote_is_refused_on_both_doors_and_other_reactions_are_not() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), ONE);
        house.polls.close("alice", poll.id());

        Problem byRest = problem(() -> house.polls.vote("bob", poll.id(), List.of("2")));
        assertThat(byRest.kind()).isEqualTo(Kind.NOT_ALLOWED);
        assertThat(byRest.slug()).isEqualTo("poll-closed");
        assertThat(problem(() -> house.react(BOB, ALICE, house.reference(poll), TWO))
                        .kind())
                .isEqualTo(Kind.NOT_ALLOWED);
        assertThat(problem(() -> house.react(BOB, ALICE, house.reference(poll))).kind())
                .isEqualTo(Kind.NOT_ALLOWED);
        house.react(BOB, ALICE, house.reference(poll), ONE, "👍");

        assertThat(house.votes("alice", poll)).containsExactly(1, 0);
    }

    @Test
    void after_a_secret_poll_closed_a_vote_is_refused_and_other_reactions_are_not() {
        PollView poll = house.ask(SECRET, "Ann", "Ben");
        house.polls.close("alice", poll.id());

        assertThat(problem(() -> house.react(BOB, ALICE, house.reference(poll), TWO))
                        .kind())
                .isEqualTo(Kind.NOT_ALLOWED);
        Message both = house.react(BOB, ALICE, house.reference(poll), TWO, "👍");

        assertThat(ReactionSet.emojis(both)).containsExactly("👍");
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
    }

    @Test
    void the_creators_client_closes_it_and_what_everybody_gets_is_our_count() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), TWO);
        Message closing = House.chat(ALICE, BOB);
        PollXml.setClosed(
                closing,
                house.reference(poll),
                plain("Dinner?"),
                List.of(new Count(1, 1, new Choice(ONE, "Pizza"), 1000)));
        Message foreign = House.chat(BOB, ALICE);
        PollXml.setClosed(foreign, house.reference(poll), plain("Lunch?"), List.of());

        assertThat(problem(() -> house.gate.admit(foreign)).kind()).isEqualTo(Kind.FORBIDDEN);
        house.gate.admit(closing);

        assertThat(closing.getBody()).isEqualTo("📊 Poll closed: Lunch?\n1️⃣ Pizza: 0\n2️⃣ Sushi: 1");
        assertThat(closing.getElement().elements("poll-closed")).hasSize(1);
        assertThat(house.polls.require("bob", poll.id()).closed()).isTrue();
        house.closing.closeDue();
        assertThat(closings()).isEmpty();
        Message again = House.chat(ALICE, BOB);
        PollXml.setClosed(again, house.reference(poll), plain("Lunch?"), List.of());
        assertThat(problem(() -> house.gate.admit(again)).kind()).isEqualTo(Kind.NOT_ALLOWED);
    }

    @Test
    void its_deadline_closes_it_and_no_vote_counts_from_then_on() {
        PollView poll = house.ask(until(Duration.ofHours(1)), "Yes", "No");
        house.react(BOB, ALICE, house.reference(poll), ONE);
        house.closing.closeDue();
        assertThat(house.polls.require("bob", poll.id()).closed()).isFalse();

        house.clock.advance(Duration.ofHours(1));
        assertThat(house.polls.require("bob", poll.id()).closed()).isTrue();
        assertThat(problem(() -> house.react(BOB, ALICE, house.reference(poll), TWO))
                        .kind())
                .isEqualTo(Kind.NOT_ALLOWED);
        house.closing.closeDue();
        house.closing.closeDue();

        assertThat(closings()).hasSize(1);
        assertThat(house.votes("alice", poll)).containsExactly(1, 0);
    }

    @Test
    void two_nodes_tell_once_that_it_closed() throws Exception {
        List<PollView> polls = IntStream.range(0, 10)
                .mapToObj(i -> house.ask(until(Duration.ofMinutes(1)), "Yes", "No"))
                .toList();
        house.clock.advance(Duration.ofMinutes(2));

        at(2, i -> house.closing.closeDue());

        assertThat(closings()).hasSize(polls.size());
        assertThat(house.count("hearth_poll WHERE due_at IS NOT NULL")).isZero();
    }

    @Test
    void what_was_closed_when_the_server_stopped_is_told_afterwards() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        long id = Long.parseLong(poll.id());
        house.database.write(transaction -> store(transaction.handle(), id));

        house.closing.closeDue();

        assertThat(closings()).hasSize(1);
    }

    private boolean store(org.jdbi.v3.core.Handle handle, long id) {
        return house.store.close(handle, house.store.find(handle, id).orElseThrow(), house.clock.millis());
    }

    @Test
    void where_its_creator_may_say_nothing_any_more_it_closes_without_words() {
        house.polls.create("alice", "crowd", null, List.of("a", "b"), until(Duration.ofMinutes(1)));
        house.crowd.left.add(ALICE);
        house.clock.advance(Duration.ofMinutes(2));

        house.closing.closeDue();

        assertThat(closings()).isEmpty();
        assertThat(house.told.facts).last().satisfies(fact -> {
            assertThat(fact.audience()).containsExactly(Crowd.ROOM);
            assertThat(((PollView) fact.data()).closed()).isTrue();
        });
    }

    // In a group whose poll's creator has left

    @Test
    void who_runs_the_group_closes_a_poll_whose_creator_has_left_at_either_door() {
        PollView byRest = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("One?"));
        PollView byClient = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("Two?"));
        house.crowd.admins.add(BOB);
        assertThat(problem(() -> house.polls.close("bob", byRest.id())).kind()).isEqualTo(Kind.FORBIDDEN);

        house.crowd.left.add(ALICE);
        assertThat(problem(() -> house.polls.close("carol", byRest.id())).kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(house.polls.close("bob", byRest.id()).closed()).isTrue();
        Said said = house.talks.require(BOB, byClient.id());
        Message closing = House.chat(BOB, Crowd.ROOM);
        PollXml.setClosed(closing, said.reference(), plain("?"), List.of());
        house.talks.admit(new Crowd.Signal(closing, BOB, said));

        assertThat(closing.getBody()).isEqualTo("📊 Poll closed: Two?\n1️⃣ a: 0\n2️⃣ b: 0");
        assertThat(house.polls.require("carol", byClient.id()).closed()).isTrue();
        assertThat(closings())
                .singleElement()
                .satisfies(stanza -> assertThat(stanza.getFrom().toBareJID()).isEqualTo(BOB));
    }

    @Test
    void who_runs_the_group_closes_a_poll_of_a_deleted_account() {
        PollView poll = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("One?"));
        house.crowd.admins.add(BOB);
        house.crowd.left.add(ALICE);
        house.polls.forget(new AccountDeleted("alice"));

        assertThat(house.polls.close("bob", poll.id()).closed()).isTrue();
        assertThat(closings()).hasSize(1);
    }

    @Test
    void how_it_closed_goes_with_its_message_also_where_its_creator_has_left() {
        PollView poll = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("One?"));
        PollView other = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("Two?"));
        house.polls.close("alice", poll.id());
        house.polls.close("alice", other.id());
        List<Long> told =
                house.database.read(handle -> handle.createQuery("SELECT told_id FROM hearth_poll ORDER BY told_id")
                        .mapTo(Long.class)
                        .list());
        house.crowd.left.add(ALICE);

        house.crowd.moderate(house.talks.require(BOB, poll.id()));
        house.closing.takeBackEchoes();
        assertThat(house.crowd.removed).containsExactly(told.get(0));

        house.polls.forget(new AccountDeleted("alice"));
        house.crowd.moderate(house.talks.require(BOB, other.id()));
        house.closing.takeBackEchoes();
        assertThat(house.crowd.removed).containsExactlyElementsOf(told);
        assertThat(house.count("hearth_poll_echo")).isZero();
    }

    // While one of the two blocks the other

    private Element standing(String person, PollView poll) {
        return results(person, null, null, poll.id());
    }

    @Test
    void what_a_blocked_person_votes_counts_for_them_alone_at_both_doors() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), ONE);
        house.ties.block("alice", BOB);
        house.told.facts.clear();

        assertThat(house.polls.vote("bob", poll.id(), List.of("2")).myVotes()).containsExactly("2");

        assertThat(house.votes("bob", poll)).containsExactly(0, 1);
        assertThat(house.votes("alice", poll)).containsExactly(1, 0);
        assertThat(house.polls.require("bob", poll.id()).options().get(1).voters())
                .containsExactly("bob");
        assertThat(house.polls.require("alice", poll.id()).options().get(0).voters())
                .containsExactly("bob");
        assertThat(tallies(standing(BOB, poll))).containsExactly(ONE + "Pizza0", TWO + "Sushi1");
        assertThat(tallies(standing(ALICE, poll))).containsExactly(ONE + "Pizza1", TWO + "Sushi0");
        assertThat(house.told.facts).singleElement().satisfies(fact -> {
            assertThat(fact.audience()).containsExactly("bob");
            assertThat(((PollView) fact.data()).options())
                    .extracting(PollView.Option::votes)
                    .containsExactly(0, 1);
        });

        house.react(BOB, ALICE, house.reference(poll));
        assertThat(house.votes("bob", poll)).containsExactly(0, 0);
        assertThat(house.mine("bob", poll)).isEmpty();
        assertThat(house.votes("alice", poll)).containsExactly(1, 0);
    }

    @Test
    void a_secret_vote_of_a_blocked_person_counts_for_them_alone() {
        PollView poll = house.ask(SECRET, "Ann", "Ben");
        house.ties.block("alice", BOB);

        assertThatThrownBy(() -> house.react(BOB, ALICE, house.reference(poll), TWO))
                .isInstanceOf(Withheld.class);

        assertThat(house.votes("bob", poll)).containsExactly(0, 1);
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
        assertThat(house.talks.reactions(Long.parseLong(poll.id()), BOB)).containsExactly(TWO);
        house.ties.unblock("alice", BOB);
        house.polls.close("alice", poll.id());
        assertThat(house.count("hearth_poll_aside WHERE choices LIKE '%2%'")).isZero();
        assertThat(house.votes("bob", poll)).containsExactly(0, 1);
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
        assertThat(house.mine("bob", poll)).isNull();
    }

    @Test
    void after_the_block_what_was_voted_stays_aside_until_they_vote_again() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.ties.block("alice", BOB);
        house.react(BOB, ALICE, house.reference(poll), TWO);
        house.ties.unblock("alice", BOB);
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
        assertThat(house.mine("bob", poll)).containsExactly("2");

        house.polls.vote("bob", poll.id(), List.of("2"));

        assertThat(house.votes("alice", poll)).containsExactly(0, 1);
        assertThat(house.votes("bob", poll)).containsExactly(0, 1);
    }

    @Test
    void the_result_that_is_told_is_without_what_a_blocked_person_voted() {
        PollView poll = house.ask(until(Duration.ofHours(1)), "Yes", "No");
        house.ties.block("alice", BOB);
        house.react(BOB, ALICE, house.reference(poll), ONE);
        house.ties.unblock("alice", BOB);
        house.clock.advance(Duration.ofHours(2));

        house.closing.closeDue();

        assertThat(closings()).singleElement().satisfies(stanza -> assertThat(stanza.getBody())
                .endsWith("1️⃣ Yes: 0\n2️⃣ No: 0"));
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
        assertThat(house.votes("bob", poll)).containsExactly(1, 0);
    }

    @Test
    void who_blocks_neither_votes_nor_closes_and_nobody_is_told_of_a_deadline() {
        PollView mine = house.ask(until(Duration.ofHours(1)), "Yes", "No");
        PollView secret = house.ask(SECRET, "Ann", "Ben");
        PollView his = house.polls.create("bob", null, "alice", List.of("a", "b"), plain("?"));
        house.ties.block("alice", BOB);
        int delivered = house.delivered.size();

        for (PollView poll : List.of(mine, secret, his)) {
            assertThat(problem(() -> house.polls.vote("alice", poll.id(), List.of("1")))
                            .slug())
                    .isEqualTo("blocked");
        }
        Said said = house.talks.require(ALICE, secret.id());
        Message reaction = House.chat(ALICE, BOB);
        ReactionSet.add(reaction, said.reference(), List.of(ONE));
        assertThat(problem(() -> house.talks.admit(new Crowd.Signal(reaction, ALICE, said)))
                        .slug())
                .isEqualTo("blocked");
        assertThat(problem(() -> house.polls.close("alice", mine.id())).slug()).isEqualTo("blocked");
        assertThat(house.count("hearth_poll_vote")).isZero();

        house.clock.advance(Duration.ofHours(2));
        house.closing.closeDue();
        assertThat(house.polls.require("bob", mine.id()).closed()).isTrue();
        assertThat(house.delivered).hasSize(delivered);
    }

    @Test
    void a_blocked_creator_closes_a_poll_for_themselves_alone_at_either_door() {
        PollView byRest = house.polls.create("bob", null, "alice", List.of("a", "b"), plain("One?"));
        PollView byClient = house.polls.create("bob", null, "alice", List.of("a", "b"), plain("Two?"));
        house.ties.block("alice", BOB);
        house.told.facts.clear();

        assertThat(house.polls.close("bob", byRest.id()).closed()).isTrue();
        Message closing = House.chat(BOB, ALICE);
        PollXml.setClosed(closing, house.reference(byClient), plain("Two?"), List.of());
        house.gate.admit(closing);

        for (PollView poll : List.of(byRest, byClient)) {
            assertThat(house.polls.require("bob", poll.id()).closed()).isTrue();
            assertThat(house.polls.require("alice", poll.id()).closed()).isFalse();
            assertThat(problem(() -> house.polls.vote("bob", poll.id(), List.of("1")))
                            .kind())
                    .isEqualTo(Kind.NOT_ALLOWED);
        }
        assertThat(house.told.facts)
                .allSatisfy(fact -> assertThat(fact.audience()).containsExactly("bob"))
                .hasSize(2);
        assertThat(closings())
                .singleElement()
                .satisfies(stanza -> assertThat(stanza.getFrom().toBareJID()).isEqualTo(BOB));
        assertThat(house.polls
                        .list("bob", new Polls.Filter(null, "alice", true), Long.MAX_VALUE, 10)
                        .items())
                .isEmpty();
        assertThat(house.polls
                        .list("alice", new Polls.Filter(null, "bob", true), Long.MAX_VALUE, 10)
                        .items())
                .hasSize(2);

        house.ties.unblock("alice", BOB);
        house.polls.close("bob", byRest.id());
        assertThat(house.polls.require("alice", byRest.id()).closed()).isTrue();
        assertThat(house.events).hasSize(1);
    }

    @Test
    void a_poll_that_a_blocked_person_took_back_is_gone_for_them_alone() {
        PollView poll = house.polls.create("bob", null, "alice", List.of("a", "b"), plain("One?"));
        house.ties.block("alice", BOB);

        house.polls.remove("bob", poll.id());

        assertThat(problem(() -> house.polls.require("bob", poll.id())).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(house.polls
                        .list("bob", new Polls.Filter(null, null, false), Long.MAX_VALUE, 10)
                        .items())
                .isEmpty();
        assertThat(house.polls.require("alice", poll.id()).question()).isEqualTo("One?");
    }

    private PollView bobAsks(Ballot ballot) {
        return house.polls.create("bob", null, "alice", List.of("a", "b"), ballot);
    }

    private PollView seen(String username, PollView poll) {
        return house.polls.require(username, poll.id());
    }

    private static Polls.Change asking(String question, String... options) {
        return new Polls.Change(question, false, null, List.of(options), false, null);
    }

    private Polls.Change closing(Duration fromNow) {
        return new Polls.Change(
                null, false, null, null, true, house.clock.instant().plus(fromNow));
    }

    @Test
    void what_a_blocked_creator_makes_a_poll_ask_holds_for_them_alone_at_both_doors() {
        PollView poll = bobAsks(plain("Lunch?"));
        house.ties.block("alice", BOB);
        house.told.facts.clear();

        PollView changed = house.polls.change("bob", poll.id(), asking("Dinner <3?", "x", "y", "z"));

        assertThat(changed.question()).isEqualTo("Dinner <3?");
        assertThat(house.polls.vote("bob", poll.id(), List.of("3")).myVotes()).containsExactly("3");
        assertThat(house.votes("bob", poll)).containsExactly(0, 0, 1);
        assertThat(seen("bob", poll).options().get(2).voters()).containsExactly("bob");
        assertThat(tallies(standing(BOB, poll))).containsExactly(ONE + "x0", TWO + "y0", "3️⃣z1");
        assertThat(seen("alice", poll).question()).isEqualTo("Lunch?");
        assertThat(house.votes("alice", poll)).containsExactly(0, 0);
        assertThat(house.told.facts).isNotEmpty().allSatisfy(fact -> assertThat(fact.audience())
                .containsExactly("bob"));
        assertThat(problem(() -> house.polls.change("bob", poll.id(), asking("Tea?", "x", "y")))
                        .slug())
                .isEqualTo("poll-has-votes");
        assertThat(problem(() -> house.polls.vote("bob", poll.id(), List.of("4")))
                        .kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void after_the_block_a_poll_asks_both_what_its_creator_makes_it_ask_then() {
        PollView poll = bobAsks(plain("Lunch?"));
        house.ties.block("alice", BOB);
        house.polls.change("bob", poll.id(), asking("Dinner?", "x", "y", "z"));
        house.polls.vote("bob", poll.id(), List.of("3"));
        house.polls.vote("bob", poll.id(), List.of());
        house.ties.unblock("alice", BOB);
        assertThat(seen("bob", poll).question()).isEqualTo("Dinner?");

        house.polls.change("bob", poll.id(), asking("Tea?", "x", "y"));

        for (String person : List.of("alice", "bob")) {
            assertThat(seen(person, poll).question()).isEqualTo("Tea?");
            assertThat(house.votes(person, poll)).containsExactly(0, 0);
        }
    }

    @Test
    void a_deadline_that_a_blocked_creator_sets_closes_the_poll_for_them_alone() {
        PollView sooner = bobAsks(until(Duration.ofDays(9)));
        PollView later = bobAsks(until(Duration.ofDays(5)));
        house.ties.block("alice", BOB);
        // Too old to be edited by then.
        house.clock.advance(Duration.ofDays(3));
        house.polls.change("bob", sooner.id(), closing(Duration.ofDays(1)));
        house.polls.change("bob", later.id(), closing(Duration.ofDays(5)));
        int delivered = house.delivered.size();

        house.clock.advance(Duration.ofDays(3));
        house.closing.closeDue();

        assertThat(seen("bob", sooner).closed()).isTrue();
        assertThat(seen("alice", sooner).closed()).isFalse();
        assertThat(seen("bob", later).closed()).isFalse();
        assertThat(seen("alice", later).closed()).isTrue();
        assertThat(house.polls.vote("bob", later.id(), List.of("1")).myVotes()).containsExactly("1");
        assertThat(open("bob")).containsExactly(later.id());
        assertThat(open("alice")).containsExactly(sooner.id());
        assertThat(house.delivered.subList(delivered, house.delivered.size()))
                .filteredOn(stanza -> PollXml.closed(stanza) != null)
                .singleElement()
                .satisfies(stanza -> assertThat(PollXml.closed(stanza)).isEqualTo(house.reference(sooner)));

        house.clock.advance(Duration.ofDays(3));
        house.closing.closeDue();

        assertThat(seen("bob", later).closed()).isTrue();
        assertThat(house.last().getBody()).endsWith(": 1\n2️⃣ b: 0");
        assertThat(seen("alice", sooner).closed()).isTrue();
        assertThat(house.count("hearth_poll_aside WHERE due_at IS NOT NULL")).isZero();
    }

    private List<String> open(String username) {
        return house.polls.list(username, new Polls.Filter(null, null, true), Long.MAX_VALUE, 10).items().stream()
                .map(PollView::id)
                .toList();
    }

    @Test
    void a_deadline_that_was_set_aside_tells_nobody_else_when_the_block_has_ended() {
        PollView poll = bobAsks(until(Duration.ofDays(9)));
        house.ties.block("alice", BOB);
        house.polls.change("bob", poll.id(), closing(Duration.ofDays(1)));
        house.ties.unblock("alice", BOB);
        int delivered = house.delivered.size();
        house.clock.advance(Duration.ofDays(2));

        house.closing.closeDue();

        assertThat(seen("bob", poll).closed()).isTrue();
        assertThat(seen("alice", poll).closed()).isFalse();
        assertThat(house.delivered).hasSize(delivered);
        house.clock.advance(Duration.ofDays(9));
        house.closing.closeDue();
        assertThat(seen("alice", poll).closed()).isTrue();
    }

    @Test
    void an_anonymous_poll_forgets_who_voted_also_where_its_creator_sees_it_open() {
        PollView poll = bobAsks(new Ballot(
                "Who?",
                null,
                List.of(),
                false,
                true,
                false,
                house.clock.instant().plus(Duration.ofDays(1))));
        house.polls.vote("alice", poll.id(), List.of("1"));
        house.polls.vote("bob", poll.id(), List.of("1"));
        house.ties.block("alice", BOB);
        house.polls.change("bob", poll.id(), closing(Duration.ofDays(5)));
        house.clock.advance(Duration.ofDays(2));
        house.closing.closeDue();
        assertThat(house.count("hearth_poll_vote")).isZero();
        assertThat(house.mine("bob", poll)).containsExactly("1");
        assertThat(house.votes("bob", poll)).containsExactly(2, 0);

        house.polls.vote("bob", poll.id(), List.of("2"));
        assertThat(house.votes("bob", poll)).containsExactly(1, 1);
        house.clock.advance(Duration.ofDays(5));
        house.closing.closeDue();

        assertThat(house.mine("bob", poll)).isNull();
        assertThat(house.votes("bob", poll)).containsExactly(1, 1);
        assertThat(house.votes("alice", poll)).containsExactly(2, 0);
        assertThat(house.count("hearth_poll_aside WHERE choices LIKE '%2%'")).isZero();
    }

    @Test
    void who_closed_a_poll_alone_and_takes_it_back_takes_back_that_it_closed() {
        PollView blocked = bobAsks(plain("One?"));
        PollView unblocked = bobAsks(plain("Two?"));
        house.ties.block("alice", BOB);
        house.polls.close("bob", blocked.id());
        Message first = house.last();
        house.polls.close("bob", unblocked.id());
        Message second = house.last();

        String reference = house.reference(blocked);
        house.polls.remove("bob", blocked.id());
        assertThat(retracted()).containsExactly(reference, first.getID());
        house.ties.unblock("alice", BOB);
        house.polls.remove("bob", unblocked.id());

        assertThat(retracted()).contains(second.getID());
        assertThat(house.count("hearth_poll_echo")).isZero();
        assertThat(house.count("hearth_poll_aside WHERE told_id IS NOT NULL")).isZero();
        assertThat(seen("alice", blocked).closed()).isFalse();
    }

    @Test
    void with_the_poll_and_with_the_person_goes_what_one_alone_saw() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        PollView other = house.ask(plain("Dinner?"), "Pizza", "Sushi");
        house.ties.block("alice", BOB);
        house.polls.vote("bob", poll.id(), List.of("2"));
        house.polls.vote("bob", other.id(), List.of("2"));

        house.database.write(transaction -> {
            house.polls.erase(transaction.handle(), List.of(Long.parseLong(poll.id())));
            return true;
        });
        assertThat(house.count("hearth_poll_aside")).isEqualTo(1);
        house.polls.forget(new AccountDeleted("bob"));
        assertThat(house.count("hearth_poll_aside")).isZero();
    }

    // Changing

    @Test
    void before_the_first_vote_it_can_ask_something_else_by_a_correction() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");

        PollView changed = house.polls.change(
                "alice",
                poll.id(),
                new Polls.Change("Dinner?", false, null, List.of("Soup", "Salad", "Bread"), false, null));

        assertThat(changed.question()).isEqualTo("Dinner?");
        assertThat(changed.options()).extracting(PollView.Option::text).containsExactly("Soup", "Salad", "Bread");
        assertThat(house.last().getElement().element("replace").attributeValue("id"))
                .isEqualTo(house.reference(poll));
        assertThat(house.last().getElement().element("poll").elementText("title"))
                .isEqualTo("Dinner?");
        assertThat(house.talks.require(BOB, poll.id()).body()).startsWith("📊 Poll: Dinner?\n1️⃣ Soup");
    }

    @Test
    void after_the_first_vote_only_its_deadline_changes() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.react(BOB, ALICE, house.reference(poll), ONE);

        Problem refused = problem(() ->
                house.polls.change("alice", poll.id(), new Polls.Change("Dinner?", false, null, null, false, null)));
        assertThat(refused.slug()).isEqualTo("poll-has-votes");
        var later = house.clock.instant().plus(Duration.ofDays(1));
        house.polls.change("alice", poll.id(), new Polls.Change(null, false, null, null, true, later));

        assertThat(house.polls.require("bob", poll.id()).closesAt()).isEqualTo(later);
        assertThat(house.votes("bob", poll)).containsExactly(1, 0);
        assertThat(problem(() -> house.polls.change(
                                "bob", poll.id(), new Polls.Change("?", false, null, null, false, null)))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void a_vote_that_is_stored_together_with_a_change_counts_and_the_change_does_not() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        Said said = house.talks.require(BOB, poll.id());
        Message vote = House.chat(BOB, ALICE);
        ReactionSet.add(vote, said.reference(), List.of(ONE));
        Effect voting = house.talks.admit(new Crowd.Signal(vote, BOB, said));
        Effect changing = house.talks.edit(said.id(), poll("Dinner?", "Soup", "Salad"));

        Problem refused = problem(() -> house.database.write(transaction -> {
            voting.and(changing).apply(transaction, said.id() + 1);
            return true;
        }));

        assertThat(refused.slug()).isEqualTo("poll-has-votes");
    }

    @Test
    void a_vote_that_is_stored_together_with_the_end_of_its_message_leaves_nothing() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        Said said = house.talks.require(BOB, poll.id());
        Message vote = House.chat(BOB, ALICE);
        ReactionSet.add(vote, said.reference(), List.of(ONE));
        Effect voting = house.talks.admit(new Crowd.Signal(vote, BOB, said));

        house.database.write(transaction -> {
            voting.apply(transaction, said.id() + 1);
            house.talks.erase(transaction.handle(), List.of(said.id()));
            return true;
        });

        assertThat(house.count("hearth_poll_vote")).isZero();
    }

    @Test
    void the_deadline_of_an_old_poll_changes_too() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.clock.advance(Duration.ofDays(30));
        var later = house.clock.instant().plus(Duration.ofDays(1));

        house.polls.change("alice", poll.id(), new Polls.Change(null, false, null, null, true, later));

        assertThat(house.polls.require("bob", poll.id()).closesAt()).isEqualTo(later);
    }

    @Test
    void a_client_corrects_its_poll_by_the_same_rules() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.gate.admit(correction(poll("Dinner?", "Soup", "Salad"), poll));
        assertThat(house.polls.require("bob", poll.id()).question()).isEqualTo("Dinner?");

        house.polls.vote("bob", poll.id(), List.of("1"));
        assertThat(problem(() -> house.gate.admit(correction(poll("Tea?", "Yes", "No"), poll)))
                        .kind())
                .isEqualTo(Kind.NOT_ALLOWED);
        Message words = House.chat(ALICE, BOB);
        words.setBody("No poll at all");
        assertThat(problem(() -> house.gate.admit(correction(words, poll))).kind())
                .isEqualTo(Kind.NOT_ALLOWED);
        assertThat(problem(() -> house.messages.edit(ALICE, poll.id(), "No poll at all"))
                        .slug())
                .isEqualTo("is-a-poll");
    }

    private Message correction(Message stanza, PollView poll) {
        if (stanza.getBody() == null) {
            stanza.setBody("poll");
        }
        stanza.getElement()
                .addElement("replace", "urn:xmpp:message-correct:0")
                .addAttribute("id", house.reference(poll));
        return stanza;
    }

    @Test
    void with_its_message_the_poll_goes() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.polls.vote("bob", poll.id(), List.of("1"));

        assertThat(problem(() -> house.polls.remove("bob", poll.id())).kind()).isEqualTo(Kind.FORBIDDEN);
        house.polls.remove("alice", poll.id());

        assertThat(house.talks.require(BOB, poll.id()).isRetracted()).isTrue();
        for (String table : List.of("hearth_poll", "hearth_poll_option", "hearth_poll_vote")) {
            assertThat(house.count(table)).isZero();
        }
        assertThat(problem(() -> house.polls.require("alice", poll.id())).kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void how_it_closed_goes_with_its_message_for_all_and_from_the_archive() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.polls.close("alice", poll.id());
        Message closing = closings().get(0);

        house.polls.remove("alice", poll.id());

        assertThat(retracted()).containsExactly(house.reference(poll), closing.getID());
        assertThat(house.archived()).noneMatch(stanza -> stanza.contains("Pizza"));
        assertThat(house.count("hearth_poll_echo")).isZero();
        house.closing.takeBackEchoes();
        assertThat(retracted()).hasSize(2);
    }

    @Test
    void where_a_client_takes_the_message_back_how_it_closed_goes_soon_after() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        Message closing = House.chat(ALICE, BOB);
        PollXml.setClosed(closing, house.reference(poll), plain("Lunch?"), List.of());
        house.gate.admit(closing);
        Message retraction = House.chat(ALICE, BOB);
        retraction
                .getElement()
                .addElement("retract", "urn:xmpp:message-retract:1")
                .addAttribute("id", house.reference(poll));
        house.gate.admit(retraction);

        house.closing.takeBackEchoes();

        assertThat(retracted()).containsExactly(closing.getID());
        assertThat(house.archived()).noneMatch(stanza -> stanza.contains("Pizza"));
    }

    @Test
    void how_it_closed_stays_where_the_message_only_went_with_its_time() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.polls.close("alice", poll.id());
        house.database.write(transaction -> {
            house.talks.erase(transaction.handle(), List.of(Long.parseLong(poll.id())));
            return true;
        });

        house.closing.takeBackEchoes();

        assertThat(retracted()).isEmpty();
        assertThat(house.count("hearth_poll_echo")).isZero();
    }

    /** The ids of the stanzas that everybody was told to forget. */
    private List<String> retracted() {
        return house.delivered.stream()
                .flatMap(stanza -> stanza.getElement().elements("retract").stream())
                .map(retract -> retract.attributeValue("id"))
                .toList();
    }

    // Everything else

    @Test
    void polls_are_listed_for_those_who_see_them() {
        PollView chat = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        PollView back = house.polls.create("bob", null, "alice", List.of("a", "b"), plain("Tea?"));
        PollView group = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("All?"));
        PollView closed = house.polls.create("alice", null, "carol", List.of("a", "b"), plain("Closed?"));
        house.polls.close("alice", closed.id());

        assertThat(list("alice", new Polls.Filter(null, null, false)))
                .containsExactly(closed.id(), group.id(), back.id(), chat.id());
        assertThat(list("alice", new Polls.Filter(null, null, true))).containsExactly(group.id(), back.id(), chat.id());
        assertThat(list("alice", new Polls.Filter(null, "bob", false))).containsExactly(back.id(), chat.id());
        assertThat(list("bob", new Polls.Filter("crowd", null, false))).containsExactly(group.id());
        assertThat(list("carol", new Polls.Filter("other", null, false))).isEmpty();
        assertThat(list("carol", new Polls.Filter(null, null, true))).containsExactly(group.id());
        house.crowd.left.add("carol@" + House.DOMAIN);
        assertThat(list("carol", new Polls.Filter(null, null, true))).isEmpty();

        Page<PollView> first = house.polls.list("alice", new Polls.Filter(null, null, false), Long.MAX_VALUE, 3);
        assertThat(first.items()).hasSize(3);
        assertThat(house.polls
                        .list("alice", new Polls.Filter(null, null, false), Long.parseLong(back.id()), 3)
                        .items())
                .extracting(PollView::id)
                .containsExactly(chat.id());
        assertThat(first.next()).isNotNull();
    }

    private List<String> list(String username, Polls.Filter filter) {
        return house.polls.list(username, filter, Long.MAX_VALUE, 50).items().stream()
                .map(PollView::id)
                .toList();
    }

    @Test
    void a_message_shows_its_poll_with_the_votes_of_who_looks() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        house.polls.vote("bob", poll.id(), List.of("2"));
        long id = Long.parseLong(poll.id());

        Extras extras = house.talks.show(List.of(id, 5L), "bob").getOrDefault(id, Extras.NONE);
        PollView seen = (PollView) extras.poll();

        assertThat(seen).isNotNull();
        assertThat(seen.myVotes()).containsExactly("2");
        assertThat(seen.options().get(1).votes()).isOne();
    }

    @Test
    void both_see_on_their_streams_how_it_stands() {
        PollView poll = house.ask(plain("Lunch?"), "Pizza", "Sushi");

        house.react(BOB, ALICE, house.reference(poll), TWO);

        assertThat(house.told.facts).singleElement().satisfies(fact -> {
            assertThat(fact.type()).isEqualTo("poll.changed");
            assertThat(fact.audience()).containsExactly("alice", "bob");
            PollView view = (PollView) fact.data();
            assertThat(view.options().get(1).votes()).isOne();
            assertThat(view.myVotes()).isNull();
        });
    }

    @Test
    void who_is_deleted_leaves_no_vote_in_open_polls_and_no_name_in_others() {
        PollView open = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        PollView closed = house.ask(plain("Tea?"), "Yes", "No");
        PollView bobs = house.polls.create("bob", null, "alice", List.of("a", "b"), plain("Mine?"));
        house.polls.vote("bob", open.id(), List.of("1"));
        house.polls.vote("bob", closed.id(), List.of("1"));
        house.polls.close("alice", closed.id());

        house.accounts.delete("bob");
        house.polls.forget(new AccountDeleted("bob"));

        assertThat(house.votes("alice", open)).containsExactly(0, 0);
        assertThat(house.votes("alice", closed)).containsExactly(1, 0);
        assertThat(house.polls.require("alice", bobs.id()).creator()).isNull();
        assertThat(house.count("hearth_poll_vote")).isZero();
        assertThat(house.count("hearth_poll WHERE author = '" + BOB + "' OR place = '" + BOB + "'"))
                .isZero();
    }

    @Test
    void what_was_on_its_way_says_nothing_of_who_has_left() {
        PollView open = house.ask(plain("Lunch?"), "Pizza", "Sushi");
        PollView secret = house.ask(SECRET, "Ada", "Ben");
        house.accounts.require("bob");
        house.accounts.delete("bob");
        house.polls.forget(new AccountDeleted("bob"));
        // The server is not done with forgetting them.
        house.users.ensure("bob", "secret", null, null);

        house.polls.vote("bob", open.id(), List.of("1"));
        assertThat(House.problem(() -> house.polls.vote("bob", secret.id(), List.of("1")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(House.problem(() -> house.polls.create("bob", null, "alice", List.of("a", "b"), plain("Mine?")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);

        assertThat(house.votes("alice", open)).containsExactly(0, 0);
        assertThat(house.count("hearth_poll_vote")).isZero();
        assertThat(house.count("hearth_poll")).isEqualTo(2);
    }

    // Many

    @Test
    void five_hundred_voters_at_once_are_counted_exactly() throws Exception {
        PollView poll = house.polls.create("alice", "crowd", null, List.of("a", "b", "c", "d"), plain("All of you?"));
        assertExact(poll, false);
    }

    @Test
    void five_hundred_secret_voters_at_once_are_counted_exactly() throws Exception {
        PollView poll = house.polls.create("alice", "crowd", null, List.of("a", "b", "c", "d"), SECRET);
        assertExact(poll, true);
    }

    /** Half of them vote by a client, half by REST; each changes the vote twice, and some take it back at the end. */
    private void assertExact(PollView poll, boolean isSecret) throws Exception {
        Said said = house.talks.require(ALICE, poll.id());
        List<String> emojis =
                poll.options().stream().map(PollView.Option::emoji).toList();
        IntStream.range(0, 500).forEach(i -> {
            house.users.ensure("voter" + i, "secret", null, null);
            house.accounts.require("voter" + i);
        });

        at(500, voter -> {
            for (int change = 2; change >= 0; change--) {
                int last = voter % 5;
                int choice = (last + change) % 4;
                boolean takesBack = change == 0 && last == 4;
                List<String> options = takesBack ? List.of() : List.of(Integer.toString(choice + 1));
                String[] reactions = takesBack ? new String[0] : new String[] {emojis.get(choice)};
                persistently(() -> {
                    if (voter % 2 == 0) {
                        house.polls.vote("voter" + voter, poll.id(), options);
                    } else {
                        react(voter, said, reactions);
                    }
                });
            }
        });

        assertThat(house.votes("alice", poll)).containsExactly(100, 100, 100, 100);
        assertThat(house.count("hearth_poll_vote")).isEqualTo(400);
        assertThat(house.count("hearth_message")).isEqualTo(isSecret ? 1 : 1501);
        house.polls.close("alice", poll.id());
        assertThat(house.votes("alice", poll)).containsExactly(100, 100, 100, 100);
    }

    /** As a client does, which is told that the archive is busy and nothing was changed. */
    private static void persistently(Runnable act) {
        await().atMost(Duration.ofMinutes(2))
                .pollInSameThread()
                .ignoreExceptionsMatching(e -> e instanceof Problem busy && busy.kind() == Kind.UNAVAILABLE)
                .until(() -> {
                    act.run();
                    return true;
                });
    }

    private void react(int voter, Said said, String... emojis) {
        try {
            house.crowd.react("voter" + voter + "@" + House.DOMAIN, said, emojis);
        } catch (Withheld secret) {
            assertThat(house.count("hearth_poll WHERE anonymous = 1")).isOne();
        }
    }

    @Test
    void one_person_who_votes_by_many_clients_at_once_has_one_vote() throws Exception {
        PollView poll = house.polls.create("alice", "crowd", null, List.of("a", "b"), plain("All of you?"));
        Said said = house.talks.require(ALICE, poll.id());

        at(20, i -> {
            if (i % 2 == 0) {
                house.polls.vote("bob", poll.id(), List.of(Integer.toString(1 + i / 2 % 2)));
            } else {
                house.crowd.react(BOB, said, i / 2 % 2 == 0 ? ONE : TWO);
            }
        });

        assertThat(house.votes("alice", poll)).isIn(List.of(1, 0), List.of(0, 1));
    }

    @Test
    void a_vote_counts_or_is_refused_while_the_poll_closes() throws Exception {
        PollView poll = house.polls.create("alice", "crowd", null, List.of("a", "b"), SECRET);
        List<Integer> refused = Collections.synchronizedList(new ArrayList<>());

        at(61, i -> {
            if (i == 30) {
                house.polls.close("alice", poll.id());
                return;
            }
            try {
                house.polls.vote("voter" + i, poll.id(), List.of("1"));
            } catch (Problem closed) {
                refused.add(i);
            }
        });

        assertThat(house.votes("alice", poll)).containsExactly(60 - refused.size(), 0);
    }

    private interface Act {
        void of(int number);
    }

    /** All of them at once. */
    private static void at(int many, Act act) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(many);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int number = i;
                done.add(executor.submit(() -> {
                    go.await();
                    act.of(number);
                    return true;
                }));
            }
            go.countDown();
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
