package im.hearth.people.blocks;

import im.hearth.core.openfire.BlockLists;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door of blocks on a server that has none of its own: <a
 * href="https://xmpp.org/extensions/xep-0191.html">XEP-0191</a>.
 */
public final class BlockStanzas {
    /** What clients send, in {@link BlockNotices#NAMESPACE}. */
    public static final String ELEMENT = "blocklist";

    private final Blocks blocks;
    private final BlockLists lists;

    public BlockStanzas(Blocks blocks, BlockLists lists) {
        this.blocks = blocks;
        this.lists = lists;
    }

    /**
     * Serves a request.
     *
     * @throws Problem BAD_REQUEST for {@code block} without items, FORBIDDEN for another's list
     */
    public IQ serve(IQ request) {
        String me = request.getFrom().getNode();
        JID to = request.getTo();
        boolean isOwn = to == null
                || to.getNode() == null
                || to.toBareJID().equals(request.getFrom().toBareJID());
        if (me == null || !isOwn) {
            throw Problem.forbidden("Whom somebody blocks is theirs alone to know.");
        }
        Element payload = request.getChildElement();
        String act = (request.getType() == IQ.Type.get ? "get " : "set ") + payload.getName();
        switch (act) {
            case "get blocklist" -> {
                return list(request, me);
            }
            case "set block" -> {
                List<String> jids = jids(payload);
                if (jids.isEmpty()) {
                    throw Problem.of(Kind.BAD_REQUEST, "Say whom to block.");
                }
                blocks.block(me, jids);
            }
            case "set unblock" -> {
                List<String> jids = jids(payload);
                if (jids.isEmpty()) {
                    blocks.unblockAll(me);
                } else {
                    blocks.unblock(me, jids);
                }
            }
            default -> throw Problem.of(Kind.BAD_REQUEST, "Get the blocklist, or set block or unblock.");
        }
        return IQ.createResultIQ(request);
    }

    private IQ list(IQ request, String me) {
        lists.watch(request.getFrom());
        IQ answer = IQ.createResultIQ(request);
        Element list = answer.setChildElement(ELEMENT, BlockNotices.NAMESPACE);
        blocks.of(me).forEach(jid -> list.addElement("item").addAttribute("jid", jid));
        return answer;
    }

    private static List<String> jids(Element payload) {
        List<String> jids = new ArrayList<>();
        for (Element item : payload.elements("item")) {
            String jid = item.attributeValue("jid");
            try {
                jids.add(new JID(jid == null ? "" : jid).toString());
            } catch (IllegalArgumentException e) {
                throw Problem.of(Kind.BAD_REQUEST, "An item has no JID, or something else than one.");
            }
        }
        return jids;
    }
}
