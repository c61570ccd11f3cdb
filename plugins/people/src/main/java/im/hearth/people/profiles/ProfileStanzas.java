package im.hearth.people.profiles;

import im.hearth.core.media.Portraits.Portrait;
import im.hearth.core.people.Aspect;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.PresenceGate;
import im.hearth.core.stanza.RequestDoor;
import im.hearth.people.settings.Audience;
import im.hearth.people.settings.PersonalSettings;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * The XMPP door of profiles. vCards (<a href="https://xmpp.org/extensions/xep-0054.html">XEP-0054</a>) are the server's:
 * here they are checked on their way in, and lose the photo for whom it is not shown. Avatars of personal eventing
 * (<a href="https://xmpp.org/extensions/xep-0084.html">XEP-0084</a>) are taken into the vCard, and a photo of the vCard is
 * published as an avatar (<a href="https://xmpp.org/extensions/xep-0398.html">XEP-0398</a>), its hash put into presence
 * (<a href="https://xmpp.org/extensions/xep-0153.html">XEP-0153</a>): the last two where the server does not by itself.
 */
public final class ProfileStanzas implements RequestDoor, PresenceGate {
    private static final QName UPDATE = QName.get("x", "vcard-temp:x:update");
    private static final QName PHOTO = QName.get("photo", "vcard-temp:x:update");

    private final Profiles profiles;
    private final PersonalSettings settings;
    private final Supplier<UUID> ids;
    private final String domain;
    private final boolean converting;
    private final Function<String, List<Presence>> broadcasts;
    private final Consumer<Packet> router;

    /**
     * A door.
     *
     * @param domain the XMPP domain of this server
     * @param converting whether the server turns photos into avatars itself
     * @param broadcasts what a person's resources last said, as copies
     * @param router takes what they say now
     */
    public ProfileStanzas(
            Profiles profiles,
            PersonalSettings settings,
            Supplier<UUID> ids,
            String domain,
            boolean converting,
            Function<String, List<Presence>> broadcasts,
            Consumer<Packet> router) {
        this.profiles = profiles;
        this.settings = settings;
        this.ids = ids;
        this.domain = domain;
        this.converting = converting;
        this.broadcasts = broadcasts;
        this.router = router;
    }

    @Override
    public boolean wants(IQ request) {
        Element payload = request.getChildElement();
        return switch (payload.getNamespaceURI()) {
            case Card.NAMESPACE -> request.getType() == IQ.Type.set ? isOwn(request) : isOthers(request);
            case Avatar.PUBSUB -> request.getType() == IQ.Type.set && isOwn(request) && node(payload) != null;
            default -> false;
        };
    }

    private static boolean isOwn(IQ request) {
        return request.getTo() == null
                || request.getTo().equals(request.getFrom().asBareJID());
    }

    private boolean isOthers(IQ request) {
        JID to = request.getTo();
        return to != null
                && domain.equals(to.getDomain())
                && to.getNode() != null
                && to.getResource() == null
                && !isOwn(request);
    }

    /** The node of avatars that something is published to; null for anything else. */
    private static @Nullable String node(Element pubsub) {
        Element publish = pubsub.element("publish");
        String node = publish == null ? null : publish.attributeValue("node");
        return Avatar.DATA.equals(node) || Avatar.METADATA.equals(node) ? node : null;
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        String username = request.getFrom().getNode();
        Element payload = request.getChildElement();
        if (payload.getNamespaceURI().equals(Avatar.PUBSUB)) {
            return Optional.of(publish(request, username, payload.element("publish")));
        }
        if (request.getType() == IQ.Type.get) {
            return card(request, username);
        }
        profiles.check(new Card(payload));
        prepare(username);
        return Optional.empty();
    }

    private Optional<IQ> card(IQ request, String viewer) {
        String username = request.getTo().getNode();
        if (profiles.pictureHash(username).isEmpty() || profiles.showsPicture(username, viewer)) {
            return Optional.empty();
        }
        IQ answer = IQ.createResultIQ(request);
        answer.setChildElement(profiles.cardWithoutPicture(username));
        return Optional.of(answer);
    }

    private IQ publish(IQ request, String username, Element publish) {
        List<Element> items = publish.elements("item");
        if (items.size() != 1) {
            throw Problem.of(Kind.BAD_REQUEST, "Publish one item.");
        }
        Element item = items.get(0);
        String id = item.attributeValue("id", "");
        String node = String.valueOf(publish.attributeValue("node"));
        if (node.equals(Avatar.DATA)) {
            Element data = item.element(QName.get("data", Avatar.DATA));
            if (data == null) {
                throw Problem.of(Kind.BAD_REQUEST, "The item has no data of a picture.");
            }
            profiles.upload(username, id, data.getText());
        } else {
            Element metadata = item.element(QName.get("metadata", Avatar.METADATA));
            if (metadata == null) {
                throw Problem.of(Kind.BAD_REQUEST, "The item has no metadata of a picture.");
            }
            prepare(username);
            profiles.setAvatar(username, metadata.elements().isEmpty() ? null : published(metadata));
        }
        IQ answer = IQ.createResultIQ(request);
        answer.setChildElement("pubsub", Avatar.PUBSUB)
                .addElement("publish")
                .addAttribute("node", node)
                .addElement("item")
                .addAttribute("id", id);
        return answer;
    }

    /** The picture that is in personal eventing itself, of those that the metadata tell of. */
    private static String published(Element metadata) {
        return metadata.elements(QName.get("info", Avatar.METADATA)).stream()
                .filter(info -> info.attributeValue("url") == null)
                .map(info -> info.attributeValue("id", ""))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Kind.NOT_ACCEPTABLE, "Publish the picture itself too: one that is only linked is not kept."));
    }

    /** Makes the nodes before the server, or we, publish to them; they stay as they are if they are there. */
    private void prepare(String username) {
        Audience audience = settings.of(username).shows(Aspect.PROFILE_PICTURE);
        for (String node : List.of(Avatar.DATA, Avatar.METADATA)) {
            router.accept(Avatar.create(jid(username), id(), node, audience));
        }
    }

    /** Tells XMPP clients of somebody's new picture. */
    public void announce(String username) {
        Optional<Portrait> picture = profiles.picture(username);
        Optional<String> hash = profiles.pictureHash(username);
        if (picture.isPresent() && hash.isPresent()) {
            prepare(username);
            if (!converting) {
                Avatar.publish(jid(username), id(), hash.get(), picture.get()).forEach(router);
            }
        } else {
            prepare(username);
            router.accept(Avatar.disable(jid(username), id()));
        }
        for (Presence presence : broadcasts.apply(username)) {
            Element update = presence.getElement().element(UPDATE);
            if (update != null) {
                update.detach();
            }
            presence.getElement().addElement(UPDATE).addElement(PHOTO).setText(hash.orElse(""));
            router.accept(presence);
        }
    }

    /** Lets those read somebody's avatar to whom the person shows it now. */
    public void open(String username) {
        Audience audience = settings.of(username).shows(Aspect.PROFILE_PICTURE);
        prepare(username);
        for (String node : List.of(Avatar.DATA, Avatar.METADATA)) {
            router.accept(Avatar.open(jid(username), id(), node, audience));
        }
    }

    @Override
    public void admit(Presence presence) {
        if (converting || presence.getType() != null || presence.getTo() != null) {
            return;
        }
        Element update = presence.getElement().element(UPDATE);
        Element photo = update == null ? null : update.element(PHOTO);
        if (photo != null && photo.getTextTrim().isEmpty()) {
            // The client says that there is none: it knows of its own change before us (XEP-0398, section 4).
            return;
        }
        Optional<String> hash = profiles.pictureHash(presence.getFrom().getNode());
        if (hash.isEmpty()) {
            return;
        }
        if (photo == null) {
            photo = (update == null ? presence.getElement().addElement(UPDATE) : update).addElement(PHOTO);
        }
        photo.setText(hash.get());
    }

    private String jid(String username) {
        return username + "@" + domain;
    }

    private String id() {
        return ids.get().toString();
    }
}
