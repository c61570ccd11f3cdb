package im.hearth.messages.mam;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.CAROL;
import static im.hearth.messages.House.chat;
import static im.hearth.messages.House.stanzaId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.db.Dialect;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.messages.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

final class MamStanzasTest {
    private static final String FORM = "<x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>%s</x>";
    private static final String RSM = "<set xmlns='http://jabber.org/protocol/rsm'>%s</set>";

    private final House house = new House();
    private final List<Message> sent = new ArrayList<>();
    private final MamStanzas door = new MamStanzas(
            new MamArchive(house.database.database(), new MamStore(Dialect.HSQLDB)), House.DOMAIN, (to, message) -> {
                assertThat(to).hasToString(ALICE + "/phone");
                sent.add(message);
            });

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_result_is_the_forwarded_stanza_with_its_id_and_time() {
        String id = said(BOB, ALICE, "m1", "hello");
        query("");

        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.getFrom()).hasToString(ALICE);
            assertThat(message.getTo()).hasToString(ALICE + "/phone");
            Element result = message.getElement().element("result");
            assertThat(result.getNamespaceURI()).isEqualTo("urn:xmpp:mam:2");
            assertThat(result.attributeValue("id")).isEqualTo(id);
            assertThat(result.attributeValue("queryid")).isEqualTo("q1");
            Element forwarded = result.element("forwarded");
            assertThat(forwarded.element("delay").attributeValue("stamp")).isEqualTo("2026-01-15T12:00:00.000Z");
            Element stanza = forwarded.element("message");
            assertThat(stanza.getNamespaceURI()).isEqualTo("jabber:client");
            assertThat(stanza.element("body").getNamespaceURI()).isEqualTo("jabber:client");
            assertThat(stanza.elementText("body")).isEqualTo("hello");
            assertThat(stanza.attributeValue("from")).isEqualTo(BOB + "/phone");
            assertThat(stanza.element("stanza-id").attributeValue("id")).isEqualTo(id);
            assertThat(stanza.element("stanza-id").attributeValue("by")).isEqualTo(ALICE);
            assertThat(stanza.asXML()).doesNotContain("xmlns=\"\"");
        });
    }

    @Test
    void an_archive_has_what_its_owner_sent_and_got_and_nothing_else() {
        said(ALICE, BOB, "m1", "one");
        said(BOB, ALICE, "m2", "two");
        said(BOB, CAROL, "m3", "none of alice's business");
        said(ALICE, ALICE, "m4", "note");
        query("");

        assertThat(bodies()).containsExactly("one", "two", "note");
    }

    @Test
    void the_result_comes_with_the_edges_of_the_page_and_whether_it_is_complete() {
        String first = said(ALICE, BOB, "m1", "one");
        String second = said(ALICE, BOB, "m2", "two");
        said(ALICE, BOB, "m3", "three");
        Element fin = query(RSM.formatted("<max>2</max>")).getChildElement();

        assertThat(fin.getQualifiedName()).isEqualTo("fin");
        assertThat(fin.attributeValue("complete")).isNull();
        assertThat(fin.element("set").elementText("first")).isEqualTo(first);
        assertThat(fin.element("set").elementText("last")).isEqualTo(second);

        Element rest = query(RSM.formatted("<max>2</max><after>" + second + "</after>"))
                .getChildElement();
        assertThat(rest.attributeValue("complete")).isEqualTo("true");
        assertThat(bodies()).containsExactly("one", "two", "three");
    }

    @Test
    void an_empty_before_asks_for_the_last_page() {
        said(ALICE, BOB, "m1", "one");
        said(ALICE, BOB, "m2", "two");
        said(ALICE, BOB, "m3", "three");
        query(RSM.formatted("<max>2</max><before/>"));

        assertThat(bodies()).containsExactly("two", "three");
    }

    @Test
    void a_flipped_page_is_the_same_page_backwards() {
        String first = said(ALICE, BOB, "m1", "one");
        String last = said(ALICE, BOB, "m2", "two");
        Element fin = query("<flip-page/>").getChildElement();

        assertThat(bodies()).containsExactly("two", "one");
        assertThat(fin.element("set").elementText("first")).isEqualTo(first);
        assertThat(fin.element("set").elementText("last")).isEqualTo(last);
    }

    @Test
    void a_page_of_none_tells_how_many_there_are() {
        said(ALICE, BOB, "m1", "one");
        said(ALICE, BOB, "m2", "two");
        Element fin = query(RSM.formatted("<max>0</max>")).getChildElement();

        assertThat(fin.element("set").elementText("count")).isEqualTo("2");
        assertThat(sent).isEmpty();
    }

    @Test
    void nothing_found_is_complete() {
        Element fin = query("").getChildElement();

        assertThat(fin.attributeValue("complete")).isEqualTo("true");
        assertThat(fin.element("set").elements()).isEmpty();
    }

    @Test
    void a_page_has_at_most_200_stanzas() {
        for (int i = 0; i < 205; i++) {
            said(ALICE, BOB, "m" + i, "words");
        }
        query(RSM.formatted("<max>999999999</max>"));

        assertThat(sent).hasSize(200);
    }

    @Test
    void the_form_filters_by_person_and_time() {
        said(ALICE, BOB, "m1", "bob early");
        said(ALICE, CAROL, "m2", "carol early");
        house.clock.advance(Duration.ofHours(1));
        said(BOB, ALICE, "m3", "bob late");
        query(FORM.formatted("<field var='with'><value>" + BOB + "</value></field>"
                + "<field var='start'><value>2026-01-15T12:30:00Z</value></field>"
                + "<field var='end'><value>2026-01-15T13:00:00Z</value></field>"));

        assertThat(bodies()).containsExactly("bob late");
    }

    @Test
    void the_form_picks_by_ids() {
        String first = said(ALICE, BOB, "m1", "one");
        String second = said(ALICE, BOB, "m2", "two");
        String third = said(ALICE, BOB, "m3", "three");
        query(FORM.formatted("<field var='ids'><value>" + third + "</value><value>" + first + "</value></field>"));
        query(FORM.formatted("<field var='after-id'><value>" + first + "</value></field>"
                + "<field var='before-id'><value>" + third + "</value></field>"));

        assertThat(bodies()).containsExactly("one", "three", "two");
        assertThat(second).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <x xmlns='jabber:x:data' type='form'/>                                                   | BAD_REQUEST
            <x xmlns='jabber:x:data' type='submit'/>                                                 | BAD_REQUEST
            FORM:<field var='start'><value>yesterday</value></field>                                 | BAD_REQUEST
            FORM:<field var='end'><value>2026-02-30T00:00:00Z</value></field>                        | BAD_REQUEST
            FORM:<field var='with'><value>@@</value></field>                                         | BAD_REQUEST
            FORM:<field var='with'><value>a@b</value><value>c@d</value></field>                      | BAD_REQUEST
            FORM:<field var='start'/><field var='start'/>                                            | BAD_REQUEST
            FORM:<field var='fulltext'><value>x</value></field>                                      | METHOD_NOT_ALLOWED
            FORM:<field var='include-groupchat'><value>true</value></field>                          | METHOD_NOT_ALLOWED
            FORM:<field var='after-id'><value>12345</value></field>                                  | NOT_FOUND
            FORM:<field var='before-id'><value>x</value></field>                                     | NOT_FOUND
            FORM:<field var='ids'><value>12345</value></field>                                       | NOT_FOUND
            RSM:<max>-1</max>                                                                        | BAD_REQUEST
            RSM:<max>many</max>                                                                      | BAD_REQUEST
            RSM:<after>12345</after>                                                                 | NOT_FOUND
            RSM:<before>nope</before>                                                                | NOT_FOUND
            RSM:<index>3</index>                                                                     | METHOD_NOT_ALLOWED
            """)
    void a_wrong_query_gets_the_error_that_its_specification_names(String payload, Kind kind) {
        String xml = payload.startsWith("FORM:")
                ? FORM.formatted(payload.substring(5))
                : payload.startsWith("RSM:") ? RSM.formatted(payload.substring(4)) : payload;
        assertThatThrownBy(() -> query(xml)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
        assertThat(sent).isEmpty();
    }

    @Test
    void somebody_elses_stanza_is_not_in_the_archive() {
        String id = said(BOB, CAROL, "m1", "secret");

        assertThatThrownBy(() -> query(FORM.formatted("<field var='ids'><value>" + id + "</value></field>")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {BOB, House.DOMAIN, "alice@elsewhere.example"})
    void an_archive_is_open_to_its_owner_only(String to) {
        IQ request = request(IQ.Type.set, "<query xmlns='urn:xmpp:mam:2'/>");
        request.setTo(new JID(to));

        assertThatThrownBy(() -> door.serve(request))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.FORBIDDEN));
    }

    @Test
    void ones_own_bare_jid_is_ones_own_archive() {
        said(ALICE, BOB, "m1", "one");
        IQ request = request(IQ.Type.set, "<query xmlns='urn:xmpp:mam:2'/>");
        request.setTo(new JID(ALICE));
        door.serve(request);

        assertThat(bodies()).containsExactly("one");
    }

    @Test
    void the_form_can_be_asked_for() {
        IQ answer = door.serve(request(IQ.Type.get, "<query xmlns='urn:xmpp:mam:2'/>"));

        assertThat(answer.getType()).isEqualTo(IQ.Type.result);
        assertThat(answer.getChildElement().element("x").elements("field"))
                .extracting(field -> field.attributeValue("var"))
                .containsExactly("FORM_TYPE", "with", "start", "end", "before-id", "after-id", "ids");
    }

    @Test
    void the_metadata_tell_the_first_and_the_last_stanza() {
        assertThat(metadata().elements()).isEmpty();
        String first = said(ALICE, BOB, "m1", "one");
        house.clock.advance(Duration.ofSeconds(1));
        said(ALICE, BOB, "m2", "two");
        String last = said(BOB, ALICE, "m3", "three");

        assertThat(metadata().element("start").attributeValue("id")).isEqualTo(first);
        assertThat(metadata().element("end").attributeValue("id")).isEqualTo(last);
        assertThat(metadata().element("end").attributeValue("timestamp")).isEqualTo("2026-01-15T12:00:01.000Z");
    }

    @Test
    void what_the_archive_cannot_do_is_said_to_be_so() {
        assertThatThrownBy(() -> door.serve(request(IQ.Type.get, "<prefs xmlns='urn:xmpp:mam:2'/>")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.METHOD_NOT_ALLOWED));
    }

    @Test
    void a_message_that_was_taken_back_is_a_tombstone() {
        said(ALICE, BOB, "m1", "secret");
        Message retraction = chat(ALICE, BOB, "r1", "took it back");
        retraction.addChildElement("retract", "urn:xmpp:message-retract:1").addAttribute("id", "m1");
        house.gate.admit(retraction);
        query("");

        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).toXML()).doesNotContain("secret").contains("<retracted ");
        assertThat(sent.get(1).toXML()).contains("<retract ");
    }

    private Element metadata() {
        return door.serve(request(IQ.Type.get, "<metadata xmlns='urn:xmpp:mam:2'/>"))
                .getChildElement();
    }

    private String said(String from, String to, String id, String body) {
        Message message = chat(from, to, id, body);
        house.gate.admit(message);
        return stanzaId(message, from);
    }

    private IQ query(String payload) {
        return door.serve(request(IQ.Type.set, "<query xmlns='urn:xmpp:mam:2' queryid='q1'>" + payload + "</query>"));
    }

    private List<String> bodies() {
        return sent.stream()
                .map(message -> message.getElement()
                        .element("result")
                        .element("forwarded")
                        .element("message")
                        .elementText("body"))
                .toList();
    }

    private static IQ request(IQ.Type type, String payload) {
        try {
            IQ request = new IQ(type);
            request.setFrom(new JID(ALICE + "/phone"));
            request.setChildElement(DocumentHelper.parseText(payload).getRootElement());
            return request;
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
