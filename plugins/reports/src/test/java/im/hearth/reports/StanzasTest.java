package im.hearth.reports;

import static im.hearth.reports.House.MOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.List;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;

class StanzasTest {
    private static final String ROOMS = "conference." + House.DOMAIN;
    private static final String PHONE = "alice@" + House.DOMAIN + "/phone";

    private final House house = new House();
    private final ReportStanzas door = new ReportStanzas(house.reports, House.DOMAIN, ROOMS);
    private final BlockReportStanzas blocks = new BlockReportStanzas(house.reports, ROOMS);

    @BeforeEach
    void talk() {
        house.talk.add(1001, "bob", "Buy this");
        house.talk.add(1002, "bob", "Buy that");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static IQ request(String from, @Nullable String to, IQ.Type type, String payload) {
        IQ request = new IQ(type);
        request.setFrom(from);
        request.setTo(to);
        try {
            request.setChildElement(DocumentHelper.parseText(payload).getRootElement());
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e);
        }
        return request;
    }

    private static IQ report(String attributes, String content) {
        return request(
                PHONE,
                House.DOMAIN,
                IQ.Type.set,
                "<report xmlns='urn:hearth:report:0' " + attributes + ">" + content + "</report>");
    }

    private static String stanzaId(String by, String id) {
        return "<stanza-id xmlns='urn:xmpp:sid:0' by='" + by + "' id='" + id + "'/>";
    }

    private List<Report> all() {
        return house.reports
                .list(MOD, new ReportFilter(null, null, null, null, null, null, Long.MAX_VALUE), 50)
                .items();
    }

    @Test
    void a_message_is_reported_by_its_stanza_id_and_the_result_has_the_reports_id() {
        IQ result =
                door.serve(report("category='abuse'", stanzaId("alice@" + House.DOMAIN, "1001") + "<text>rude</text>"));

        Report made = house.reports.require(MOD, result.getChildElement().attributeValue("id"));
        assertThat(result.getType()).isEqualTo(IQ.Type.result);
        assertThat(made.subject()).isEqualTo(new Subject(Subject.Kind.MESSAGE, "1001"));
        assertThat(made.category()).isEqualTo(Category.ABUSE);
        assertThat(made.reason()).isEqualTo("rude");
        assertThat(made.reporter()).isEqualTo("alice");
    }

    @Test
    void a_person_and_a_room_are_reported_by_jid() {
        door.serve(report("category='spam' jid='bob@" + House.DOMAIN + "/phone'", ""));
        door.serve(report("category='spam' jid='garden@" + ROOMS + "'", ""));

        assertThat(all())
                .extracting(Report::subject)
                .containsExactly(new Subject(Subject.Kind.GROUP, "garden"), new Subject(Subject.Kind.USER, "bob"));
    }

    @Test
    void bad_reports_get_the_error_that_fits() {
        String own = "alice@" + House.DOMAIN;
        assertRefused(Kind.BAD_REQUEST, report("", stanzaId(own, "1001")));
        assertRefused(Kind.INVALID, report("category='boring'", stanzaId(own, "1001")));
        assertRefused(Kind.BAD_REQUEST, report("category='spam'", ""));
        assertRefused(Kind.BAD_REQUEST, report("category='spam' jid='@'", ""));
        assertRefused(Kind.BAD_REQUEST, report("category='spam' jid='" + House.DOMAIN + "'", ""));
        assertRefused(Kind.BAD_REQUEST, report("category='spam'", "<stanza-id xmlns='urn:xmpp:sid:0'/>"));
        assertRefused(Kind.BAD_REQUEST, report("category='spam'", stanzaId(own, "1001") + stanzaId(own, "1002")));
        assertRefused(Kind.NOT_FOUND, report("category='spam'", stanzaId("bob@" + House.DOMAIN, "1001")));
        assertRefused(Kind.NOT_FOUND, report("category='spam'", stanzaId(own, "17")));
        assertRefused(Kind.NOT_FOUND, report("category='spam' jid='nobody@" + House.DOMAIN + "'", ""));
        assertRefused(
                Kind.BAD_REQUEST,
                request(PHONE, House.DOMAIN, IQ.Type.get, "<report xmlns='urn:hearth:report:0' category='spam'/>"));
        assertRefused(
                Kind.FORBIDDEN,
                request(
                        "eve@elsewhere.test/pc",
                        House.DOMAIN,
                        IQ.Type.set,
                        "<report xmlns='urn:hearth:report:0' category='spam' jid='bob@hearth.test'/>"));
        assertRefused(
                Kind.FORBIDDEN,
                request(
                        PHONE,
                        "bob@" + House.DOMAIN,
                        IQ.Type.set,
                        "<report xmlns='urn:hearth:report:0' category='spam' jid='bob@hearth.test'/>"));
        door.serve(report("category='spam'", stanzaId(own, "1001")));
        assertRefused(Kind.CONFLICT, report("category='spam'", stanzaId(own, "1001")));
        assertThat(all()).hasSize(1);
    }

    private void assertRefused(Kind kind, IQ request) {
        Problem problem = catchThrowableOfType(Problem.class, () -> door.serve(request));
        assertThat(problem).as(request.toXML()).isNotNull();
        assertThat(problem.kind()).as(request.toXML()).isEqualTo(kind);
    }

    private static IQ block(String items) {
        return request(PHONE, null, IQ.Type.set, "<block xmlns='urn:xmpp:blocking'>" + items + "</block>");
    }

    private static String item(String jid, String reason, String content) {
        return "<item jid='" + jid + "'><report xmlns='urn:xmpp:reporting:1' reason='" + reason + "'>" + content
                + "</report></item>";
    }

    @Test
    void messages_that_are_reported_with_a_block_are_in_the_queue_and_the_block_goes_on() {
        IQ block = block(item(
                        "bob@" + House.DOMAIN,
                        BlockReportStanzas.SPAM,
                        stanzaId("alice@" + House.DOMAIN, "1001")
                                + stanzaId("alice@" + House.DOMAIN, "1002")
                                + "<text xml:lang='en'>never came to my house</text>")
                + item("eve@elsewhere.test", BlockReportStanzas.ABUSE, ""));

        assertThat(blocks.wants(block)).isTrue();
        assertThat(blocks.serve(block)).isEmpty();

        assertThat(all())
                .extracting(Report::subject)
                .containsExactly(
                        new Subject(Subject.Kind.USER, "eve@elsewhere.test"),
                        new Subject(Subject.Kind.MESSAGE, "1002"),
                        new Subject(Subject.Kind.MESSAGE, "1001"));
        assertThat(all().get(2).reason()).isEqualTo("never came to my house");
        assertThat(all().get(0).category()).isEqualTo(Category.ABUSE);
    }

    @Test
    void what_is_wrong_with_a_report_keeps_nobody_from_blocking() {
        for (String items : List.of(
                item("bob@" + House.DOMAIN, "nonsense", stanzaId("x", "17") + "<text>" + "x".repeat(2_000) + "</text>"),
                item("bob@" + House.DOMAIN, BlockReportStanzas.SPAM, ""),
                item("@", BlockReportStanzas.SPAM, ""),
                item(House.DOMAIN, BlockReportStanzas.SPAM, ""),
                item("nobody@" + House.DOMAIN, BlockReportStanzas.SPAM, ""))) {
            assertThat(blocks.serve(block(items))).isEmpty();
        }
        assertThat(all()).singleElement().satisfies(report -> {
            assertThat(report.subject()).isEqualTo(new Subject(Subject.Kind.USER, "bob"));
            assertThat(report.category()).isEqualTo(Category.OTHER);
            assertThat(report.reason()).hasSize(1_000);
        });
    }

    @Test
    void a_block_without_a_report_is_none_of_its_business() {
        assertThat(blocks.wants(block("<item jid='bob@hearth.test'/>"))).isFalse();
        assertThat(blocks.wants(report("category='spam'", ""))).isFalse();
    }
}
