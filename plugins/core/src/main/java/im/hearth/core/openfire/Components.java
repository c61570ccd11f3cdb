package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.List;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.Component;
import org.xmpp.component.ComponentException;
import org.xmpp.component.ComponentManager;
import org.xmpp.forms.DataForm;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/** Services on a domain of their own below the server's, which clients find as its items (XEP-0030). */
public final class Components {
    private static final Logger log = LoggerFactory.getLogger(Components.class);
    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String PING = "urn:xmpp:ping";

    private final InternalComponentManager components;

    public Components(InternalComponentManager components) {
        this.components = components;
    }

    /** What a service says of itself (XEP-0030, section 3; XEP-0128 for the form). */
    public interface Description {
        /** Such as {@code store}. */
        String category();

        /** Such as {@code file}. */
        String type();

        String name();

        List<String> features();

        /** More about it, as it is now. */
        List<DataForm> forms();
    }

    /**
     * Adds a service.
     *
     * @param subdomain such as {@code upload}
     * @param serve from a request (IQ get or set) to its result or error; throws Problem for an error
     */
    public Registration add(String subdomain, Description description, Function<IQ, IQ> serve) {
        Service service = new Service(description, serve);
        try {
            components.addComponent(subdomain, service);
        } catch (ComponentException e) {
            throw new IllegalStateException("The service " + subdomain + " could not be added", e);
        }
        return () -> components.removeComponent(subdomain, service);
    }

    private static final class Service implements Component {
        private final Description description;
        private final Function<IQ, IQ> serve;
        private volatile @Nullable ComponentManager manager;

        Service(Description description, Function<IQ, IQ> serve) {
            this.description = description;
            this.serve = serve;
        }

        @Override
        public String getName() {
            return description.name();
        }

        @Override
        public String getDescription() {
            return description.name();
        }

        @Override
        public void initialize(JID jid, ComponentManager componentManager) {
            manager = componentManager;
        }

        @Override
        public void start() {
            // It is ready as soon as it is there.
        }

        @Override
        public void shutdown() {
            manager = null;
        }

        @Override
        public void processPacket(Packet packet) {
            ComponentManager router = manager;
            if (router == null || !(packet instanceof IQ request) || !request.isRequest()) {
                return;
            }
            try {
                router.sendPacket(this, answer(request));
            } catch (ComponentException e) {
                log.warn("An answer of {} could not be sent", description.name(), e);
            }
        }

        private IQ answer(IQ request) {
            try {
                return switch (request.getChildElement() == null
                        ? ""
                        : request.getChildElement().getNamespaceURI()) {
                    case DISCO_INFO -> info(request);
                    case DISCO_ITEMS -> items(request);
                    case PING -> IQ.createResultIQ(request);
                    default -> serve.apply(request);
                };
            } catch (Problem problem) {
                return StanzaErrors.reply(request, problem);
            } catch (RuntimeException e) {
                log.error("A request to {} failed", description.name(), e);
                return StanzaErrors.reply(
                        request, Problem.of(Kind.INTERNAL, "Something went wrong here. Try again later."));
            }
        }

        private IQ info(IQ request) {
            if (request.getChildElement().attributeValue("node") != null) {
                return absent(request);
            }
            IQ reply = IQ.createResultIQ(request);
            Element query = reply.setChildElement("query", DISCO_INFO);
            query.addElement("identity")
                    .addAttribute("category", description.category())
                    .addAttribute("type", description.type())
                    .addAttribute("name", description.name());
            query.addElement("feature").addAttribute("var", DISCO_INFO);
            query.addElement("feature").addAttribute("var", PING);
            for (String feature : description.features()) {
                query.addElement("feature").addAttribute("var", feature);
            }
            description.forms().forEach(form -> query.add(form.getElement().createCopy()));
            return reply;
        }

        private static IQ items(IQ request) {
            if (request.getChildElement().attributeValue("node") != null) {
                return absent(request);
            }
            IQ reply = IQ.createResultIQ(request);
            reply.getElement().addElement(QName.get("query", DISCO_ITEMS));
            return reply;
        }

        private static IQ absent(IQ request) {
            IQ reply = IQ.createResultIQ(request);
            reply.setChildElement(request.getChildElement().createCopy());
            reply.setError(PacketError.Condition.item_not_found);
            return reply;
        }
    }
}
