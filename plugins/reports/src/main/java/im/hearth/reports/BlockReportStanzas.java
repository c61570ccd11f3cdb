package im.hearth.reports;

import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door: reports in the requests that block people (XEP-0191),
 * <a href="https://xmpp.org/extensions/xep-0377.html">XEP-0377</a>. It takes the reports, and leaves the request to
 * whoever serves blocks: what is wrong with a report keeps nobody from blocking.
 */
public final class BlockReportStanzas implements RequestDoor {
    public static final String NAMESPACE = "urn:xmpp:reporting:1";
    public static final String SPAM = "urn:xmpp:reporting:spam";
    public static final String ABUSE = "urn:xmpp:reporting:abuse";

    private static final Logger log = LoggerFactory.getLogger(BlockReportStanzas.class);

    private static final QName REPORT = QName.get("report", NAMESPACE);
    private static final QName STANZA_ID = QName.get("stanza-id", "urn:xmpp:sid:0");
    private static final String BLOCKING = "urn:xmpp:blocking";

    /** How many people of a request, and how many messages of each, are looked at; the daily limit holds as well. */
    private static final int MOST = 10;

    private final Reports reports;
    private final String roomDomain;

    public BlockReportStanzas(Reports reports, String roomDomain) {
        this.reports = reports;
        this.roomDomain = roomDomain;
    }

    @Override
    public boolean wants(IQ request) {
        Element block = request.getChildElement();
        return request.getType() == IQ.Type.set
                && block.getName().equals("block")
                && BLOCKING.equals(block.getNamespaceURI())
                && block.elements("item").stream().anyMatch(item -> item.element(REPORT) != null);
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        List<Element> items = request.getChildElement().elements("item");
        items.stream()
                .filter(item -> item.element(REPORT) != null)
                .limit(MOST)
                .forEach(item -> report(request.getFrom().getNode(), item.attributeValue("jid"), item.element(REPORT)));
        return Optional.empty();
    }

    private void report(String reporter, @Nullable String blocked, Element report) {
        Category category = category(report.attributeValue("reason", ""));
        String text = Words.shortened(report.elementText("text"));
        long messages = report.elements(STANZA_ID).stream()
                .limit(MOST)
                .filter(id ->
                        take(() -> reports.createOfMessage(reporter, id.attributeValue("id", ""), category, text)))
                .count();
        Subject subject = messages > 0 ? null : subject(blocked);
        if (subject != null) {
            take(() -> reports.create(reporter, subject, category, text));
        }
    }

    /** Makes the report; says whether there is one now. */
    private static boolean take(Runnable making) {
        try {
            making.run();
            return true;
        } catch (Problem problem) {
            log.debug("A report with a block was not taken: {}", problem.detail());
            return problem.slug().equals(Reports.ALREADY);
        } catch (RuntimeException e) {
            log.error("A report with a block failed", e);
            return false;
        }
    }

    private @Nullable Subject subject(@Nullable String blocked) {
        try {
            JID jid = new JID(String.valueOf(blocked));
            if (jid.getNode() == null) {
                return null;
            }
            Subject.Kind kind = roomDomain.equals(jid.getDomain()) ? Subject.Kind.GROUP : Subject.Kind.USER;
            return new Subject(kind, jid.toBareJID());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Section 4 knows two reasons, and leaves room for more. */
    private static Category category(String reason) {
        return switch (reason) {
            case SPAM -> Category.SPAM;
            case ABUSE -> Category.ABUSE;
            default -> Category.OTHER;
        };
    }
}
