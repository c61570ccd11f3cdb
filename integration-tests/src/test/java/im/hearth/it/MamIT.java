package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.SimpleIQ;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.mam.element.MamElements.MamResultExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** History on the XMPP door (XEP-0313), and its ids on the REST door. */
final class MamIT {
    private static final String MAM = "urn:xmpp:mam:2";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private static List<String> ids(MamManager.MamQuery query) {
        return query.getMamResultExtensions().stream()
                .map(MamResultExtension::getId)
                .toList();
    }

    private static List<String> bodies(MamManager.MamQuery query) {
        return query.getMessages().stream().map(Message::getBody).toList();
    }

    private List<String> restIds(Person person) {
        List<String> ids = new ArrayList<>();
        for (JsonNode message :
                expect(200, person.api().get("/api/messages/?limit=200")).body().path("items")) {
            ids.add(message.path("id").asText());
        }
        Collections.reverse(ids);
        return ids;
    }

    @Test
    void the_archive_of_both_people_has_the_ids_of_rest_in_the_same_order() throws Exception {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            for (int i = 0; i < 4; i++) {
                alice.send(bob, "rest " + i);
                a.say(bob, "xmpp " + i);
                b.awaitText("xmpp " + i);
            }
            for (Xmpp client : List.of(a, b)) {
                MamManager manager = MamManager.getInstanceFor(client.connection());
                assertThat(manager.isSupported()).isTrue();
                MamManager.MamQuery query = manager.queryArchive(
                        MamManager.MamQueryArgs.builder().setResultPageSize(200).build());
                assertThat(query.isComplete()).isTrue();
                assertThat(ids(query)).isEqualTo(restIds(client.person()));
                assertThat(bodies(query))
                        .containsExactly(
                                "rest 0", "xmpp 0", "rest 1", "xmpp 1", "rest 2", "xmpp 2", "rest 3", "xmpp 3");
            }
        }
    }

    @Test
    void pages_go_forward_backward_and_with_one_person() throws Exception {
        Person carol = hearth.register("carol");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(alice.send(bob, "m" + i).get("id"));
            alice.send(carol, "c" + i);
        }
        try (Xmpp a = alice.connect()) {
            MamManager manager = MamManager.getInstanceFor(a.connection());
            MamManager.MamQuery first = manager.queryArchive(MamManager.MamQueryArgs.builder()
                    .limitResultsToJid(Xmpp.bare(bob))
                    .setResultPageSize(2)
                    .build());
            assertThat(ids(first)).isEqualTo(sent.subList(0, 2));
            assertThat(first.isComplete()).isFalse();
            first.pageNext(2);
            assertThat(ids(first)).endsWith(sent.get(2), sent.get(3));

            MamManager.MamQuery last = manager.queryArchive(MamManager.MamQueryArgs.builder()
                    .limitResultsToJid(Xmpp.bare(bob))
                    .setResultPageSize(2)
                    .queryLastPage()
                    .build());
            assertThat(ids(last)).isEqualTo(sent.subList(3, 5));
        }
    }

    @Test
    void a_retracted_message_is_a_tombstone() throws Exception {
        String id = alice.send(bob, "oh no").get("id");
        expect(204, alice.api().delete("/api/messages/" + id + "/"));
        try (Xmpp b = bob.connect()) {
            MamManager.MamQuery query = MamManager.getInstanceFor(b.connection())
                    .queryArchive(MamManager.MamQueryArgs.builder()
                            .setResultPageSize(50)
                            .build());
            assertThat(query.getMessages().stream().map(m -> m.toXML().toString()))
                    .noneMatch(xml -> xml.contains("oh no"))
                    .anyMatch(xml -> xml.contains("retracted"));
        }
    }

    @Test
    void the_account_announces_its_archive() throws Exception {
        try (Xmpp a = alice.connect()) {
            ServiceDiscoveryManager disco = ServiceDiscoveryManager.getInstanceFor(a.connection());
            assertThat(disco.discoverInfo(Xmpp.bare(alice)).containsFeature(MAM))
                    .isTrue();
            assertThat(disco.discoverInfo(Xmpp.bare(alice)).containsFeature(MAM + "#extended"))
                    .isTrue();
        }
    }

    @Test
    void nobody_reads_somebody_elses_archive() throws Exception {
        alice.send(bob, "secret");
        Person carol = hearth.register("carol");
        try (Xmpp c = carol.connect()) {
            IQ query = raw("<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>" + MAM
                    + "</value></field></x>");
            query.setTo(Xmpp.bare(alice));
            assertThatThrownBy(() -> c.connection().sendIqRequestAndWaitForResponse(query))
                    .isInstanceOfSatisfying(XMPPErrorException.class, error -> assertThat(
                                    error.getStanzaError().getCondition())
                            .isIn(Condition.forbidden, Condition.item_not_found, Condition.service_unavailable));
            assertThat(c.inbox()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<field var='start'><value>yesterday</value></field>| |bad_request",
                "<field var='ids'><value>nonsense</value></field>| |item_not_found",
                "<field var='with'><value>@@@</value></field>| |bad_request",
                "<field var='after-id'><value>99</value></field>| |item_not_found",
                "|<set xmlns='http://jabber.org/protocol/rsm'><after>99</after></set>|item_not_found",
                "|<set xmlns='http://jabber.org/protocol/rsm'><before>x'; --</before></set>|item_not_found",
                "|<set xmlns='http://jabber.org/protocol/rsm'><max>-1</max></set>|bad_request",
                "|<set xmlns='http://jabber.org/protocol/rsm'><max>many</max></set>|bad_request"
            })
    void a_bad_query_gets_the_error_that_the_xep_names(String field, String set, Condition condition) throws Exception {
        String form = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>" + MAM
                + "</value></field>" + (field == null ? "" : field) + "</x>";
        try (Xmpp a = alice.connect()) {
            assertThatThrownBy(
                            () -> a.connection().sendIqRequestAndWaitForResponse(raw(form + (set == null ? "" : set))))
                    .isInstanceOfSatisfying(XMPPErrorException.class, error -> assertThat(
                                    error.getStanzaError().getCondition())
                            .isEqualTo(condition));
            assertThat(a.connection().isConnected()).isTrue();
        }
    }

    @Test
    void a_page_of_a_billion_is_a_page_of_a_bearable_size() throws Exception {
        alice.send(bob, "one");
        try (Xmpp a = alice.connect()) {
            IQ fin = a.connection()
                    .sendIqRequestAndWaitForResponse(
                            raw("<set xmlns='http://jabber.org/protocol/rsm'><max>1000000000</max></set>"));
            assertThat(fin.getType()).isEqualTo(IQ.Type.result);
        }
    }

    private static IQ raw(String children) {
        SimpleIQ iq = new SimpleIQ("query", MAM) {
            @Override
            protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
                xml.rightAngleBracket();
                xml.append(children);
                return xml;
            }
        };
        iq.setType(IQ.Type.set);
        return iq;
    }
}
