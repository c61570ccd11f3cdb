package im.hearth.polls.stanza;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Message reactions, <a href="https://xmpp.org/extensions/xep-0444.html">XEP-0444</a>: in a poll, votes. */
public final class ReactionSet {
    private static final String NAMESPACE = "urn:xmpp:reactions:0";
    private static final QName REACTIONS = QName.get("reactions", NAMESPACE);
    private static final QName REACTION = QName.get("reaction", NAMESPACE);
    private static final QName STORE = QName.get("store", "urn:xmpp:hints");

    /** What may stay in a stanza that was robbed of a part of its reactions: nothing that could say which. */
    private static final Set<String> HARMLESS = Set.of(NAMESPACE, "urn:xmpp:hints", "urn:xmpp:sid:0");

    private ReactionSet() {}

    /** The id of the message that somebody reacts to; null for a stanza that is no reaction, or names none. */
    public static @Nullable String target(Message message) {
        Element reactions = message.getElement().element(REACTIONS);
        return reactions == null ? null : reactions.attributeValue("id");
    }

    /** With what somebody reacts, in order, each once. */
    public static List<String> emojis(Message message) {
        Element reactions = message.getElement().element(REACTIONS);
        return reactions == null
                ? List.of()
                : reactions.elements(REACTION).stream()
                        .map(reaction -> reaction.getText().strip())
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .toList();
    }

    /** Takes reactions out of the set, and whatever else could tell of them, such as a body for clients of old. */
    public static void remove(Message message, Predicate<String> unwanted) {
        Element stanza = message.getElement();
        for (Node child : new ArrayList<>(stanza.content())) {
            if (!(child instanceof Element element) || !HARMLESS.contains(element.getNamespaceURI())) {
                stanza.remove(child);
            }
        }
        Element reactions = stanza.element(REACTIONS);
        for (Element reaction : List.copyOf(reactions.elements(REACTION))) {
            if (unwanted.test(reaction.getText().strip())) {
                reactions.remove(reaction);
            }
        }
    }

    /** Makes the message say that its sender reacts with these. */
    public static void add(Message message, String target, List<String> emojis) {
        Element reactions = message.getElement().addElement(REACTIONS).addAttribute("id", target);
        emojis.forEach(emoji -> reactions.addElement(REACTION).setText(emoji));
        message.getElement().addElement(STORE);
    }
}
