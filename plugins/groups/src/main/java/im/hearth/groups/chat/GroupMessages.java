package im.hearth.groups.chat;

import im.hearth.core.media.MediaFile;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.groups.Groups;
import im.hearth.groups.Member;
import im.hearth.groups.stanza.RoomStanza;
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
import im.hearth.messages.stanza.Moderation;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaIds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * What a member can do without an XMPP client: each act becomes the stanza that the room would have sent for a client, is
 * archived by the same rules, and goes to those who are in the room. Persons and rooms are bare JIDs here.
 */
public final class GroupMessages {
    private static final Logger log = LoggerFactory.getLogger(GroupMessages.class);

    private final Groups groups;
    private final GroupArchive archive;
    private final GroupInbox inbox;
    private final Rooms rooms;
    private final Addresses addresses;
    private final Attachments attachments;
    private final Settings settings;
    private final Supplier<UUID> ids;

    public GroupMessages(
            Groups groups,
            GroupArchive archive,
            GroupInbox inbox,
            Rooms rooms,
            Addresses addresses,
            Attachments attachments,
            Settings settings,
            Supplier<UUID> ids) {
        this.groups = groups;
        this.archive = archive;
        this.inbox = inbox;
        this.rooms = rooms;
        this.addresses = addresses;
        this.attachments = attachments;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * Says something in a group.
     *
     * @param content null or blank for files without words
     * @param replyTo the id of the message that it answers; null for none
     * @throws Problem NOT_FOUND for who is not in the group; INVALID, with the field and the reason
     */
    ChatMessage send(
            String person, String room, @Nullable String content, @Nullable String replyTo, List<MediaFile> files) {
        Member member = writer(person, room);
        String words = Content.checked(content, files, settings.get(MessageSettings.MAX_BODY));
        ChatMessage answered = replyTo == null ? null : answered(member, replyTo);
        Message stanza = stanza(member);
        int start = attachments.say(person, stanza, words, answered == null ? null : answered(answered), files);
        StanzaIds.addOrigin(stanza, stanza.getID());
        ChatMarker.addMarkable(stanza);
        Set<String> mentioned = mention(stanza, room, words == null ? "" : words, start);
        Draft draft = draft(MessageKind.MESSAGE, member, stanza, answered == null ? null : (Long) answered.id())
                .saying(words);
        ChatMessage sent = archive.say(draft, member, Attachments.ids(files), mentioned, Effect.NONE);
        deliver(stanza, room, sent.id());
        return sent;
    }

    /**
     * Says what a feature has for a member.
     *
     * @throws Problem INVALID with the field {@code group} or {@code content}
     */
    ChatMessage send(String person, String room, Parcel parcel) {
        Member member = writer(person, room);
        String body = parcel.body();
        String words = body == null ? null : Content.checked(body, settings.get(MessageSettings.MAX_BODY));
        Message stanza = stanza(member);
        stanza.setBody(words);
        parcel.payload().accept(stanza);
        StanzaIds.addOrigin(stanza, stanza.getID());
        ChatMarker.addMarkable(stanza);
        ChatMessage sent = archive.say(
                draft(MessageKind.MESSAGE, member, stanza, null).saying(words),
                member,
                List.of(),
                Set.of(),
                parcel.effect());
        deliver(stanza, room, sent.id());
        return sent;
    }

    /** The message in a room that a stanza names, if the person may see it. */
    Optional<ChatMessage> named(String person, String room, String reference) {
        return archive.named(room, reference)
                .flatMap(message -> inbox.find(person, MessageId.text(message.id())))
                .map(GroupInbox.Seen::message);
    }

    /** Sends, for a member, a stanza about messages; returns its id. */
    long signal(String person, String room, Parcel parcel) {
        Member member = writer(person, room);
        Message stanza = stanza(member);
        stanza.setBody(parcel.body());
        parcel.payload().accept(stanza);
        StanzaIds.addOrigin(stanza, stanza.getID());
        long id = archive.signal(draft(MessageKind.SIGNAL, member, stanza, null), parcel.effect());
        deliver(stanza, room, id);
        return id;
    }

    private Member writer(String person, String room) {
        return groups.member(person, room)
                .orElseThrow(() -> Problem.invalid("group", "there is no such group of yours"));
    }

    /** Says whom the words mention, of the members; the places count in the whole body, where the words start. */
    private Set<String> mention(Message stanza, String room, String words, int start) {
        List<Mentions.Place> places = Mentions.places(words);
        Set<String> candidates = new LinkedHashSet<>();
        places.forEach(place -> candidates.add(addresses.jid(place.username())));
        Set<String> mentioned = archive.mentioned(room, candidates);
        for (Mentions.Place place : places) {
            String jid = addresses.jid(place.username());
            if (mentioned.contains(jid)) {
                Mentions.add(stanza, start + place.begin(), start + place.end(), jid);
            }
        }
        return mentioned;
    }

    /**
     * Gives a message of the person other words.
     *
     * @throws Problem NOT_FOUND, FORBIDDEN or INVALID
     */
    GroupInbox.Seen edit(String person, String id, String content) {
        GroupInbox.Seen seen = own(person, id);
        ChatMessage target = seen.message();
        String words = Content.checked(content, settings.get(MessageSettings.MAX_BODY));
        ChatMessage answered = target.replyTo() == null ? null : answeredBy(seen.by(), target.replyTo());
        // A correction takes the place of the whole message (XEP-0308, section 4): its files come again.
        return correct(
                seen,
                words,
                stanza -> attachments.say(
                        person, stanza, words, answered == null ? null : answered(answered), attachments.of(target)));
    }

    /** As {@link #edit(String, String, String)}, of what a feature said for the person. */
    GroupInbox.Seen edit(String person, String id, String body, Consumer<Message> payload) {
        String words = Content.checked(body, settings.get(MessageSettings.MAX_BODY));
        return correct(own(person, id), words, stanza -> {
            stanza.setBody(words);
            payload.accept(stanza);
        });
    }

    private GroupInbox.Seen own(String person, String id) {
        GroupInbox.Seen seen = inbox.require(person, id);
        if (!Author.is(seen.message(), person)) {
            throw Problem.forbidden("Only its sender may edit a message.");
        }
        return seen;
    }

    private GroupInbox.Seen correct(GroupInbox.Seen seen, String words, Consumer<Message> say) {
        ChatMessage target = seen.message();
        Message stanza = stanza(seen.by());
        say.accept(stanza);
        // XEP-0308, section 3, names the stanza's own id, in rooms too.
        Correction.add(stanza, target.originId() == null ? MessageId.text(target.id()) : target.originId());
        StanzaIds.addOrigin(stanza, stanza.getID());
        deliver(
                stanza,
                target.receiver(),
                archive.edit(draft(MessageKind.EDIT, seen.by(), stanza, null), target, words));
        return inbox.require(seen.by().jid(), MessageId.text(target.id()));
    }

    /**
     * Takes a message away for all: by who wrote it, or by who runs the group. One that is gone already stays so.
     *
     * @throws Problem NOT_FOUND or FORBIDDEN
     */
    void remove(String person, String id) {
        GroupInbox.Seen seen = inbox.require(person, id);
        if (seen.message().isRetracted()) {
            return;
        }
        if (Author.is(seen.message(), person)) {
            retract(seen);
        } else {
            moderate(seen, null);
        }
    }

    /**
     * Takes a message of the person back, for all; one that is gone already stays so.
     *
     * @throws Problem NOT_FOUND or FORBIDDEN
     */
    void retract(String person, String id) {
        retract(person, inbox.require(person, id));
    }

    /** As {@link #retract(String, String)}, of a stanza about messages. */
    void retractSignal(String person, long id) {
        retract(person, inbox.requireSignal(person, id));
    }

    private void retract(String person, GroupInbox.Seen seen) {
        if (!Author.is(seen.message(), person)) {
            throw Problem.forbidden("Only its sender may take a message back.");
        }
        if (!seen.message().isRetracted()) {
            retract(seen);
        }
    }

    private void retract(GroupInbox.Seen seen) {
        Message stanza = stanza(seen.by());
        // XEP-0424, section 3: in a room by the id that the room gave it.
        Retraction.add(stanza, MessageId.text(seen.message().id()));
        StanzaIds.addOrigin(stanza, stanza.getID());
        long id = archive.retract(draft(MessageKind.RETRACTION, seen.by(), stanza, null), seen.message());
        forget(seen.by().room());
        deliver(stanza, seen.by().room(), id);
    }

    /**
     * Takes a message away as one who runs the group (XEP-0425).
     *
     * @throws Problem NOT_FOUND or FORBIDDEN
     */
    public void moderate(String person, String room, String id, @Nullable String reason) {
        GroupInbox.Seen seen = inbox.require(person, id);
        if (!seen.message().receiver().equals(room)) {
            throw Problem.notFound("There is no such message here.");
        }
        if (!seen.message().isRetracted()) {
            moderate(seen, reason);
        }
    }

    private void moderate(GroupInbox.Seen seen, @Nullable String reason) {
        String room = seen.by().room();
        String by = room + '/' + nickname(seen.by());
        Message stanza = moderation(seen.message(), by, reason);
        Draft draft = moderation(room, seen.by().jid(), stanza);
        long id = archive.moderate(draft, seen.message(), seen.by(), by, reason);
        forget(room);
        deliver(stanza, room, id);
    }

    /** Takes a message away in the name of the server, with what is done along with it. */
    void remove(ChatMessage target, @Nullable String reason, Effect effect) {
        String room = target.receiver();
        String server = addresses.domain();
        Message stanza = moderation(target, server, reason);
        long id = archive.remove(moderation(room, server, stanza), target, server, server, reason, effect);
        forget(room);
        deliver(stanza, room, id);
    }

    private Message moderation(ChatMessage target, String by, @Nullable String reason) {
        Message stanza = new Message();
        stanza.setType(Message.Type.groupchat);
        stanza.setID(ids.get().toString());
        stanza.setFrom(new JID(target.receiver()));
        Moderation.add(stanza, MessageId.text(target.id()), by, reason);
        return stanza;
    }

    private static Draft moderation(String room, String actor, Message stanza) {
        return new Draft(
                MessageKind.RETRACTION,
                Author.of(room, actor),
                room,
                false,
                stanza.getID(),
                RoomStanza.archived(stanza, room, room, ""),
                null,
                null);
    }

    /**
     * Notes that the person has read that message and all before it; the others in the room hear of it.
     *
     * @throws Problem NOT_FOUND or FORBIDDEN
     */
    GroupInbox.Seen markRead(String person, String id) {
        GroupInbox.Seen seen = inbox.require(person, id);
        if (Author.is(seen.message(), person)) {
            throw Problem.forbidden("Only those who got it can mark a message as read.");
        }
        if (seen.message().isRetracted()
                || seen.by().readUpTo() >= seen.message().id()) {
            return seen;
        }
        Message stanza = stanza(seen.by());
        ChatMarker.addDisplayed(stanza, MessageId.text(seen.message().id()));
        deliver(
                stanza,
                seen.by().room(),
                archive.displayed(draft(MessageKind.SIGNAL, seen.by(), stanza, null), seen.by(), seen.message()));
        return inbox.require(person, id);
    }

    /**
     * The address under which the archive of a room has what somebody wrote there.
     *
     * @param who a person, or an occupant: whoever is in the room under that nickname, or else who has it as username
     */
    public String author(String room, JID who) {
        if (!who.toBareJID().equals(room)) {
            return Author.of(room, who.toBareJID());
        }
        String nickname = who.getResource() == null ? "" : who.getResource();
        return Author.of(room, rooms.holder(room, nickname).orElseGet(() -> addresses.jid(nickname)));
    }

    private ChatMessage answered(Member member, String id) {
        ChatMessage answered;
        try {
            answered = inbox.require(member.jid(), id).message();
        } catch (Problem absent) {
            throw Problem.invalid("reply_to", "is not a message of this group");
        }
        if (!answered.receiver().equals(member.room())) {
            throw Problem.invalid("reply_to", "is not a message of this group");
        }
        if (answered.isRetracted()) {
            throw Problem.invalid("reply_to", "has been taken back");
        }
        return answered;
    }

    private @Nullable ChatMessage answeredBy(Member member, long id) {
        try {
            return inbox.require(member.jid(), MessageId.text(id)).message();
        } catch (Problem gone) {
            return null;
        }
    }

    /** XEP-0461, section 3: in a room by the id that the room gave it. */
    private static Attachments.Answered answered(ChatMessage message) {
        return new Attachments.Answered(message, Author.person(message), MessageId.text(message.id()));
    }

    private Message stanza(Member member) {
        Message stanza = new Message();
        stanza.setType(Message.Type.groupchat);
        stanza.setID(ids.get().toString());
        stanza.setFrom(new JID(new JID(member.room()).getNode(), rooms.domain(), nickname(member)));
        return stanza;
    }

    private Draft draft(MessageKind kind, Member member, Message stanza, @Nullable Long replyTo) {
        return GroupArchive.draft(kind, member, stanza.getFrom().getResource(), stanza, replyTo);
    }

    /**
     * Under which name the room shows somebody: as they are in it, or else by the username, or, should somebody else be in
     * the room under that, by the JID.
     */
    private String nickname(Member member) {
        String name = addresses.name(member.jid());
        return rooms.nicknameOf(member.room(), member.jid())
                .orElseGet(() -> rooms.holder(member.room(), name)
                                .filter(holder -> !holder.equals(member.jid()))
                                .isPresent()
                        ? member.jid()
                        : name);
    }

    /** The room itself must not show to who joins what was taken away. */
    private void forget(String room) {
        try {
            rooms.forget(room);
        } catch (RuntimeException e) {
            log.error("The room {} could not be made to forget a message", room, e);
        }
    }

    private void deliver(Message stanza, String room, long id) {
        StanzaIds.add(stanza, MessageId.text(id), room);
        try {
            rooms.broadcast(room, stanza);
        } catch (RuntimeException e) {
            // It is in the archive, where members find it: it was sent, if late.
            log.error("The group message {} is archived, but could not be delivered now", id, e);
        }
    }
}
