package im.hearth.push.xmpp;

import im.hearth.push.send.Alert;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Sender;
import im.hearth.push.send.Target;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/**
 * Publishes to the push services of XMPP apps (<a href="https://xmpp.org/extensions/xep-0357.html">XEP-0357</a>, section 7).
 *
 * <p>It publishes in the server's own name, as other servers do, not in that of the account as in the examples there: Openfire
 * does not hand errors to an account that is not connected, so of a service that is away nobody would hear.
 */
public final class XmppSender implements Sender {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final QName NOTIFICATION = QName.get("notification", "urn:xmpp:push:0");
    private static final Namespace FORM = Namespace.get("jabber:x:data");
    private static final String SUMMARY = "urn:xmpp:push:summary";

    private final Function<IQ, Optional<IQ>> ask;
    private final String domain;
    private final Supplier<UUID> ids;

    /**
     * A sender.
     *
     * @param ask sends a request and waits for its answer; empty where none comes in time
     * @param domain the XMPP domain of this server
     */
    public XmppSender(Function<IQ, Optional<IQ>> ask, String domain, Supplier<UUID> ids) {
        this.ask = ask;
        this.domain = domain;
        this.ids = ids;
    }

    @Override
    public Receipt send(Target target, Alert alert) {
        IQ request;
        try {
            request = request(target, alert);
        } catch (DocumentException | IllegalArgumentException e) {
            return new Receipt.Gone("unreadable");
        }
        return ask.apply(request)
                // Nobody else can guess the id, but who can must not end a device.
                .filter(answer -> request.getTo().equals(answer.getFrom()))
                .map(XmppSender::receipt)
                .orElseGet(() -> new Receipt.Later("no-answer", null));
    }

    private IQ request(Target target, Alert alert) throws DocumentException {
        IQ request = new IQ(IQ.Type.set, ids.get().toString());
        request.setFrom(domain);
        request.setTo(new JID(target.token()));
        Element pubsub = request.setChildElement("pubsub", PUBSUB);
        Element publish = pubsub.addElement("publish");
        publish.addAttribute("node", target.node());
        Element notification = publish.addElement("item").addElement(NOTIFICATION);
        Element summary = notification.addElement(QName.get("x", FORM)).addAttribute("type", "submit");
        field(summary, "FORM_TYPE", SUMMARY);
        field(summary, "message-count", Integer.toString(alert.unread()));
        field(summary, "last-message-sender", alert.sender());
        field(summary, "last-message-body", alert.text());
        if (target.detail() != null) {
            pubsub.addElement("publish-options")
                    .add(DocumentHelper.parseText(target.detail()).getRootElement());
        }
        return request;
    }

    private static void field(Element form, String name, @Nullable String value) {
        if (value != null) {
            form.addElement(QName.get("field", FORM))
                    .addAttribute("var", name)
                    .addElement(QName.get("value", FORM))
                    .setText(value);
        }
    }

    /** XEP-0357, section 7.1: an error ends it, but for one that passes. */
    private static Receipt receipt(IQ answer) {
        if (answer.getType() == IQ.Type.result) {
            return new Receipt.Sent();
        }
        PacketError error = answer.getError();
        if (error == null || error.getCondition() == null || error.getType() == PacketError.Type.wait) {
            return new Receipt.Later(error == null ? "error" : reason(error), null);
        }
        return switch (error.getCondition()) {
            case item_not_found, gone, not_authorized, forbidden -> new Receipt.Gone(reason(error));
            // So the server itself answers where nobody is now.
            case service_unavailable,
                    recipient_unavailable,
                    remote_server_not_found,
                    remote_server_timeout,
                    internal_server_error,
                    resource_constraint -> new Receipt.Later(reason(error), null);
            default -> new Receipt.Refused(reason(error));
        };
    }

    private static String reason(PacketError error) {
        return error.getCondition() == null ? "error" : error.getCondition().toXMPP();
    }
}
