package im.hearth.groups.chat;

import im.hearth.core.media.MediaFile;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.stanza.MessageGate;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Talks;
import im.hearth.groups.Groups;
import im.hearth.groups.Member;
import im.hearth.messages.Addresses;
import im.hearth.messages.Attachments;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.Content;
import im.hearth.messages.Draft;
import im.hearth.messages.MessageId;
import im.hearth.messages.MessageKind;
import im.hearth.messages.MessageSettings;
import im.hearth.messages.stanza.ChatMarker;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.FileSharing;
import im.hearth.messages.stanza.Reply;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaIds;
import im.hearth.messages.stanza.StoragePolicy;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * The XMPP door: what an occupant says to a room that is a group is checked and archived before the room sends it to all,
 * and goes on with the id that it got (XEP-0359), back to its sender too.
 */
public final class GroupMessageStanzas implements MessageGate {
    private static final QName USER = QName.get("x", "http://jabber.org/protocol/muc#user");

    private final Groups groups;
    private final GroupArchive archive;
    private final Rooms rooms;
    private final Addresses addresses;
    private final Attachments attachments;
    private final Talks talks;
    private final Settings settings;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public GroupMessageStanzas(
            Groups groups,
            GroupArchive archive,
            Rooms rooms,
            Addresses addresses,
            Attachments attachments,
            Talks talks,
            Settings settings,
            Supplier<UUID> ids,
            Clock clock) {
        this.groups = groups;
        this.archive = archive;
        this.rooms = rooms;
        this.addresses = addresses;
        this.attachments = attachments;
        this.talks = talks;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void admit(Message message) {
        JID to = message.getTo();
        if (to == null
                || to.getNode() == null
                || to.getResource() != null
                || !rooms.domain().equals(to.getDomain())) {
            return;
        }
        if (message.getType() == Message.Type.groupchat) {
            talk(message, to);
        } else if (message.getType() == Message.Type.normal) {
            invite(message, to.toBareJID());
        }
    }

    /** Who is invited by way of the room (XEP-0045, section 7.8.2) is in the group before the room tells them. */
    private void invite(Message message, String room) {
        Element user = message.getElement().element(USER);
        List<Element> invitations = user == null ? List.of() : List.copyOf(user.elements("invite"));
        String person = message.getFrom().toBareJID();
        if (user == null
                || invitations.isEmpty()
                || groups.isMember(person, room).isEmpty()) {
            return;
        }
        Map<Element, String> invited = new LinkedHashMap<>();
        invitations.forEach(invitation -> invited.put(invitation, address(invitation.attributeValue("to"))));
        List<String> strangers = groups.invite(person, room, invited.values());
        invited.forEach((invitation, jid) -> {
            // The room would make a plain member of an admin whom somebody invites.
            if (!strangers.contains(jid)) {
                user.remove(invitation);
            }
        });
        if (strangers.isEmpty()) {
            throw Problem.conflict("member-already", "They are in the group already.");
        }
    }

    private static String address(@Nullable String to) {
        try {
            if (to != null) {
                return new JID(to).toBareJID();
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw Problem.of(Kind.BAD_REQUEST, "Say whom to invite, by JID.");
    }

    private void talk(Message message, JID to) {
        StanzaIds.strip(message, addresses.domain());
        String room = to.toBareJID();
        String person = message.getFrom().toBareJID();
        Optional<Member> member = groups.member(person, room);
        if (member.isEmpty()) {
            if (groups.isMember(person, room).isPresent()) {
                throw Problem.forbidden("Only members of a group may write there.");
            }
            return;
        }
        Optional<String> nickname = rooms.nickname(room, message.getFrom());
        // Who is not in the room, and a new subject, are the room's to answer.
        if (nickname.isPresent() && !isSubject(message)) {
            Content.checkLength(message, settings.get(MessageSettings.MAX_BODY));
            archive(message, new Voice(member.get(), nickname.get()));
        }
    }

    /** Who speaks, and under which name. */
    private record Voice(Member member, String nickname) {
        Draft draft(MessageKind kind, Message message, @Nullable Long replyTo) {
            return GroupArchive.draft(kind, member, nickname, message, replyTo);
        }
    }

    private static boolean isSubject(Message message) {
        return message.getSubject() != null && message.getBody() == null && message.getThread() == null;
    }

    private void archive(Message message, Voice voice) {
        String room = voice.member().room();
        String retracted = Retraction.target(message);
        if (retracted != null) {
            ChatMessage target = own(voice.member(), retracted, "take back");
            stamp(message, archive.retract(voice.draft(MessageKind.RETRACTION, message, null), target));
            rooms.forget(room);
            return;
        }
        String corrected = Correction.target(message);
        if (corrected != null && StoragePolicy.says(message)) {
            ChatMessage target = own(voice.member(), corrected, "edit");
            Draft draft = voice.draft(MessageKind.EDIT, message, null);
            String words = Attachments.words(message, attachments.of(target));
            stamp(message, archive.edit(draft, target, words == null ? "" : words));
            return;
        }
        String displayed = ChatMarker.displayed(message);
        ChatMessage read =
                displayed == null ? null : archive.named(room, displayed).orElse(null);
        Effect features = talks.admit(new IncomingGroupMessage(message, room, archive));
        if (!StoragePolicy.isKept(message) && features == Effect.NONE) {
            if (read != null) {
                archive.displayedOnly(voice.member(), read, MessageId.at(clock.instant()));
            }
        } else if (StoragePolicy.says(message)) {
            say(message, voice, features);
        } else {
            Draft draft = voice.draft(MessageKind.SIGNAL, message, null);
            stamp(
                    message,
                    read == null ? archive.signal(draft, features) : archive.displayed(draft, voice.member(), read));
        }
    }

    private void say(Message message, Voice voice, Effect features) {
        if (StanzaIds.reference(message) == null) {
            // Without an id nobody could edit it.
            message.setID(ids.get().toString());
        }
        String answered = Reply.target(message);
        Long replyTo = answered == null
                ? null
                : archive.named(voice.member().room(), answered)
                        .map(ChatMessage::id)
                        .orElse(null);
        List<MediaFile> files = attachments.namedIn(message);
        FileSharing.correct(message, files);
        String words = Attachments.words(message, files);
        ChatMessage said = archive.say(
                voice.draft(MessageKind.MESSAGE, message, replyTo).saying(words),
                voice.member(),
                Attachments.ids(files),
                GroupArchive.candidates(message, words, addresses::jid),
                features);
        stamp(message, said.id());
    }

    private ChatMessage own(Member member, String reference, String act) {
        if (reference.isEmpty()) {
            throw Problem.of(Kind.BAD_REQUEST, "Name the message to " + act + " by its id.");
        }
        return archive.named(member, reference)
                .or(() -> archive.named(member.room(), reference))
                .orElseThrow(() -> Problem.notFound("There is no such message to " + act + "."));
    }

    private static void stamp(Message message, long id) {
        StanzaIds.add(message, MessageId.text(id), message.getTo().toBareJID());
    }
}
