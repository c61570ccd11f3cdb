package im.hearth.people.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * The XMPP door of settings: a node of personal eventing (XEP-0163), {@code urn:hearth:settings:0}, that only its owner can
 * see, with one item that holds the settings in a JSON container
 * (<a href="https://xmpp.org/extensions/xep-0335.html">XEP-0335</a>), in the words of the REST door. Publishing changes
 * what is in the item and leaves the rest; whatever changes the settings is told to all of the person's resources.
 *
 * <p>The node is answered from our own table and is none of the server's: so it is there before anything was published, is
 * never out of step, and cannot be opened to others.
 */
public final class SettingsStanzas implements RequestDoor {
    static final String NODE = "urn:hearth:settings:0";

    private static final String ITEM = "current";
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String OWNER = PUBSUB + "#owner";
    private static final String EVENT = PUBSUB + "#event";
    private static final QName JSON = QName.get("json", "urn:xmpp:json:0");

    private final PersonalSettings settings;
    private final ObjectMapper mapper;
    private final String domain;
    private final Function<String, List<JID>> resources;
    private final BiConsumer<JID, Packet> deliver;

    /**
     * A door.
     *
     * @param domain the XMPP domain of this server
     * @param resources the full JIDs where a person is connected
     * @param deliver sends a stanza to a full JID
     */
    public SettingsStanzas(
            PersonalSettings settings,
            ObjectMapper mapper,
            String domain,
            Function<String, List<JID>> resources,
            BiConsumer<JID, Packet> deliver) {
        this.settings = settings;
        this.mapper = mapper;
        this.domain = domain;
        this.resources = resources;
        this.deliver = deliver;
    }

    @Override
    public boolean wants(IQ request) {
        Element payload = request.getChildElement();
        boolean pubsub = PUBSUB.equals(payload.getNamespaceURI()) || OWNER.equals(payload.getNamespaceURI());
        return pubsub
                && isAccount(request)
                && payload.elements().stream().anyMatch(action -> NODE.equals(action.attributeValue("node")));
    }

    /** The pubsub service of something else may well have a node of that name. */
    private boolean isAccount(IQ request) {
        JID to = request.getTo();
        return to == null || (domain.equals(to.getDomain()) && to.getNode() != null && to.getResource() == null);
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        String username = request.getFrom().getNode();
        if (request.getTo() != null
                && !request.getTo().toBareJID().equals(request.getFrom().toBareJID())) {
            // Whether or not they have set something.
            throw Problem.notFound("There is no such node.");
        }
        Element payload = request.getChildElement();
        if (PUBSUB.equals(payload.getNamespaceURI())) {
            Element publish = payload.element("publish");
            if (publish != null && request.getType() == IQ.Type.set) {
                return Optional.of(publish(request, username, publish));
            }
            if (payload.element("items") != null && request.getType() == IQ.Type.get) {
                return Optional.of(items(request, username));
            }
        }
        throw Problem.of(Kind.METHOD_NOT_ALLOWED, "This node is the server's: its item can be published and read.");
    }

    private IQ publish(IQ request, String username, Element publish) {
        List<Element> items = publish.elements("item");
        Element json = items.size() == 1 ? items.get(0).element(JSON) : null;
        if (json == null) {
            throw Problem.of(Kind.BAD_REQUEST, "Publish one item with JSON in a container (XEP-0335).");
        }
        settings.change(username, SettingsForm.read(parse(json.getText())));
        IQ answer = IQ.createResultIQ(request);
        answer.setChildElement("pubsub", PUBSUB)
                .addElement("publish")
                .addAttribute("node", NODE)
                .addElement("item")
                .addAttribute("id", ITEM);
        return answer;
    }

    private JsonNode parse(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw Problem.of(Kind.BAD_REQUEST, "The item's JSON cannot be read.");
        }
    }

    private IQ items(IQ request, String username) {
        IQ answer = IQ.createResultIQ(request);
        item(answer.setChildElement("pubsub", PUBSUB), current(username));
        return answer;
    }

    /** Tells all of a person's resources what is set now. */
    public void tell(String username) {
        String json = current(username);
        for (JID resource : resources.apply(username)) {
            Message message = new Message();
            message.setType(Message.Type.headline);
            message.setFrom(resource.asBareJID());
            message.setTo(resource);
            item(message.getElement().addElement(QName.get("event", EVENT)), json);
            deliver.accept(resource, message);
        }
    }

    private static void item(Element parent, String json) {
        parent.addElement("items")
                .addAttribute("node", NODE)
                .addElement("item")
                .addAttribute("id", ITEM)
                .addElement(JSON)
                .setText(json);
    }

    private String current(String username) {
        try {
            return mapper.writeValueAsString(SettingsView.of(settings.of(username)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings can be written as JSON", e);
        }
    }
}
