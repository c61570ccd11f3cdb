package im.hearth.people.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Json;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** Settings, by both doors, and what they let others see. */
final class SettingsTest {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-people");
    private final SettingsStore store = new SettingsStore();
    private final ObjectMapper mapper = Json.mapper();
    private final Accounts accounts = TestAccounts.of(database, "alice", "bob", "carol");
    private final PersonalSettings settings =
            new PersonalSettings(database.database(), store, accounts, new LiveEvents());
    private final List<Packet> delivered = new ArrayList<>();
    private final SettingsStanzas stanzas = new SettingsStanzas(
            settings,
            mapper,
            "example.org",
            username -> List.of(new JID(username, "example.org", "phone"), new JID(username, "example.org", "laptop")),
            (resource, packet) -> delivered.add(packet));
    private final List<SettingsChanged> changes = new ArrayList<>();

    SettingsTest() {
        database.events().subscribe(SettingsChanged.class, changes::add);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private JsonNode json(String text) {
        try {
            return mapper.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private Choices change(String username, String json) {
        return settings.change(username, SettingsForm.read(json(json)));
    }

    private List<String> wrong(String json) {
        Problem problem = catchThrowableOfType(Problem.class, () -> SettingsForm.read(json(json)));
        assertThat(problem.kind()).isEqualTo(Kind.INVALID);
        return problem.errors().stream().map(FieldError::field).toList();
    }

    @Test
    void somebody_who_has_set_nothing_has_the_defaults() {
        assertThat(settings.of("alice")).isEqualTo(Choices.DEFAULTS);
    }

    @Test
    void only_what_is_sent_changes_inside_of_objects_too() {
        change("alice", "{'theme':'dark','notification_preferences':{'mention':false,'show_text':false}}");

        Choices now = change(
                "alice",
                "{'language':'pt-br','privacy':{'location':'nobody'},"
                        + "'notification_preferences':{'reaction':false}}");

        assertThat(now.theme()).isEqualTo(Theme.DARK);
        assertThat(now.language()).isEqualTo("pt-BR");
        assertThat(now.silent()).containsExactlyInAnyOrder(NotificationKind.MENTION, NotificationKind.REACTION);
        assertThat(now.showText()).isFalse();
        assertThat(now.shows(Aspect.LOCATION)).isEqualTo(Audience.NOBODY);
        assertThat(now.shows(Aspect.LAST_SEEN)).isEqualTo(Audience.FRIENDS);
        assertThat(settings.of("alice")).isEqualTo(now);
        assertThat(settings.of("bob")).isEqualTo(Choices.DEFAULTS);
    }

    @Test
    void ties_change_with_what_is_shown_to_whom_and_with_nothing_else() {
        List<TiesChanged> ties = new ArrayList<>();
        database.events().subscribe(TiesChanged.class, ties::add);

        change("alice", "{'theme':'dark'}");
        assertThat(ties).isEmpty();
        change("alice", "{'privacy':{'location':'nobody'}}");
        assertThat(ties).containsExactly(new TiesChanged("alice", null));
    }

    @Test
    void a_language_is_cleared_by_null() {
        change("alice", "{'language':'de'}");

        assertThat(change("alice", "{'language':null}").language()).isNull();
    }

    @Test
    void a_change_that_changes_nothing_is_told_to_nobody() {
        change("alice", "{'theme':'system'}");

        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'colour':'red'} | colour",
                "{'theme':'pink'} | theme",
                "{'theme':null} | theme",
                "{'language':'not a tag'} | language",
                "{'language':7} | language",
                "{'language':''} | language",
                "{'privacy':'everyone'} | privacy",
                "{'privacy':{'last_seen':'some'}} | privacy.last_seen",
                "{'privacy':{'shoe_size':'nobody'}} | privacy.shoe_size",
                "{'notification_preferences':{'mention':'yes'}} | notification_preferences.mention",
                "{'notification_preferences':{'bells':true}} | notification_preferences.bells"
            })
    void a_wrong_field_is_named_by_its_path(String json, String path) {
        assertThat(wrong(json)).containsExactly(path);
    }

    @Test
    void all_wrong_fields_are_named_at_once() {
        assertThat(wrong("{'theme':'pink','privacy':{'location':1}}")).containsExactly("theme", "privacy.location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "'dark'", "1"})
    void what_is_no_object_is_a_bad_request(String json) {
        assertThatThrownBy(() -> SettingsForm.read(json(json)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.BAD_REQUEST));
    }

    // XMPP.

    private static IQ request(IQ.Type type, String to, String action) {
        IQ request = new IQ(type, "1");
        request.setFrom(new JID("alice@example.org/phone"));
        if (!to.isEmpty()) {
            request.setTo(to);
        }
        request.setChildElement("pubsub", PUBSUB).addElement(action).addAttribute("node", SettingsStanzas.NODE);
        return request;
    }

    private static IQ publish(String json) {
        IQ request = request(IQ.Type.set, "", "publish");
        request.getChildElement()
                .element("publish")
                .addElement("item")
                .addElement(QName.get("json", "urn:xmpp:json:0"))
                .setText(json.replace('\'', '"'));
        return request;
    }

    private IQ served(IQ request) {
        assertThat(stanzas.wants(request)).isTrue();
        return stanzas.serve(request).orElseThrow();
    }

    private JsonNode item(Element items) {
        return json(items.element("item").elementText("json"));
    }

    @Test
    void publishing_changes_the_settings() {
        IQ answer = served(publish("{'theme':'dark'}"));

        assertThat(answer.getType()).isEqualTo(IQ.Type.result);
        assertThat(settings.of("alice").theme()).isEqualTo(Theme.DARK);
    }

    @Test
    void publishing_is_checked_as_patch_is() {
        assertThatThrownBy(() -> served(publish("{'theme':'pink'}"))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> served(publish("{'theme':"))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> served(publish(""))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> served(request(IQ.Type.set, "", "publish"))).isInstanceOf(Problem.class);
        assertThat(settings.of("alice")).isEqualTo(Choices.DEFAULTS);
    }

    @Test
    void the_item_is_there_before_anything_was_published() {
        IQ answer = served(request(IQ.Type.get, "alice@example.org", "items"));

        JsonNode item = item(answer.getChildElement().element("items"));
        assertThat(item.at("/privacy/last_seen").asText()).isEqualTo("friends");
        assertThat(item.at("/notification_preferences/missed_call").asBoolean()).isTrue();
    }

    @Test
    void nobody_else_sees_the_node() {
        assertThatThrownBy(() -> served(request(IQ.Type.get, "bob@example.org", "items")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "subscribe", "retract"})
    void the_node_cannot_be_configured(String action) {
        assertThatThrownBy(() -> served(request(IQ.Type.set, "", action))).isInstanceOf(Problem.class);
    }

    @Test
    void other_nodes_and_other_services_are_left_alone() {
        IQ other = request(IQ.Type.get, "", "items");
        other.getChildElement().element("items").addAttribute("node", "urn:xmpp:avatar:data");
        assertThat(stanzas.wants(other)).isFalse();
        assertThat(stanzas.wants(request(IQ.Type.get, "pubsub.example.org", "items")))
                .isFalse();
    }

    @Test
    void a_change_is_told_to_all_resources() {
        change("alice", "{'theme':'dark'}");
        stanzas.tell("alice");

        assertThat(delivered).extracting(packet -> packet.getTo().getResource()).containsExactly("phone", "laptop");
        Element items = delivered
                .get(0)
                .getElement()
                .element(QName.get("event", PUBSUB + "#event"))
                .element("items");
        assertThat(items.attributeValue("node")).isEqualTo(SettingsStanzas.NODE);
        assertThat(item(items).path("theme").asText()).isEqualTo("dark");
        assertThat(delivered.get(0).getFrom()).isEqualTo(new JID("alice@example.org"));
    }

    // Privacy.

    /** Bob is a friend of everybody; dora is blocked by everybody. */
    private final Privacy privacy = new Privacy(database.database(), store, new Privacy.Bonds() {
        @Override
        public Set<String> friendsAmong(String person, Collection<String> people) {
            return person.equals("bob") || person.equals("dora") ? Set.copyOf(people) : Set.of();
        }

        @Override
        public Set<String> blockersOf(String person, Collection<String> people) {
            return person.equals("dora") ? Set.copyOf(people) : Set.of();
        }
    });

    @ParameterizedTest
    @CsvSource({"everyone,true,true", "friends,true,false", "nobody,false,false"})
    void an_audience_is_who_sees_it(String audience, boolean friend, boolean stranger) {
        change("alice", "{'privacy':{'last_seen':'" + audience + "'}}");

        assertThat(privacy.shows("alice", Aspect.LAST_SEEN, "bob")).isEqualTo(friend);
        assertThat(privacy.shows("alice", Aspect.LAST_SEEN, "carol")).isEqualTo(stranger);
        assertThat(privacy.shows("alice", Aspect.LAST_SEEN, "alice")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"everyone", "friends"})
    void who_is_blocked_sees_nothing(String audience) {
        change("alice", "{'privacy':{'profile_picture':'" + audience + "'}}");

        assertThat(privacy.shows("alice", Aspect.PROFILE_PICTURE, "dora")).isFalse();
    }

    @Test
    void many_are_asked_of_at_once() {
        change("alice", "{'privacy':{'profile_picture':'nobody'}}");
        List<String> many = new ArrayList<>(List.of("alice"));
        for (int i = 0; i < 1_200; i++) {
            many.add("person" + i);
        }

        assertThat(privacy.showing(many, Aspect.PROFILE_PICTURE, "carol"))
                .hasSize(1_200)
                .doesNotContain("alice");
        assertThat(privacy.showing(List.of(), Aspect.PROFILE_PICTURE, "carol")).isEmpty();
    }

    @Test
    void what_nobody_has_set_is_shown_by_the_defaults() {
        assertThat(privacy.shows("alice", Aspect.FIND_BY_PHONE, "carol")).isTrue();
        assertThat(privacy.shows("alice", Aspect.PROFILE_PICTURE, "carol")).isTrue();
        assertThat(privacy.shows("alice", Aspect.LAST_SEEN, "carol")).isFalse();
        assertThat(privacy.shows("alice", Aspect.LOCATION, "bob")).isTrue();
    }

    @Test
    void who_shows_something_to_nobody_is_told_apart() {
        change("alice", "{'privacy':{'location':'nobody'}}");
        change("bob", "{'privacy':{'location':'everyone'}}");

        assertThat(privacy.hiding(List.of("alice", "bob", "carol", "alice"), Aspect.LOCATION))
                .containsExactly("alice");
        assertThat(privacy.hiding(List.of(), Aspect.LOCATION)).isEmpty();
    }

    @Test
    void what_who_has_left_still_changes_is_not_kept() {
        accounts.delete("alice");

        assertThatThrownBy(() -> change("alice", "{'theme':'dark'}")).isInstanceOf(Problem.class);
        Optional<Choices> kept = database.database().read(handle -> store.find(handle, "alice"));
        assertThat(kept).isEmpty();
    }
}
