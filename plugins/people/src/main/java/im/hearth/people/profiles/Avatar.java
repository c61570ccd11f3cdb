package im.hearth.people.profiles;

import im.hearth.core.media.Portraits.Portrait;
import im.hearth.people.settings.Audience;
import java.util.Base64;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Avatars in personal eventing, <a href="https://xmpp.org/extensions/xep-0084.html">XEP-0084</a>. */
final class Avatar {
    static final String DATA = "urn:xmpp:avatar:data";
    static final String METADATA = "urn:xmpp:avatar:metadata";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private static final String OWNER = PUBSUB + "#owner";
    private static final QName FORM = QName.get("x", "jabber:x:data");

    private Avatar() {}

    /**
     * Makes a node that keeps its last item: 4.2 would make one that forgets it.
     *
     * @param audience who may read it
     */
    static IQ create(String person, String id, String node, Audience audience) {
        IQ request = request(person, id);
        Element pubsub = request.setChildElement("pubsub", PUBSUB);
        pubsub.addElement("create").addAttribute("node", node);
        configure(pubsub.addElement("configure"), audience);
        return request;
    }

    /** Says anew who may read a node. */
    static IQ open(String person, String id, String node, Audience audience) {
        IQ request = request(person, id);
        configure(
                request.setChildElement("pubsub", OWNER).addElement("configure").addAttribute("node", node), audience);
        return request;
    }

    private static void configure(Element configure, Audience audience) {
        Element form = configure.addElement(FORM).addAttribute("type", "submit");
        field(form, "FORM_TYPE", PUBSUB + "#node_config");
        field(form, "pubsub#persist_items", "1");
        field(form, "pubsub#max_items", "1");
        field(form, "pubsub#deliver_payloads", "1");
        field(
                form,
                "pubsub#access_model",
                switch (audience) {
                    case EVERYONE -> "open";
                    case FRIENDS -> "presence";
                    case NOBODY -> "whitelist";
                });
    }

    private static void field(Element form, String name, String value) {
        form.addElement("field").addAttribute("var", name).addElement("value").setText(value);
    }

    /** Publishes a picture: its data, and then that it is the avatar (section 4.1 and 4.2). */
    static List<IQ> publish(String person, String id, String hash, Portrait picture) {
        IQ data = request(person, id + "-data");
        item(data, DATA, hash).addElement(QName.get("data", DATA)).setText(picture.content());
        IQ metadata = request(person, id + "-metadata");
        item(metadata, METADATA, hash)
                .addElement(QName.get("metadata", METADATA))
                .addElement(QName.get("info", METADATA))
                .addAttribute("id", hash)
                .addAttribute("type", picture.mimeType())
                .addAttribute("bytes", String.valueOf(Base64.getDecoder().decode(picture.content()).length));
        return List.of(data, metadata);
    }

    /** Says that there is no avatar any more (section 4.2.4). */
    static IQ disable(String person, String id) {
        IQ metadata = request(person, id);
        item(metadata, METADATA, "none").addElement(QName.get("metadata", METADATA));
        return metadata;
    }

    private static Element item(IQ request, String node, String id) {
        return request.setChildElement("pubsub", PUBSUB)
                .addElement("publish")
                .addAttribute("node", node)
                .addElement("item")
                .addAttribute("id", id);
    }

    /** From a person to their own account: both engines know such a request by its lack of an address. */
    private static IQ request(String person, String id) {
        IQ request = new IQ(IQ.Type.set, id);
        request.setFrom(new JID(person));
        return request;
    }
}
