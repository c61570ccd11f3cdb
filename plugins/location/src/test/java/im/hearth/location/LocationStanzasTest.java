package im.hearth.location;

import static im.hearth.location.House.as;
import static im.hearth.location.House.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.location.LocationResource.NewLocation;
import java.time.Duration;
import java.util.List;
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

final class LocationStanzasTest {
    private static final String NODE = " node='http://jabber.org/protocol/geoloc'";
    private static final String VIENNA =
            "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>48.208174</lat><lon>+16.373819</lon>"
                    + "<accuracy>20</accuracy><country>Austria</country></geoloc>";
    private static final String EMPTY = "<geoloc xmlns='http://jabber.org/protocol/geoloc'/>";

    private final House house = new House();

    @BeforeEach
    void befriend() {
        house.ties.befriend("alice", "bob");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static IQ request(IQ.Type type, String from, @Nullable String to, String namespace, String actions) {
        try {
            IQ request = new IQ(type);
            request.setFrom(client(from));
            if (to != null) {
                request.setTo(new JID(to, House.DOMAIN, null));
            }
            Element payload = DocumentHelper.parseText(
                            "<pubsub xmlns='http://jabber.org/protocol/" + namespace + "'>" + actions + "</pubsub>")
                    .getRootElement();
            request.setChildElement(payload.createCopy());
            return request;
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Element ask(IQ request) {
        assertThat(house.stanzas.wants(request)).isTrue();
        IQ answer = house.stanzas.serve(request).orElseThrow();
        assertThat(answer.getType()).isEqualTo(IQ.Type.result);
        return answer.getElement();
    }

    private Kind refused(IQ request) {
        assertThat(house.stanzas.wants(request)).isTrue();
        return catchThrowableOfType(Problem.class, () -> house.stanzas.serve(request))
                .kind();
    }

    private Element publish(String from, String geoloc) {
        return ask(publication(from, null, geoloc));
    }

    private static IQ publication(String from, @Nullable String to, String geoloc) {
        return request(IQ.Type.set, from, to, "pubsub", "<publish" + NODE + "><item>" + geoloc + "</item></publish>");
    }

    private static IQ items(String from, @Nullable String to) {
        return request(IQ.Type.get, from, to, "pubsub", "<items" + NODE + "/>");
    }

    private static IQ affiliations(String from, String... pairs) {
        StringBuilder list = new StringBuilder("<affiliations" + NODE + ">");
        for (int i = 0; i < pairs.length; i += 2) {
            list.append("<affiliation jid='" + pairs[i] + "' affiliation='" + pairs[i + 1] + "'/>");
        }
        return request(
                pairs.length == 0 ? IQ.Type.get : IQ.Type.set, from, null, "pubsub#owner", list + "</affiliations>");
    }

    @Test
    void what_a_client_publishes_goes_to_nobody_until_it_is_shared() {
        Element published = publish("alice", VIENNA);

        assertThat(published.asXML()).contains("<item id=\"current\"/>");
        LocationView own = house.resource.get(as("alice"), "me");
        assertThat(own.latitude()).isEqualTo(48.208174);
        assertThat(own.longitude()).isEqualTo(16.373819);
        assertThat(own.accuracy()).isEqualTo(20);
        assertThat(own.sharedWith()).isEmpty();
        assertThat(own.expiresAt()).isEqualTo(house.clock.instant().plus(Duration.ofHours(1)));
        assertThat(house.heard()).containsOnlyKeys("alice");
        assertThat(refused(items("bob", "alice"))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void what_a_client_publishes_goes_to_whom_it_is_shared_with_until_its_end() {
        house.resource.put(
                as("alice"), "me", new NewLocation(1.0, 2.0, null, Precision.COARSE, List.of("bob"), null, 30));
        house.heard();

        publish("alice", VIENNA);

        assertThat(house.heard()).containsOnlyKeys("alice", "bob").containsEntry("bob", "48.21,16.37182");
        LocationView seen = house.resource.get(as("bob"), "alice");
        assertThat(seen.latitude()).isEqualTo(48.21);
        assertThat(seen.expiresAt()).isEqualTo(house.clock.instant().plus(Duration.ofMinutes(30)));
    }

    @Test
    void an_event_is_a_headline_from_the_owners_account() {
        house.resource.put(
                as("alice"), "me", new NewLocation(48.208174, 16.373819, 5.0, null, List.of("bob"), null, 30));

        Message event = house.delivered.stream()
                .filter(message -> message.getTo().equals(client("bob")))
                .findFirst()
                .orElseThrow();
        assertThat(event.getType()).isEqualTo(Message.Type.headline);
        assertThat(event.getFrom()).isEqualTo(new JID("alice", House.DOMAIN, null));
        assertThat(event.toXML())
                .contains(
                        "<event xmlns=\"http://jabber.org/protocol/pubsub#event\">",
                        "<items node=\"http://jabber.org/protocol/geoloc\"><item id=\"current\">",
                        "<accuracy>5</accuracy><lat>48.208174</lat><lon>16.373819</lon>",
                        "<timestamp>2026-01-15T12:00:00Z</timestamp>");
    }

    @Test
    void clients_that_do_not_ask_for_places_get_none() {
        house.deaf.add(client("bob"));

        house.resource.put(as("alice"), "me", new NewLocation(1.0, 2.0, null, null, List.of("bob"), null, 30));
        house.stanzas.greet(client("bob"));

        assertThat(house.heard()).containsOnlyKeys("alice");
    }

    @Test
    void who_may_see_it_reads_the_item() {
        house.resource.put(as("alice"), "me", new NewLocation(1.5, 2.25, null, null, List.of("bob"), null, 30));

        Element answer = ask(items("bob", "alice"));

        assertThat(answer.asXML()).contains("<lat>1.5</lat><lon>2.25</lon>").contains("<item id=\"current\">");
        assertThat(ask(items("alice", null)).asXML()).contains("<lat>1.5</lat>");
        assertThat(refused(items("carol", "alice"))).isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(items("bob", "nobody"))).isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(request(
                        IQ.Type.get, "bob", "alice", "pubsub", "<items" + NODE + "><item id='other'/></items>")))
                .isEqualTo(Kind.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retract", "empty", "purge", "delete"})
    void taking_it_away_ends_it(String how) {
        house.resource.put(as("alice"), "me", new NewLocation(1.5, 2.25, null, null, List.of("bob"), null, 30));
        house.heard();

        switch (how) {
            case "retract" ->
                ask(request(
                        IQ.Type.set, "alice", null, "pubsub", "<retract" + NODE + "><item id='current'/></retract>"));
            case "empty" -> publish("alice", EMPTY);
            default -> ask(request(IQ.Type.set, "alice", null, "pubsub#owner", "<" + how + NODE + "/>"));
        }

        assertThat(refused(items("bob", "alice"))).isEqualTo(Kind.NOT_FOUND);
        assertThat(house.heard()).containsEntry("bob", "");
    }

    @Test
    void there_is_nothing_to_retract_where_nothing_is() {
        assertThat(refused(request(
                        IQ.Type.set, "alice", null, "pubsub", "<retract" + NODE + "><item id='current'/></retract>")))
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void a_client_chooses_with_whom_by_affiliations() {
        house.group("garden", "alice", "carol");
        publish("alice", VIENNA);
        house.heard();

        ask(affiliations("alice", "bob@" + House.DOMAIN, "member", "garden@" + House.ROOMS, "member"));

        assertThat(house.resource.get(as("alice"), "me").sharedWith()).containsExactly("bob", "garden");
        assertThat(house.heard()).containsKeys("bob", "carol");
        assertThat(ask(affiliations("alice")).asXML())
                .contains(
                        "jid=\"alice@hearth.test\" affiliation=\"owner\"",
                        "jid=\"bob@hearth.test\" affiliation=\"member\"",
                        "jid=\"garden@conference.hearth.test\" affiliation=\"member\"");

        ask(affiliations("alice", "bob@" + House.DOMAIN, "none"));

        assertThat(house.heard()).containsEntry("bob", "");
        assertThat(refused(items("bob", "alice"))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void affiliations_keep_to_the_same_rules() {
        assertThat(refused(affiliations("alice", "bob@" + House.DOMAIN, "member")))
                .isEqualTo(Kind.NOT_FOUND);
        publish("alice", VIENNA);

        assertThat(refused(affiliations("alice", "carol@" + House.DOMAIN, "member")))
                .isEqualTo(Kind.INVALID);
        assertThat(refused(affiliations("alice", "bob@elsewhere.test", "member")))
                .isEqualTo(Kind.INVALID);
        assertThat(refused(affiliations("alice", "bob@" + House.DOMAIN, "publisher")))
                .isEqualTo(Kind.NOT_ACCEPTABLE);
        assertThat(refused(affiliations("alice", "@", "member"))).isEqualTo(Kind.BAD_REQUEST);
        house.ties.show("alice", "nobody");
        assertThat(refused(affiliations("alice", "bob@" + House.DOMAIN, "member")))
                .isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void nobody_publishes_for_somebody_else() {
        assertThat(refused(publication("bob", "alice", VIENNA))).isEqualTo(Kind.FORBIDDEN);
        assertThat(house.resource
                        .list(as("bob"), new im.hearth.core.rest.PageRequest())
                        .items())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>91</lat><lon>0</lon></geoloc>",
                "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>1e1</lat><lon>0</lon></geoloc>",
                "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>NaN</lat><lon>0</lon></geoloc>",
                "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>1</lat></geoloc>",
                "<geoloc xmlns='http://jabber.org/protocol/geoloc'><country>Austria</country></geoloc>",
                "<tune xmlns='http://jabber.org/protocol/tune'/>",
                ""
            })
    void what_is_no_place_is_refused(String payload) {
        assertThat(refused(publication("alice", null, payload)))
                .isIn(Kind.BAD_REQUEST, Kind.INVALID, Kind.NOT_ACCEPTABLE);
    }

    @Test
    void other_nodes_and_other_services_are_not_ours() {
        assertThat(house.stanzas.wants(request(
                        IQ.Type.get, "alice", null, "pubsub", "<items node='http://jabber.org/protocol/tune'/>")))
                .isFalse();
        IQ elsewhere = items("alice", null);
        elsewhere.setTo(new JID("pubsub." + House.DOMAIN));
        assertThat(house.stanzas.wants(elsewhere)).isFalse();
        assertThat(refused(request(
                        IQ.Type.set, "alice", null, "pubsub", "<subscribe" + NODE + " jid='alice@hearth.test'/>")))
                .isEqualTo(Kind.METHOD_NOT_ALLOWED);
        assertThat(refused(request(IQ.Type.set, "alice", null, "pubsub", "<create" + NODE + "/>")))
                .isEqualTo(Kind.CONFLICT);
    }

    @Test
    void a_client_that_comes_is_told_what_is_shared_with_it() {
        house.resource.put(as("alice"), "me", new NewLocation(1.5, 2.25, null, null, List.of("bob"), null, 30));
        house.heard();

        house.stanzas.greet(client("bob"));
        house.stanzas.greet(client("carol"));

        assertThat(house.heard()).containsOnlyKeys("bob").containsEntry("bob", "1.5,2.25");
    }
}
