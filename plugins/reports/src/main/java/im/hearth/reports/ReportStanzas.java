package im.hearth.reports;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door: a report without a block, which XEP-0377 does not know.
 *
 * <pre>{@code
 * <iq type='set' to='hearth.example'>
 *   <report xmlns='urn:hearth:report:0' category='spam' jid='romeo@hearth.example'>
 *     <stanza-id xmlns='urn:xmpp:sid:0' by='juliet@hearth.example' id='1763912345678901'/>
 *     <text>He goes on and on</text>
 *   </report>
 * </iq>
 * }</pre>
 *
 * <p>It is about the message with that stanza id, or, without one, about the person or room of the JID. The result has the
 * report's id.
 */
public final class ReportStanzas {
    public static final String ELEMENT = "report";
    public static final String NAMESPACE = "urn:hearth:report:0";

    private static final QName STANZA_ID = QName.get("stanza-id", "urn:xmpp:sid:0");

    private final Reports reports;
    private final String domain;
    private final String roomDomain;

    /**
     * The door.
     *
     * @param roomDomain the domain of the group chat service
     */
    public ReportStanzas(Reports reports, String domain, String roomDomain) {
        this.reports = reports;
        this.domain = domain;
        this.roomDomain = roomDomain;
    }

    /** Serves the request. */
    public IQ serve(IQ request) {
        JID from = request.getFrom();
        if (!domain.equals(from.getDomain()) || from.getNode() == null) {
            throw Problem.forbidden("Only people of this server report here.");
        }
        JID to = request.getTo();
        if (to != null && to.getNode() != null && !to.toBareJID().equals(from.toBareJID())) {
            throw Problem.forbidden("Send reports to the server.");
        }
        Element asked = request.getChildElement();
        if (request.getType() != IQ.Type.set) {
            throw bad("Send a report as an IQ of type set.");
        }
        String label = asked.attributeValue("category");
        if (label == null) {
            throw bad("Say what is wrong by the attribute category.");
        }
        Report report = create(from, asked, Category.parse(label));
        IQ result = IQ.createResultIQ(request);
        result.setChildElement(ELEMENT, NAMESPACE).addAttribute("id", report.text());
        return result;
    }

    private Report create(JID from, Element asked, Category category) {
        String text = asked.elementText("text");
        List<Element> ids = asked.elements(STANZA_ID);
        if (ids.size() > 1) {
            throw bad("A report is about one message.");
        }
        if (ids.size() == 1) {
            return reports.createOfMessage(from.getNode(), id(from, ids.get(0)), category, text);
        }
        String jid = asked.attributeValue("jid");
        if (jid == null) {
            throw bad("Name a message by a stanza-id, or a person or room by the attribute jid.");
        }
        return reports.create(from.getNode(), subject(jid), category, text);
    }

    /** The id that the archive of the reporter, or that of a room, gave the message. */
    private String id(JID from, Element element) {
        String id = element.attributeValue("id");
        if (id == null) {
            throw bad("The stanza-id lacks its id.");
        }
        JID by = jid(element.attributeValue("by"));
        if (!by.toBareJID().equals(from.toBareJID()) && !by.getDomain().equals(roomDomain)) {
            throw Problem.notFound("There is no such message.");
        }
        return id;
    }

    private Subject subject(String text) {
        JID jid = jid(text);
        if (jid.getNode() == null) {
            throw bad("That is no person and no room.");
        }
        return roomDomain.equals(jid.getDomain())
                ? new Subject(Subject.Kind.GROUP, jid.toBareJID())
                : new Subject(Subject.Kind.USER, jid.toBareJID());
    }

    private static JID jid(@Nullable String text) {
        try {
            if (text != null) {
                return new JID(text);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw bad("An address is missing, or is no JID.");
    }

    private static Problem bad(String detail) {
        return Problem.of(Kind.BAD_REQUEST, detail);
    }
}
