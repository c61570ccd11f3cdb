package im.hearth.location;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * The XMPP door: the node of personal eventing (XEP-0163) that holds where somebody is
 * (<a href="https://xmpp.org/extensions/xep-0080.html">XEP-0080</a>), with one item. Its access model is a whitelist
 * (XEP-0060, section 4.5) that its owner reads and changes as the node's affiliations (section 8.9): a member is a person, or
 * a room for all who are in it.
 *
 * <p>The node is answered from our own tables and is none of the server's, whose access models cannot say who may see a
 * place, and which would keep it in clear, with no end.
 */
public final class LocationStanzas implements RequestDoor, Telling.Outlet {
    private static final String ITEM = "current";
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String OWNER = PUBSUB + "#owner";
    private static final String EVENT = PUBSUB + "#event";

    /** How many places a client that has come is told of. */
    private static final int GREETED = 100;

    private final Locations locations;
    private final Circles circles;
    private final String domain;
    private final Function<String, List<JID>> interested;
    private final BiConsumer<JID, Packet> deliver;

    /**
     * A door.
     *
     * @param domain the XMPP domain of this server
     * @param interested the full JIDs of a person's clients that may want to know of the node
     * @param deliver sends a stanza to a full JID
     */
    public LocationStanzas(
            Locations locations,
            Circles circles,
            String domain,
            Function<String, List<JID>> interested,
            BiConsumer<JID, Packet> deliver) {
        this.locations = locations;
        this.circles = circles;
        this.domain = domain;
        this.interested = interested;
        this.deliver = deliver;
    }

    @Override
    public boolean wants(IQ request) {
        String namespace = request.getChildElement().getNamespaceURI();
        return (PUBSUB.equals(namespace) || OWNER.equals(namespace))
                && isAccount(request)
                && request.getChildElement().elements().stream().anyMatch(LocationStanzas::isOfNode);
    }

    /** The pubsub service of something else may well have a node of that name. */
    private boolean isAccount(IQ request) {
        JID to = request.getTo();
        return to == null || (domain.equals(to.getDomain()) && to.getNode() != null && to.getResource() == null);
    }

    private static boolean isOfNode(Element action) {
        return Geoloc.NAMESPACE.equals(action.attributeValue("node"));
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        String person = request.getFrom().getNode();
        String owner = request.getTo() == null ? person : request.getTo().getNode();
        Element payload = request.getChildElement();
        Element action = payload.elements().stream()
                .filter(LocationStanzas::isOfNode)
                .findFirst()
                .orElseThrow();
        boolean isOwners = OWNER.equals(payload.getNamespaceURI());
        String wanted = request.getType() + " " + (isOwners ? "owner " : "") + action.getName();
        if (wanted.equals("get items")) {
            return Optional.of(items(request, person, owner, action));
        }
        if (!owner.equals(person)) {
            throw Problem.forbidden("Only they themselves say where somebody is.");
        }
        return Optional.of(
                switch (wanted) {
                    case "set publish" -> publish(request, person, action);
                    case "set retract", "set owner purge", "set owner delete" -> stop(request, person);
                    case "set create" -> throw Problem.conflict("node-there", "The node is there; publish to it.");
                    case "get owner affiliations" -> affiliations(request, person);
                    case "set owner affiliations" -> share(request, person, action);
                    default ->
                        throw Problem.of(
                                Kind.METHOD_NOT_ALLOWED,
                                "The item of this node can be published, read and retracted, and its affiliations changed.");
                });
    }

    private IQ items(IQ request, String person, String owner, Element items) {
        List<Element> named = items.elements("item");
        if (!named.isEmpty() && named.stream().noneMatch(item -> ITEM.equals(item.attributeValue("id")))) {
            throw Problem.notFound("There is no such item.");
        }
        Position position = locations.require(person, owner).position();
        IQ answer = IQ.createResultIQ(request);
        item(answer.setChildElement("pubsub", PUBSUB), geoloc(position));
        return answer;
    }

    private IQ publish(IQ request, String person, Element publish) {
        List<Element> items = publish.elements("item");
        Element geoloc = items.size() == 1 ? items.get(0).element(Geoloc.ELEMENT) : null;
        if (geoloc == null) {
            throw Problem.of(Kind.BAD_REQUEST, "Publish one item with a location (XEP-0080).");
        }
        if (geoloc.elements().isEmpty()) {
            locations.stop(person);
        } else {
            Coordinates at = Geoloc.coordinates(geoloc);
            if (at == null) {
                throw Problem.of(Kind.NOT_ACCEPTABLE, "A location needs lat and lon here.");
            }
            locations.publish(person, at);
        }
        IQ answer = IQ.createResultIQ(request);
        answer.setChildElement("pubsub", PUBSUB)
                .addElement("publish")
                .addAttribute("node", Geoloc.NAMESPACE)
                .addElement("item")
                .addAttribute("id", ITEM);
        return answer;
    }

    private IQ stop(IQ request, String person) {
        if (!locations.stop(person)) {
            throw Problem.notFound("There is no such item.");
        }
        return IQ.createResultIQ(request);
    }

    private IQ affiliations(IQ request, String person) {
        IQ answer = IQ.createResultIQ(request);
        Element affiliations = answer.setChildElement("pubsub", OWNER)
                .addElement("affiliations")
                .addAttribute("node", Geoloc.NAMESPACE);
        affiliation(affiliations, request.getFrom().toBareJID(), "owner");
        locations.own(person).ifPresent(own -> circles.jids(own.circle())
                .forEach(jid -> affiliation(affiliations, jid, "member")));
        return answer;
    }

    private static void affiliation(Element affiliations, String jid, String affiliation) {
        affiliations.addElement("affiliation").addAttribute("jid", jid).addAttribute("affiliation", affiliation);
    }

    private IQ share(IQ request, String person, Element affiliations) {
        List<String> members = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Element item : affiliations.elements("affiliation")) {
            String jid = jid(item.attributeValue("jid", ""));
            switch (item.attributeValue("affiliation", "")) {
                case "member" -> members.add(jid);
                case "none", "outcast" -> others.add(jid);
                default -> throw Problem.of(Kind.NOT_ACCEPTABLE, "An affiliation with this node is member or none.");
            }
        }
        locations.share(person, members, others);
        return IQ.createResultIQ(request);
    }

    private static String jid(String text) {
        try {
            return new JID(text).toBareJID();
        } catch (IllegalArgumentException e) {
            throw Problem.of(Kind.BAD_REQUEST, "That is not a JID.");
        }
    }

    /** Tells a client that has come what it would have been told while it was away (XEP-0163, section 4.3.4). */
    public void greet(JID resource) {
        String person = resource.getNode();
        if (!interested.apply(person).contains(resource)) {
            return;
        }
        locations.own(person).ifPresent(own -> tell(resource, person, geoloc(own.position())));
        for (Locations.Seen seen : locations.list(person, null, GREETED).items()) {
            tell(resource, seen.position().username(), geoloc(seen.position()));
        }
    }

    @Override
    public void changed(Position position, Set<String> people) {
        tell(people, position.username(), geoloc(position));
    }

    @Override
    public void ended(String owner, Set<String> people) {
        tell(people, owner, Geoloc.none());
    }

    private void tell(Set<String> people, String owner, Element geoloc) {
        for (String person : people) {
            for (JID resource : interested.apply(person)) {
                tell(resource, owner, geoloc);
            }
        }
    }

    private void tell(JID resource, String owner, Element geoloc) {
        Message message = new Message();
        message.setType(Message.Type.headline);
        message.setFrom(new JID(owner, domain, null));
        message.setTo(resource);
        item(message.getElement().addElement(QName.get("event", EVENT)), geoloc.createCopy());
        deliver.accept(resource, message);
    }

    private static void item(Element parent, Element geoloc) {
        parent.addElement("items")
                .addAttribute("node", Geoloc.NAMESPACE)
                .addElement("item")
                .addAttribute("id", ITEM)
                .add(geoloc);
    }

    private static Element geoloc(Position position) {
        return Geoloc.of(position.coordinates(), position.updatedAt());
    }
}
