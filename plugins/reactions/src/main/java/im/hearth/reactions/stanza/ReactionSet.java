package im.hearth.reactions.stanza;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * All reactions of one person to a message, <a href="https://xmpp.org/extensions/xep-0444.html">XEP-0444</a>.
 *
 * @param reference the id by which stanzas name the message
 * @param emojis each once; none to take all away
 */
public record ReactionSet(String reference, List<String> emojis) {
    public static final String NAMESPACE = "urn:xmpp:reactions:0";

    private static final QName REACTIONS = QName.get("reactions", NAMESPACE);
    private static final QName REACTION = QName.get("reaction", NAMESPACE);
    private static final QName STORE = QName.get("store", "urn:xmpp:hints");

    public ReactionSet {
        emojis = List.copyOf(emojis);
    }

    /**
     * What a stanza says; empty for one that is not about reactions.
     *
     * @throws Problem BAD_REQUEST if it names no message; NOT_ACCEPTABLE if it breaks a rule of section 4
     */
    public static Optional<ReactionSet> of(Message stanza) {
        List<Element> sets = stanza.getElement().elements(REACTIONS);
        if (sets.isEmpty()) {
            return Optional.empty();
        }
        if (sets.size() > 1) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "React to one message at a time.");
        }
        Element set = sets.get(0);
        String reference = reference(set);
        if (reference == null) {
            throw Problem.of(Kind.BAD_REQUEST, "Name the message to react to by its id.");
        }
        List<String> emojis = new ArrayList<>();
        for (Element reaction : set.elements(REACTION)) {
            String emoji = reaction.getTextTrim();
            if (emojis.contains(emoji)) {
                throw Problem.of(Kind.NOT_ACCEPTABLE, "Send each reaction once.");
            }
            emojis.add(emoji);
        }
        return Optional.of(new ReactionSet(reference, emojis));
    }

    /** The id of the message to which a stanza reacts, whatever else it says; empty for none. */
    public static Optional<String> reference(Message stanza) {
        return Optional.ofNullable(stanza.getElement().element(REACTIONS)).map(ReactionSet::reference);
    }

    private static @Nullable String reference(Element set) {
        String id = set.attributeValue("id");
        return id == null || id.isBlank() ? null : id;
    }

    /** Puts it into a stanza that is to be kept (section 4). */
    public void addTo(Message stanza) {
        Element set = stanza.getElement().addElement(REACTIONS).addAttribute("id", reference);
        emojis.forEach(emoji -> set.addElement(REACTION).setText(emoji));
        stanza.getElement().addElement(STORE);
    }
}
