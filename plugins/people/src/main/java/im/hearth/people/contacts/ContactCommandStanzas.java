package im.hearth.people.contacts;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door of contacts: the ad-hoc command <em>find contacts</em>
 * (<a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050</a>) of the server, which everybody's own account serves as
 * well. Its form (<a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004</a>) takes numbers, one a line; the result
 * has an item for each that is here. A client that knows the form sends it filled in at once.
 */
public final class ContactCommandStanzas implements RequestDoor {
    public static final String NODE = "urn:hearth:contacts:0#find";
    public static final String NAME = "Find contacts by phone number";

    /** The field with the numbers, and that of each item with the one number. */
    static final String NUMBERS = "phone_numbers";

    static final String NUMBER = "phone_number";
    static final String JID_FIELD = "jid";

    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String DATA = "jabber:x:data";
    private static final QName FORM = QName.get("x", DATA);
    private static final QName FIELD = QName.get("field", DATA);
    private static final QName VALUE = QName.get("value", DATA);
    private static final String SESSION = "find";

    private final Contacts contacts;
    private final UnaryOperator<String> jids;
    private final String domain;

    /**
     * A door.
     *
     * @param jids from a username to the bare JID
     * @param domain the XMPP domain of this server
     */
    public ContactCommandStanzas(Contacts contacts, UnaryOperator<String> jids, String domain) {
        this.contacts = contacts;
        this.jids = jids;
        this.domain = domain;
    }

    @Override
    public boolean wants(IQ request) {
        Element payload = request.getChildElement();
        if (!NODE.equals(payload.attributeValue("node"))) {
            return false;
        }
        JID to = request.getTo();
        boolean isOwn = to == null || to.equals(request.getFrom().asBareJID());
        return switch (payload.getNamespaceURI()) {
            case COMMANDS -> isOwn || domain.equals(String.valueOf(to));
            case INFO -> isOwn;
            default -> false;
        };
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        IQ reply = IQ.createResultIQ(request);
        if (INFO.equals(request.getChildElement().getNamespaceURI())) {
            info(reply);
        } else {
            command(request, reply);
        }
        return Optional.of(reply);
    }

    private static void info(IQ reply) {
        Element info = reply.setChildElement("query", INFO);
        info.addAttribute("node", NODE);
        info.addElement("identity")
                .addAttribute("category", "automation")
                .addAttribute("type", "command-node")
                .addAttribute("name", NAME);
        info.addElement("feature").addAttribute("var", COMMANDS);
        info.addElement("feature").addAttribute("var", DATA);
    }

    private void command(IQ request, IQ reply) {
        if (request.getType() != IQ.Type.set) {
            throw Problem.of(Kind.BAD_REQUEST, "A command is run by a request of type set.");
        }
        Element command = request.getChildElement();
        Element form = command.element(FORM);
        switch (command.attributeValue("action", "execute")) {
            case "cancel" -> answer(reply, "canceled");
            case "execute", "complete", "next" -> {
                if (form == null) {
                    offer(reply);
                } else {
                    find(request.getFrom().getNode(), form, reply);
                }
            }
            default -> throw Problem.of(Kind.BAD_REQUEST, "There is no such action.");
        }
    }

    private static void offer(IQ reply) {
        Element command = answer(reply, "executing");
        command.addElement("actions").addAttribute("execute", "complete").addElement("complete");
        Element form = form(command, "form");
        form.addElement(QName.get("instructions", DATA))
                .setText("One number a line, at most " + Contacts.AT_ONCE
                        + ", with + or as you dial it. Numbers are not kept.");
        Element numbers = field(form, NUMBERS, "text-multi", "Phone numbers");
        numbers.addElement(QName.get("required", DATA));
    }

    private void find(String asker, Element form, IQ reply) {
        List<Contacts.Found> found = contacts.find(asker, numbers(form));
        Element result = form(answer(reply, "completed"), "result");
        Element reported = result.addElement(QName.get("reported", DATA));
        field(reported, NUMBER, "text-single", "Phone number");
        field(reported, JID_FIELD, "jid-single", "Address");
        for (Contacts.Found one : found) {
            Element item = result.addElement(QName.get("item", DATA));
            field(item, NUMBER, null, null).addElement(VALUE).setText(one.phoneNumber());
            field(item, JID_FIELD, null, null).addElement(VALUE).setText(jids.apply(one.username()));
        }
    }

    /** One more than may be asked for at once is enough to say that they are too many. */
    private static List<String> numbers(Element form) {
        List<String> numbers = form.elements(FIELD).stream()
                .filter(field -> NUMBERS.equals(field.attributeValue("var")))
                .flatMap(field -> field.elements(VALUE).stream())
                .map(value -> value.getText().strip())
                .filter(number -> !number.isEmpty())
                .limit(Contacts.AT_ONCE + 1L)
                .toList();
        if (numbers.isEmpty()) {
            throw Problem.invalid(NUMBERS, "is required");
        }
        return numbers;
    }

    private static Element answer(IQ reply, String status) {
        return reply.setChildElement("command", COMMANDS)
                .addAttribute("node", NODE)
                .addAttribute("sessionid", SESSION)
                .addAttribute("status", status);
    }

    private static Element form(Element command, String type) {
        Element form = command.addElement(FORM).addAttribute("type", type);
        form.addElement(QName.get("title", DATA)).setText(NAME);
        return form;
    }

    private static Element field(Element parent, String name, @Nullable String type, @Nullable String label) {
        return parent.addElement(FIELD)
                .addAttribute("var", name)
                .addAttribute("type", type)
                .addAttribute("label", label);
    }
}
