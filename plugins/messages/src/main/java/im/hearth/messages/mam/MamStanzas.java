package im.hearth.messages.mam;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.messages.MessageId;
import im.hearth.messages.stanza.Stamp;
import im.hearth.messages.stanza.StanzaIds;
import im.hearth.messages.stanza.StanzaParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The XMPP door to somebody's archive: queries, the form, and what there is in all (XEP-0313, sections 4 and 5). */
public final class MamStanzas {
    public static final String NAMESPACE = MamForm.TYPE;
    public static final String EXTENDED = "urn:xmpp:mam:2#extended";

    private static final QName RESULT = QName.get("result", NAMESPACE);
    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");
    private static final QName FLIP_PAGE = QName.get("flip-page", NAMESPACE);

    private final MamArchive archive;
    private final String domain;
    private final BiConsumer<JID, Message> sessions;

    /**
     * A door.
     *
     * @param domain the XMPP domain of this server
     * @param sessions sends a message to the one connected resource of that full JID
     */
    public MamStanzas(MamArchive archive, String domain, BiConsumer<JID, Message> sessions) {
        this.archive = archive;
        this.domain = domain;
        this.sessions = sessions;
    }

    /** Serves a request to a person's archive; what a query found is sent before its result. */
    public IQ serve(IQ request) {
        return serve(request, owner(request), null);
    }

    /**
     * As {@link #serve(IQ)}, of the archive of a room: whether the asker may is known.
     *
     * @param room its bare JID
     * @param authors the address under which the archive has what somebody wrote there, by their JID or that of an
     *     occupant
     */
    public IQ serveRoom(IQ request, String room, Function<JID, String> authors) {
        return serve(request, room, authors);
    }

    private IQ serve(IQ request, String owner, @Nullable Function<JID, String> authors) {
        Element payload = request.getChildElement();
        boolean set = request.getType() == IQ.Type.set;
        return switch (payload.getName()) {
            case "query" -> set ? query(request, owner, payload, authors) : form(request);
            case "metadata" -> {
                if (set) {
                    throw Problem.of(Kind.BAD_REQUEST, "What the archive has can be read only.");
                }
                yield metadata(request, owner);
            }
            default -> throw Problem.of(Kind.METHOD_NOT_ALLOWED, "The archive cannot do that.");
        };
    }

    /** Whose archive a request is about: its sender's own. */
    String owner(IQ request) {
        JID from = request.getFrom();
        JID to = request.getTo();
        boolean own = to == null || (to.getResource() == null && to.toBareJID().equals(from.toBareJID()));
        if (!own || from.getNode() == null || !domain.equals(from.getDomain())) {
            throw Problem.forbidden("An archive is open to its owner only.");
        }
        return from.toBareJID();
    }

    private IQ query(IQ request, String owner, Element query, @Nullable Function<JID, String> authors) {
        if (query.attributeValue("node") != null) {
            throw Problem.notFound("The archive has no nodes.");
        }
        MamPage page = archive.page(owner, MamForm.of(query), ResultSet.of(query), authors);
        send(request, owner, page, query);
        return fin(request, page);
    }

    private void send(IQ request, String owner, MamPage page, Element query) {
        List<ArchivedStanza> stanzas = new ArrayList<>(page.stanzas());
        if (query.element(FLIP_PAGE) != null) {
            Collections.reverse(stanzas);
        }
        String queryId = query.attributeValue("queryid");
        StanzaParser parser = new StanzaParser();
        for (ArchivedStanza stanza : stanzas) {
            sessions.accept(
                    request.getFrom(),
                    result(request.getFrom(), owner, queryId, stanza.id(), parser.parse(stanza.xml())));
        }
    }

    private static Message result(JID to, String owner, @Nullable String queryId, long number, Element archived) {
        Message message = new Message();
        message.setFrom(owner);
        message.setTo(to);
        Element result = message.getElement().addElement(RESULT);
        if (queryId != null) {
            result.addAttribute("queryid", queryId);
        }
        String id = MessageId.text(number);
        result.addAttribute("id", id);
        Element forwarded = result.addElement(FORWARDED);
        forwarded.addElement(DELAY).addAttribute("stamp", Stamp.of(MessageId.time(number)));
        StanzaIds.add(archived, id, owner);
        forwarded.add(archived);
        return message;
    }

    private static IQ fin(IQ request, MamPage page) {
        IQ answer = IQ.createResultIQ(request);
        Element fin = answer.setChildElement("fin", NAMESPACE);
        if (page.complete()) {
            fin.addAttribute("complete", "true");
        }
        List<ArchivedStanza> stanzas = page.stanzas();
        boolean empty = stanzas.isEmpty();
        ResultSet.describe(
                fin,
                empty ? null : MessageId.text(stanzas.get(0).id()),
                empty ? null : MessageId.text(stanzas.get(stanzas.size() - 1).id()),
                page.count());
        return answer;
    }

    private static IQ form(IQ request) {
        IQ answer = IQ.createResultIQ(request);
        Element query = answer.setChildElement("query", NAMESPACE);
        MamForm.describe(query);
        return answer;
    }

    private IQ metadata(IQ request, String owner) {
        IQ answer = IQ.createResultIQ(request);
        Element metadata = answer.setChildElement("metadata", NAMESPACE);
        List<ArchivedStanza> edges = archive.edges(owner);
        if (!edges.isEmpty()) {
            edge(metadata, "start", edges.get(0));
            edge(metadata, "end", edges.get(edges.size() - 1));
        }
        return answer;
    }

    private static void edge(Element metadata, String name, ArchivedStanza stanza) {
        metadata.addElement(name)
                .addAttribute("id", MessageId.text(stanza.id()))
                .addAttribute("timestamp", Stamp.of(MessageId.time(stanza.id())));
    }
}
