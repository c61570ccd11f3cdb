package im.hearth.push.devices;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.Optional;
import java.util.function.Function;
import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door of devices: <a href="https://xmpp.org/extensions/xep-0357.html">XEP-0357</a>, sections 5 and 6. What an app
 * enables is a device like any other.
 */
public final class PushStanzas {
    /** The element of a request to be woken. */
    public static final String ENABLE = "enable";

    /** XEP-0357. */
    public static final String NAMESPACE = "urn:xmpp:push:0";

    private static final String DISABLE = "disable";

    private final Devices devices;
    private final String domain;
    private final Function<JID, Optional<String>> tokenSession;

    /**
     * A door.
     *
     * @param domain the XMPP domain of this server
     * @param tokenSession which token session opened the stream of a full JID
     */
    public PushStanzas(Devices devices, String domain, Function<JID, Optional<String>> tokenSession) {
        this.devices = devices;
        this.domain = domain;
        this.tokenSession = tokenSession;
    }

    /**
     * Serves a request to an account.
     *
     * @throws Problem BAD_REQUEST, FORBIDDEN, or what the rules say
     */
    public IQ serve(IQ request) {
        JID from = request.getFrom();
        JID to = request.getTo();
        boolean isOwn = from.getNode() != null
                && domain.equals(from.getDomain())
                && (to == null || to.equals(from.asBareJID()));
        if (!isOwn) {
            throw Problem.forbidden("Only the owner of an account enables its pushes.");
        }
        Element payload = request.getChildElement();
        String service = payload.attributeValue("jid");
        if (request.getType() != IQ.Type.set || service == null) {
            throw Problem.of(Kind.BAD_REQUEST, "Set it, with the JID of a push service.");
        }
        String node = payload.attributeValue("node");
        switch (payload.getName()) {
            case ENABLE -> {
                Registration wanted = Registration.xmpp(service, node, PublishOptions.of(payload), null, true);
                devices.register(
                        new Registrant(from.getNode(), tokenSession.apply(from).orElse(null)), wanted);
            }
            case DISABLE -> devices.disable(from.getNode(), Registration.jid(service), node);
            default -> throw Problem.of(Kind.BAD_REQUEST, "Enable or disable it.");
        }
        return IQ.createResultIQ(request);
    }
}
