package im.hearth.messages;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.CAROL;
import static im.hearth.messages.House.as;
import static im.hearth.messages.House.chat;
import static im.hearth.messages.House.stanzaId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.Database;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.messages.conversations.ConversationPatch;
import im.hearth.messages.conversations.ConversationView;
import im.hearth.messages.conversations.Conversations;
import im.hearth.messages.mam.MamArchive;
import im.hearth.messages.mam.MamStanzas;
import im.hearth.messages.mam.MamStore;
import im.hearth.messages.mam.PreferenceStanzas;
import im.hearth.messages.stanza.ChatMarker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
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

/** The list of conversations, search, archive preferences and retention; on each database. */
abstract class HistoryContract {
    private static final String MAM = "urn:xmpp:mam:2";

    @SuppressWarnings("NullAway.Init")
    House house;

    private final List<Message> found = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private PreferenceStanzas door;

    abstract Database database(House house);

    abstract House open();

    @BeforeEach
    void openHouse() {
        house = open();
        MamStanzas mam = new MamStanzas(
                new MamArchive(database(house), new MamStore(database(house).dialect())),
                House.DOMAIN,
                (to, message) -> found.add(message));
        door = new PreferenceStanzas(house.preferences, mam);
    }

    @AfterEach
    void closeHouse() {
        house.close();
    }

    // The list of conversations.

    @Test
    void each_conversation_is_there_once_the_latest_first() {
        say(ALICE, BOB, "one");
        say(CAROL, ALICE, "two");
        say(BOB, ALICE, "three");
        say(BOB, CAROL, "none of alice's business");

        assertThat(list("alice"))
                .extracting(ConversationView::id, ConversationView::peer, view -> words(view.lastMessage()))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(BOB, "bob", "three"),
                        org.assertj.core.groups.Tuple.tuple(CAROL, "carol", "two"));
    }

    @Test
    void notes_to_oneself_and_people_of_other_servers_are_in_it() {
        say(ALICE, ALICE, "milk");
        say(ALICE, "romeo@elsewhere.example", "hello");

        assertThat(list("alice"))
                .extracting(ConversationView::peer)
                .containsExactly("romeo@elsewhere.example", "alice");
        assertThat(list("alice")).extracting(ConversationView::unreadCount).containsOnly(0);
    }

    @Test
    void reactions_and_markers_do_not_make_a_last_message() {
        say(ALICE, BOB, "words");
        Message reaction = chat(BOB, ALICE, "r1", "");
        reaction.getElement().remove(reaction.getElement().element("body"));
        reaction.addChildElement("reactions", "urn:xmpp:reactions:0");
        house.gate.admit(reaction);

        assertThat(list("bob")).singleElement().satisfies(view -> assertThat(words(view.lastMessage()))
                .isEqualTo("words"));
    }

    @Test
    void both_doors_lower_the_unread_count() {
        say(BOB, ALICE, "one");
        say(BOB, ALICE, "two");
        String last = say(BOB, ALICE, "three");
        assertThat(list("alice").get(0).unreadCount()).isEqualTo(3);
        assertThat(list("bob").get(0).unreadCount()).isZero();

        Message marker = chat(ALICE, BOB, "d1", "");
        marker.getElement().remove(marker.getElement().element("body"));
        ChatMarker.addDisplayed(marker, "two");
        house.gate.admit(marker);
        assertThat(list("alice").get(0).unreadCount()).isEqualTo(1);

        house.messages.markRead(ALICE, last);
        assertThat(list("alice").get(0).unreadCount()).isZero();
    }

    @Test
    void a_message_that_was_taken_back_is_the_last_one_still() {
        String id = say(ALICE, BOB, "oh no");
        house.messages.retract(ALICE, id);

        assertThat(list("bob")).singleElement().satisfies(view -> {
            assertThat(((MessageView) Objects.requireNonNull(view.lastMessage())).deleted())
                    .isTrue();
            assertThat(view.unreadCount()).isZero();
        });
    }

    @Test
    void pinned_ones_come_first_and_pages_go_on_where_they_stopped() {
        for (int i = 0; i < 5; i++) {
            house.users.ensure("peer" + i, "secret", null, null);
            say(ALICE, "peer" + i + "@" + House.DOMAIN, "m" + i);
        }
        patch("alice", "peer1@" + House.DOMAIN, "{\"pinned\": true}");
        patch("alice", "peer3@" + House.DOMAIN, "{\"pinned\": true}");

        List<String> seen = new ArrayList<>();
        String after = null;
        do {
            Page<Conversations.Listed> page = house.conversations.list(ALICE, after, 2);
            page.items()
                    .forEach(listed ->
                            seen.add(Objects.requireNonNull(listed.look().peer())));
            after = im.hearth.core.rest.Cursor.decode(page.next());
        } while (after != null);

        assertThat(seen).containsExactly("peer3", "peer1", "peer4", "peer2", "peer0");
        assertThat(house.conversations
                        .require(ALICE, "peer1@" + House.DOMAIN)
                        .place()
                        .pinned())
                .isTrue();
    }

    @Test
    void a_muted_conversation_is_muted_until_then_and_for_its_owner_only() {
        say(ALICE, BOB, "hello");
        ConversationView muted = patch("alice", BOB, "{\"muted_until\": \"2026-01-15T13:00:00Z\"}");
        assertThat(muted.mutedUntil()).isEqualTo("2026-01-15T13:00:00Z");
        assertThat(muted.pinned()).isFalse();
        assertThat(list("bob").get(0).mutedUntil()).isNull();

        assertThat(patch("alice", BOB, "{\"pinned\": true}").mutedUntil()).isNotNull();
        assertThat(patch("alice", BOB, "{\"muted_until\": null}").mutedUntil()).isNull();
        assertThat(list("alice").get(0).pinned()).isTrue();

        patch("alice", BOB, "{\"muted_until\": \"2026-01-15T13:00:00Z\"}");
        house.clock.advance(Duration.ofHours(2));
        assertThat(list("alice").get(0).mutedUntil()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"muted_until\": \"tomorrow\"}",
                "{\"muted_until\": \"2020-01-01T00:00:00Z\"}",
                "{\"muted_until\": \"+999999999-01-01T00:00:00Z\"}",
                "{\"muted_until\": \"\"}",
                "{\"pinned\": null}"
            })
    void a_change_that_is_none_is_refused(String json) {
        say(ALICE, BOB, "hello");

        refused(Kind.INVALID, () -> patch("alice", BOB, json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bob@hearth.test", "bob", "@", "", "a b", "'; --", "x\u0000y", "carol@hearth.test/phone", "1"})
    void what_is_no_conversation_of_mine_is_not_found(String id) {
        say(BOB, CAROL, "hello");

        refused(Kind.NOT_FOUND, () -> house.conversationResource.get(as("alice"), id));
        refused(Kind.NOT_FOUND, () -> patch("alice", id, "{\"pinned\": true}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "2 1 people bob", "1 x people bob", "1 1", "0 99999999999999999999 people bob"})
    void a_made_up_cursor_is_refused(String key) {
        refused(Kind.INVALID, () -> house.conversations.list(ALICE, key, 10));
    }

    @Test
    void a_deleted_account_is_nobody_and_a_talk_of_two_such_is_gone() {
        say(ALICE, BOB, "hello");
        patch("bob", ALICE, "{\"pinned\": true}");
        delete("bob");
        assertThat(list("alice")).singleElement().satisfies(view -> assertThat(view.peer())
                .isNull());

        delete("alice");
        assertThat(count("hearth_conversation")).isZero();
        assertThat(count("hearth_conversation_setting")).isZero();
    }

    @Test
    void what_was_on_its_way_is_not_kept_of_who_has_left() {
        say(ALICE, BOB, "hello");
        delete("alice");

        assertThatThrownBy(() -> patch("alice", BOB, "{\"pinned\": true}")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> prefer("never", BOB, "")).isInstanceOf(Problem.class);

        assertThat(count("hearth_conversation_setting")).isZero();
        assertThat(count("hearth_archive_preference")).isZero();
    }

    @Test
    void a_node_that_starts_anew_makes_no_second_row() {
        say(ALICE, BOB, "one");
        try (ArchiveWriter other = new ArchiveWriter(database(house), new ArchiveStore(), house.clock)) {
            other.commit(new Draft(MessageKind.MESSAGE, BOB, ALICE, true, "o", "<message/>", "two", null));
        }
        say(ALICE, BOB, "three");

        assertThat(count("hearth_conversation")).isEqualTo(2);
    }

    // Search.

    @Test
    void words_are_found_in_any_case_in_ones_own_messages_only() {
        say(ALICE, BOB, "The Quick brown fox");
        say(BOB, ALICE, "jumps over the lazy dog");
        say(BOB, CAROL, "another quick thing");

        for (int i = 0; i < 2; i++) {
            assertThat(search("alice", "QUICK", null)).containsExactly("The Quick brown fox");
            assertThat(search("bob", "quick", null)).containsExactly("another quick thing", "The Quick brown fox");
            assertThat(search("bob", "quick", "alice")).containsExactly("The Quick brown fox");
            assertThat(search("alice", "the", "carol")).isEmpty();
            house.words.catchUp();
        }
    }

    @Test
    void what_was_edited_is_found_by_its_new_words_and_what_was_taken_back_by_none() {
        String early = say(ALICE, BOB, "apples");
        house.words.catchUp();
        String late = say(ALICE, BOB, "cherries");
        house.messages.edit(ALICE, early, "pears");
        house.messages.edit(ALICE, late, "plums");

        for (int i = 0; i < 2; i++) {
            assertThat(search("bob", "apples", null)).isEmpty();
            assertThat(search("bob", "cherries", null)).isEmpty();
            assertThat(search("bob", "pears", null)).containsExactly("pears");
            assertThat(search("bob", "plums", null)).containsExactly("plums");
            house.words.catchUp();
        }
        house.messages.retract(ALICE, early);
        assertThat(search("bob", "pears", null)).isEmpty();
    }

    @Test
    void a_search_is_paged_and_knows_what_is_unread() {
        for (int i = 0; i < 5; i++) {
            say(BOB, ALICE, "word number " + i);
        }
        house.words.catchUp();
        MessageFilter filter = new MessageFilter(ALICE, null, false, 0, Long.MAX_VALUE);
        Page<ChatMessage> first = house.inbox.search(filter, "word", 3);
        assertThat(first.items())
                .extracting(ChatMessage::body)
                .containsExactly("word number 4", "word number 3", "word number 2");
        assertThat(first.next()).isNotNull();
        Page<ChatMessage> second =
                house.inbox.search(filter.before(first.items().get(2).id()), "word", 3);
        assertThat(second.items()).extracting(ChatMessage::body).containsExactly("word number 1", "word number 0");
        assertThat(second.next()).isNull();

        house.messages.markRead(ALICE, MessageId.text(first.items().get(1).id()));
        MessageFilter unread = new MessageFilter(ALICE, BOB, true, 0, Long.MAX_VALUE);
        assertThat(house.inbox.search(unread, "word", 9).items())
                .extracting(ChatMessage::body)
                .containsExactly("word number 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "''",
                "\"",
                "a' | 'b",
                "!",
                "& | ! ( ) : *",
                ":*",
                "<->",
                "a <-> b",
                "\\",
                "\\'",
                "%",
                "_",
                "\u0000",
                "a\u0000b",
                "\uD83D",
                "\uFFFF",
                "👍",
                "ಠ_ಠ",
                "x:*",
                "it's",
                "'; DROP TABLE hearth_message; --",
                "?",
                ":owner",
                "<ids>",
                "$1",
                "{}",
                "foo-bar",
                "bob@example.org",
                "http://example.org/?q=1#x",
                "-1",
                "1e400"
            })
    void whatever_is_asked_for_gets_an_answer(String words) {
        say(ALICE, BOB, "hello");
        house.words.catchUp();

        assertThat(house.resource
                        .list(as("alice"), new PageRequest(), null, words, "false", null, null)
                        .items())
                .hasSizeLessThan(2);
    }

    @Test
    void a_question_that_is_too_long_is_refused() {
        refused(Kind.INVALID, () -> search("alice", "x".repeat(1_001), null));
        assertThat(search("alice", "x y ".repeat(250), null)).isEmpty();
    }

    @Test
    void signs_are_found_as_they_are() {
        say(ALICE, BOB, "well... 👍👍");
        house.words.catchUp();

        assertThat(search("alice", "👍", null)).hasSize(1);
        assertThat(search("alice", "...", null)).hasSize(1);
        assertThat(search("alice", "???", null)).isEmpty();
    }

    // Preferences.

    @Test
    void preferences_are_as_they_were_set() {
        assertThat(prefs(IQ.Type.get, "<prefs xmlns='urn:xmpp:mam:2'/>").attributeValue("default"))
                .isEqualTo("always");
        String wanted = "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always><jid>" + BOB + "/phone</jid></always>"
                + "<never><jid>" + CAROL + "</jid><jid>elsewhere.example</jid></never></prefs>";
        for (Element prefs :
                List.of(prefs(IQ.Type.set, wanted), prefs(IQ.Type.get, "<prefs xmlns='urn:xmpp:mam:2'/>"))) {
            assertThat(prefs.attributeValue("default")).isEqualTo("roster");
            assertThat(prefs.element("always").elements("jid"))
                    .extracting(Element::getText)
                    .containsExactly(BOB);
            assertThat(prefs.element("never").elements("jid"))
                    .extracting(Element::getText)
                    .containsExactly(CAROL, "elsewhere.example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<prefs xmlns='urn:xmpp:mam:2'/>",
                "<prefs xmlns='urn:xmpp:mam:2' default='sometimes'/>",
                "<prefs xmlns='urn:xmpp:mam:2' default='ALWAYS'/>",
                "<prefs xmlns='urn:xmpp:mam:2' default='always'><never><jid>@</jid></never></prefs>",
                "<prefs xmlns='urn:xmpp:mam:2' default='always'><never><jid/></never></prefs>"
            })
    void wrong_preferences_are_refused(String prefs) {
        refused(Kind.BAD_REQUEST, () -> prefs(IQ.Type.set, prefs));
    }

    @Test
    void nobody_sees_or_sets_somebody_elses_preferences() {
        IQ request = iq(IQ.Type.get, "<prefs xmlns='urn:xmpp:mam:2'/>");
        request.setTo(BOB);

        refused(Kind.FORBIDDEN, () -> door.serve(request));
    }

    @Test
    void what_somebody_does_not_want_kept_is_in_the_other_ones_archive_only() {
        String before = say(ALICE, BOB, "before");
        prefer("always", "", BOB);
        String hidden = say(BOB, ALICE, "off the record");
        say(ALICE, BOB, "mine too");
        say(CAROL, ALICE, "kept");

        assertThat(archive("")).containsExactly("before", "kept");
        assertThat(archive(field("with", BOB))).containsExactly("before");
        refused(Kind.NOT_FOUND, () -> archive(field("ids", hidden)));
        refused(Kind.NOT_FOUND, () -> archive(field("after-id", hidden)));
        assertThat(messages("alice")).containsExactly("kept", "before");
        assertThat(messages("bob")).containsExactly("mine too", "off the record", "before");
        assertThat(search("alice", "record", null)).isEmpty();
        assertThat(search("bob", "record", null)).hasSize(1);
        assertThat(list("alice"))
                .extracting(view -> words(view.lastMessage()), ConversationView::unreadCount)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("kept", 1),
                        org.assertj.core.groups.Tuple.tuple("before", 0));
        assertThat(words(list("bob").get(0).lastMessage())).isNotEqualTo("before");
        assertThat(archive(field("after-id", before))).containsExactly("kept");
    }

    @Test
    void a_list_wins_over_the_default_and_the_roster_is_asked_for_the_rest() {
        house.users.befriend("alice", CAROL);
        prefer("roster", "", "");
        say(BOB, ALICE, "a stranger");
        say(CAROL, ALICE, "a friend");
        prefer("never", BOB, "");
        say(BOB, ALICE, "listed");
        say(CAROL, ALICE, "not listed");
        prefer("always", "", "");
        say(CAROL, ALICE, "as ever");

        assertThat(archive("")).containsExactly("a friend", "listed", "as ever");
    }

    @Test
    void what_somebody_does_not_keep_cannot_be_looked_up_by_its_id() {
        prefer("always", "", BOB);
        String hidden = say(BOB, ALICE, "off the record");

        refused(Kind.NOT_FOUND, () -> house.resource.get(as("alice"), hidden));
        refused(Kind.NOT_FOUND, () -> house.resource.edits(as("alice"), hidden));
        refused(Kind.NOT_FOUND, () -> house.resource.get(as("carol"), hidden));
        assertThat(house.resource.get(as("bob"), hidden).content()).isEqualTo("off the record");
    }

    @Test
    void what_is_not_kept_is_read_and_taken_back_as_ever() {
        prefer("never", "", "");
        String id = say(BOB, ALICE, "hush");
        house.messages.markRead(ALICE, id);
        assertThat(house.inbox.require(BOB, id).readAt()).isNotNull();
        house.messages.retract(BOB, id);
        assertThat(house.inbox.require(BOB, id).isRetracted()).isTrue();
    }

    // Retention.

    @Test
    void nothing_is_deleted_unless_an_operator_says_so() {
        say(ALICE, BOB, "old");
        house.clock.advance(Duration.ofDays(10_000));
        house.retention.keep();

        assertThat(house.inbox
                        .list(new MessageFilter(ALICE, null, false, 0, Long.MAX_VALUE), 9)
                        .items())
                .hasSize(1);
    }

    @Test
    void what_is_too_old_goes_with_its_edits_and_its_retraction() {
        house.properties.set("hearth.messages.retention", "P30D", false);
        String edited = say(ALICE, BOB, "old and edited");
        String retracted = say(ALICE, BOB, "old and taken back");
        house.clock.advance(Duration.ofDays(1));
        String young = say(BOB, ALICE, "young");
        house.messages.edit(ALICE, edited, "edited later");
        house.messages.retract(ALICE, retracted);
        house.words.catchUp();
        house.clock.advance(Duration.ofDays(29).plusHours(1));
        house.retention.keep();

        assertThat(messages("alice")).containsExactly("young");
        assertThat(archive("")).containsExactly("young");
        assertThat(count("hearth_message")).isEqualTo(1);
        assertThat(count("hearth_message_version")).isZero();
        assertThat(search("alice", "edited", null)).isEmpty();
        refused(Kind.NOT_FOUND, () -> archive(field("after-id", edited)));
        refused(
                Kind.NOT_FOUND,
                () -> archive("", "<set xmlns='http://jabber.org/protocol/rsm'><before>" + edited + "</before></set>"));
        refused(Kind.NOT_FOUND, () -> house.inbox.require(ALICE, edited));
        assertThat(archive(field("before-id", young))).isEmpty();
        assertThat(words(list("alice").get(0).lastMessage())).isEqualTo("young");
    }

    @Test
    void a_conversation_of_which_nothing_is_left_is_not_in_the_list_until_somebody_speaks() {
        house.properties.set("hearth.messages.retention", "PT24H", false);
        say(ALICE, BOB, "old");
        house.clock.advance(Duration.ofDays(2));
        house.retention.keep();
        assertThat(list("alice")).isEmpty();

        say(ALICE, BOB, "new");
        assertThat(list("alice")).hasSize(1);
    }

    @Test
    void many_are_deleted_in_steps() {
        house.properties.set("hearth.messages.retention", "P1D", false);
        for (int i = 0; i < Retention.AT_ONCE + 20; i++) {
            house.archive.say(new Draft(MessageKind.MESSAGE, ALICE, BOB, true, null, "<message/>", "x", null));
        }
        house.clock.advance(Duration.ofDays(2));
        house.retention.keep();

        assertThat(count("hearth_message")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-P1D", "P0D", "soon", "P", "30", "PT59M", "P99999999999D"})
    void a_slip_in_the_setting_deletes_nothing(String age) {
        house.properties.set("hearth.messages.retention", age, false);
        say(ALICE, BOB, "here to stay");
        house.clock.advance(Duration.ofDays(1));
        house.retention.keep();

        assertThat(count("hearth_message")).isEqualTo(1);
    }

    // What the tests are made of.

    private int sayings;

    /** Sends words as a client does, with the last one as the stanza's id; answers the message's id. */
    private String say(String from, String to, String body) {
        Message message = chat(from, to, body.contains(" ") ? "m" + sayings++ : body, body);
        house.gate.admit(message);
        return stanzaId(message, from);
    }

    private List<ConversationView> list(String username) {
        return house.conversationResource.list(as(username), new PageRequest()).items();
    }

    private ConversationView patch(String username, String id, String json) {
        try {
            return house.conversationResource.change(
                    as(username), id, Json.mapper().readValue(json, ConversationPatch.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static @Nullable String words(@Nullable Object message) {
        return message == null ? null : ((MessageView) message).content();
    }

    private List<@Nullable String> search(String username, String words, @Nullable String with) {
        List<@Nullable String> contents = new ArrayList<>();
        house.resource
                .list(as(username), new PageRequest(), with, words, "false", null, null)
                .items()
                .forEach(message -> contents.add(message.content()));
        return contents;
    }

    private List<@Nullable String> messages(String username) {
        List<@Nullable String> contents = new ArrayList<>();
        house.resource
                .list(as(username), new PageRequest(), null, null, "false", null, null)
                .items()
                .forEach(message -> contents.add(message.content()));
        return contents;
    }

    private void delete(String username) {
        house.accounts.delete(username);
        AccountDeleted deleted = new AccountDeleted(username);
        new Farewell(database(house), house.store, new Removal(house.store, house.media, house.talks), house.addresses)
                .say(deleted);
        house.conversations.forget(deleted);
        house.preferences.forget(deleted);
    }

    long count(String table) {
        return database(house).read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    private void prefer(String fallback, String always, String never) {
        prefs(
                IQ.Type.set,
                "<prefs xmlns='urn:xmpp:mam:2' default='" + fallback + "'><always>" + jid(always) + "</always><never>"
                        + jid(never) + "</never></prefs>");
    }

    private static String jid(String jid) {
        return jid.isEmpty() ? "" : "<jid>" + jid + "</jid>";
    }

    private Element prefs(IQ.Type type, String prefs) {
        IQ answer = door.serve(iq(type, prefs));
        assertThat(answer.getType()).isEqualTo(IQ.Type.result);
        return answer.getChildElement();
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    private List<String> archive(String field) {
        return archive(field, "");
    }

    /** What MAM finds in alice's archive, of what was said. */
    private List<String> archive(String field, String set) {
        found.clear();
        IQ fin = door.serve(iq(
                IQ.Type.set,
                "<query xmlns='" + MAM + "'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + MAM
                        + "</value></field>" + field + "</x>" + set + "</query>"));
        assertThat(fin.getChildElement().attributeValue("complete")).isEqualTo("true");
        return found.stream()
                .map(message -> message.getElement()
                        .element("result")
                        .element("forwarded")
                        .element("message")
                        .elementText("body"))
                .toList();
    }

    private static IQ iq(IQ.Type type, String payload) {
        try {
            IQ request = new IQ(type);
            request.setFrom(new JID(ALICE + "/phone"));
            request.setChildElement(DocumentHelper.parseText(payload).getRootElement());
            return request;
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void refused(Kind kind, Supplier<?> act) {
        assertThatThrownBy(act::get).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
    }
}
