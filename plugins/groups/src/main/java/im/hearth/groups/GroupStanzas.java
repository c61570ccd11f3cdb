package im.hearth.groups;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import im.hearth.groups.chat.GroupMessages;
import im.hearth.groups.stanza.RoomAvatar;
import im.hearth.groups.stanza.RoomForm;
import im.hearth.messages.mam.MamStanzas;
import im.hearth.messages.stanza.Moderation;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaIds;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door: what a client asks of a room that is a group. Its members and its configuration (XEP-0045, sections 9 and
 * 10) change by the same rules as at the REST door, whether or not the asker is in the room.
 */
public final class GroupStanzas implements RequestDoor {
    private static final String ADMIN = "http://jabber.org/protocol/muc#admin";
    private static final String OWNER = "http://jabber.org/protocol/muc#owner";
    private static final String DISCO = "http://jabber.org/protocol/disco#info";

    private static final Set<String> SERVED =
            Set.of(ADMIN, OWNER, DISCO, RoomAvatar.VCARD, MamStanzas.NAMESPACE, Moderation.NAMESPACE);
    private static final List<String> FEATURES = List.of(
            MamStanzas.NAMESPACE,
            MamStanzas.EXTENDED,
            StanzaIds.NAMESPACE,
            Retraction.NAMESPACE,
            Retraction.TOMBSTONE_FEATURE,
            Moderation.NAMESPACE,
            RoomAvatar.VCARD);

    private final Groups groups;
    private final GroupMessages messages;
    private final MamStanzas archive;
    private final Rooms rooms;
    private final Pictures pictures;

    public GroupStanzas(Groups groups, GroupMessages messages, MamStanzas archive, Rooms rooms, Pictures pictures) {
        this.groups = groups;
        this.messages = messages;
        this.archive = archive;
        this.rooms = rooms;
        this.pictures = pictures;
    }

    @Override
    public boolean wants(IQ request) {
        JID to = request.getTo();
        return to != null
                && to.getNode() != null
                && to.getResource() == null
                && rooms.domain().equals(to.getDomain())
                && SERVED.contains(request.getChildElement().getNamespaceURI());
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        String room = request.getTo().toBareJID();
        String person = request.getFrom().toBareJID();
        Optional<Boolean> member = groups.isMember(person, room);
        if (member.isEmpty()) {
            return newRoom(request, person, room);
        }
        return switch (request.getChildElement().getNamespaceURI()) {
            case ADMIN -> admin(request, person, room);
            case OWNER -> Optional.of(owner(request, person, room));
            case DISCO -> Optional.of(describe(request, person, room));
            case RoomAvatar.VCARD -> Optional.of(card(request, person, room));
            case MamStanzas.NAMESPACE -> {
                requireMember(member.get());
                yield Optional.of(history(request, room));
            }
            default -> {
                requireMember(member.get());
                yield Optional.of(moderate(request, person, room));
            }
        };
    }

    private static void requireMember(boolean member) {
        if (!member) {
            throw Problem.forbidden("Only members of a group see what is said there.");
        }
    }

    // Members: XEP-0045, sections 9.3 to 9.8 and 10.3 to 10.8.

    private Optional<IQ> admin(IQ request, String person, String room) {
        List<Element> items = request.getChildElement().elements("item");
        if (items.isEmpty()) {
            throw Problem.of(Kind.BAD_REQUEST, "Name what to change or to list.");
        }
        if (items.stream().allMatch(item -> item.attributeValue("affiliation") == null)) {
            // Roles are about occupants, who are the room's.
            return Optional.empty();
        }
        groups.require(person, room);
        return Optional.of(
                request.getType() == IQ.Type.get ? list(request, room, items) : change(request, person, room, items));
    }

    private IQ list(IQ request, String room, List<Element> items) {
        IQ answer = IQ.createResultIQ(request);
        Element query = answer.setChildElement("query", ADMIN);
        List<Member> members = groups.members(room);
        for (Element item : items) {
            String affiliation = item.attributeValue("affiliation", "");
            for (Member member : members) {
                if (member.role().affiliation().equals(affiliation)) {
                    query.addElement("item")
                            .addAttribute("affiliation", affiliation)
                            .addAttribute("jid", member.jid());
                }
            }
        }
        return answer;
    }

    private IQ change(IQ request, String person, String room, List<Element> items) {
        List<String> add = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        Map<String, Role> roles = new LinkedHashMap<>();
        for (Element item : items) {
            String jid = person(item, room);
            String affiliation = item.attributeValue("affiliation", "");
            Optional<Role> role = Role.named(affiliation);
            if (role.isPresent()) {
                if (groups.member(jid, room).isEmpty()) {
                    requireReachable(jid);
                    add.add(jid);
                }
                roles.put(jid, role.get());
            } else if (affiliation.equals(Rooms.NONE) || affiliation.equals("outcast")) {
                // Nobody comes into a group without being added: who is banned is not in it.
                remove.add(jid);
            } else {
                throw Problem.of(Kind.BAD_REQUEST, "An affiliation is owner, admin, member, outcast or none.");
            }
        }
        groups.change(person, room, Groups.Change.ofMembers(add, remove, roles));
        return IQ.createResultIQ(request);
    }

    private String person(Element item, String room) {
        String jid = item.attributeValue("jid");
        if (jid == null) {
            String nickname = item.attributeValue("nick", "");
            return rooms.holder(room, nickname)
                    .orElseThrow(() -> Problem.notFound("Nobody is in the room under that name."));
        }
        try {
            return new JID(jid).toBareJID();
        } catch (IllegalArgumentException e) {
            throw Problem.of(Kind.BAD_REQUEST, "That is not a JID.");
        }
    }

    private void requireReachable(String jid) {
        if (!groups.isReachable(jid)) {
            throw Problem.notFound("There is nobody of the address " + jid + ".");
        }
    }

    // The room's configuration and end: XEP-0045, sections 10.1, 10.2 and 10.9.

    private IQ owner(IQ request, String person, String room) {
        Group group = groups.require(person, room);
        if (!groups.member(person, room).map(Member::role).equals(Optional.of(Role.OWNER))) {
            throw Problem.forbidden("Only an owner may configure or end a group here.");
        }
        Element query = request.getChildElement();
        IQ answer = IQ.createResultIQ(request);
        if (request.getType() == IQ.Type.get) {
            RoomForm.describe(answer.setChildElement("query", OWNER), group.name(), group.description());
            return answer;
        }
        if (query.element("destroy") != null) {
            groups.end(person, room);
            return answer;
        }
        RoomForm form = RoomForm.of(query);
        if (form.isSubmitted()) {
            groups.change(person, room, Groups.Change.ofText(form.name(), form.description()));
        }
        return answer;
    }

    /** A room that somebody has just made by going in (section 10.1) becomes a group as it is configured. */
    private Optional<IQ> newRoom(IQ request, String person, String room) {
        boolean own = request.getChildElement().getNamespaceURI().equals(OWNER)
                && rooms.makerOfLocked(room).equals(Optional.of(person));
        if (!own || request.getChildElement().element("destroy") != null) {
            return Optional.empty();
        }
        IQ answer = IQ.createResultIQ(request);
        String name = request.getTo().getNode();
        if (request.getType() == IQ.Type.get) {
            RoomForm.describe(answer.setChildElement("query", OWNER), name, null);
            return Optional.of(answer);
        }
        RoomForm form = RoomForm.of(request.getChildElement());
        if (form.isSubmitted()) {
            String wanted = form.name();
            groups.adopt(
                    person, room, wanted == null || wanted.isBlank() ? name : wanted, form.description(), List.of());
        } else {
            rooms.destroy(room, null);
        }
        return Optional.of(answer);
    }

    // What the room is.

    private IQ describe(IQ request, String person, String room) {
        groups.require(person, room);
        IQ answer = rooms.describe(request);
        Element query = answer.getChildElement();
        if (answer.getError() == null && query != null && query.attributeValue("node") == null) {
            pictures.hash(room).ifPresent(hash -> RoomAvatar.describe(query, hash));
            List<Element> known = query.elements("feature");
            for (String feature : FEATURES) {
                if (known.stream().noneMatch(element -> feature.equals(element.attributeValue("var")))) {
                    Element added = query.addElement(QName.get("feature", DISCO));
                    added.addAttribute("var", feature);
                    // Identities and features come before forms (XEP-0030, section 3.1; XEP-0128).
                    query.remove(added);
                    query.elements()
                            .add(known.size() + query.elements("identity").size(), added);
                }
            }
        }
        return answer;
    }

    private IQ card(IQ request, String person, String room) {
        Group group = groups.require(person, room);
        IQ answer = IQ.createResultIQ(request);
        if (request.getType() == IQ.Type.set) {
            change(request, room);
            return answer;
        }
        Element card = answer.setChildElement("vCard", RoomAvatar.VCARD);
        card.addElement("FN").setText(group.name());
        addText(card, "DESC", group.description());
        Optional<Picture> picture = pictures.of(room);
        if (picture.isPresent()) {
            RoomAvatar.add(card, picture.get().mimeType(), picture.get().content());
        } else if (group.pictureUrl() != null) {
            addText(card.addElement("PHOTO"), "EXTVAL", group.pictureUrl());
        }
        return answer;
    }

    /** Of a room's vCard, its picture is what can be set; one without a picture takes it away (XEP-0486, section 3.2). */
    private void change(IQ request, String room) {
        JID from = request.getFrom();
        byte[] content = RoomAvatar.content(request.getChildElement());
        if (content == null) {
            groups.change(from.toBareJID(), room, Groups.Change.ofPicture(""));
        } else {
            groups.picture(from.getNode(), room, new IncomingFile(null, null, new ByteArrayInputStream(content)));
        }
    }

    private static void addText(Element parent, String name, @Nullable String text) {
        if (text != null) {
            parent.addElement(name).setText(text);
        }
    }

    // History: XEP-0313.

    private IQ history(IQ request, String room) {
        return archive.serveRoom(request, room, with -> messages.author(room, with));
    }

    // Moderation: XEP-0425.

    private IQ moderate(IQ request, String person, String room) {
        Element moderate = request.getChildElement();
        String id = moderate.attributeValue("id");
        if (request.getType() != IQ.Type.set || id == null || !Moderation.asksToRetract(moderate)) {
            throw Problem.of(Kind.BAD_REQUEST, "Name the message to take away, by the id that the room gave it.");
        }
        String reason = moderate.elementTextTrim("reason");
        messages.moderate(person, room, id, reason == null || reason.isEmpty() ? null : reason);
        return IQ.createResultIQ(request);
    }
}
