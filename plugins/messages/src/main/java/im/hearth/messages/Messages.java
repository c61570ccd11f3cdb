package im.hearth.messages;

import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.messages.stanza.ChatMarker;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.Moderation;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaIds;
import im.hearth.messages.stanza.StanzaXml;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * What a person can do without an XMPP client: each act becomes the stanza that a client would have sent, is archived by
 * the same rules, and takes the same way. Persons are bare JIDs here.
 */
public final class Messages {
    private static final Logger log = LoggerFactory.getLogger(Messages.class);

    private final Archive archive;
    private final Inbox inbox;
    private final Addresses addresses;
    private final Delivery delivery;
    private final Attachments attachments;
    private final Settings settings;
    private final Supplier<UUID> ids;

    public Messages(
            Archive archive,
            Inbox inbox,
            Addresses addresses,
            Delivery delivery,
            Attachments attachments,
            Settings settings,
            Supplier<UUID> ids) {
        this.archive = archive;
        this.inbox = inbox;
        this.addresses = addresses;
        this.delivery = delivery;
        this.attachments = attachments;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * Sends words to somebody.
     *
     * @param receiver a username of this server, or a bare JID
     * @param replyTo the id of the message that they answer; null for none
     * @throws Problem INVALID, with the field and the reason
     */
    public ChatMessage send(String sender, String receiver, String content, @Nullable String replyTo) {
        return send(sender, receiver, content, replyTo, List.of());
    }

    /**
     * As {@link #send(String, String, String, String)}, with files.
     *
     * @param content null or blank for files without words
     */
    public ChatMessage send(
            String sender, String receiver, @Nullable String content, @Nullable String replyTo, List<MediaFile> files) {
        String to = receiver(receiver);
        String words = Content.checked(content, files, settings.get(MessageSettings.MAX_BODY));
        ChatMessage answered = replyTo == null ? null : answered(sender, to, replyTo);

        Message stanza = stanza(sender, to);
        attachments.say(sender, stanza, words, answered == null ? null : answered(answered), files);
        StanzaIds.addOrigin(stanza, stanza.getID());
        ChatMarker.addMarkable(stanza);
        ChatMessage sent = archive.say(
                draft(MessageKind.MESSAGE, stanza, words, answered == null ? null : Long.valueOf(answered.id())),
                Attachments.ids(files),
                Effect.NONE);
        deliver(stanza, sent.id());
        return sent;
    }

    /**
     * Sends what a feature has for somebody.
     *
     * @throws Problem INVALID with the field {@code receiver} or {@code content}
     */
    ChatMessage send(String sender, String receiver, Parcel parcel) {
        String body = parcel.body();
        String words = body == null ? null : Content.checked(body, settings.get(MessageSettings.MAX_BODY));
        Message stanza = stanza(sender, receiver(receiver));
        stanza.setBody(words);
        parcel.payload().accept(stanza);
        StanzaIds.addOrigin(stanza, stanza.getID());
        ChatMarker.addMarkable(stanza);
        ChatMessage sent = archive.say(draft(MessageKind.MESSAGE, stanza, words, null), List.of(), parcel.effect());
        deliver(stanza, sent.id());
        return sent;
    }

    /** The message between two people that a stanza names, if the person may see it. */
    Optional<ChatMessage> named(String person, String with, String reference) {
        return archive.named(Conversation.of(person, with), reference)
                .flatMap(message -> inbox.find(person, MessageId.text(message.id())));
    }

    /** Sends somebody a stanza about messages; returns its id. */
    long signal(String sender, String receiver, Parcel parcel) {
        Message stanza = stanza(sender, receiver);
        stanza.setBody(parcel.body());
        parcel.payload().accept(stanza);
        StanzaIds.addOrigin(stanza, stanza.getID());
        long id = archive.signal(draft(MessageKind.SIGNAL, stanza, null, null), parcel.effect());
        deliver(stanza, id);
        return id;
    }

    /**
     * Gives a message of the person other words.
     *
     * @throws Problem NOT_FOUND, FORBIDDEN or INVALID
     */
    public ChatMessage edit(String person, String id, String content) {
        ChatMessage target = own(person, id);
        String words = Content.checked(content, settings.get(MessageSettings.MAX_BODY));
        ChatMessage answered = target.replyTo() == null ? null : answeredBy(person, target.replyTo());
        // A correction takes the place of the whole message (XEP-0308, section 4): its files come again.
        return correct(
                target,
                words,
                stanza -> attachments.say(
                        person, stanza, words, answered == null ? null : answered(answered), attachments.of(target)));
    }

    /** As {@link #edit(String, String, String)}, of what a feature said for the person. */
    ChatMessage edit(String person, String id, String body, Consumer<Message> payload) {
        String words = Content.checked(body, settings.get(MessageSettings.MAX_BODY));
        return correct(own(person, id), words, stanza -> {
            stanza.setBody(words);
            payload.accept(stanza);
        });
    }

    private ChatMessage own(String person, String id) {
        ChatMessage target = inbox.require(person, id);
        if (!target.sender().equals(person)) {
            throw Problem.forbidden("Only its sender may edit a message.");
        }
        return target;
    }

    private ChatMessage correct(ChatMessage target, String words, Consumer<Message> say) {
        Message stanza = stanza(target.sender(), target.receiver());
        say.accept(stanza);
        Correction.add(stanza, target.reference());
        StanzaIds.addOrigin(stanza, stanza.getID());
        deliver(stanza, archive.edit(draft(MessageKind.EDIT, stanza, words, null), target, words));
        return inbox.require(target.sender(), MessageId.text(target.id()));
    }

    /**
     * Takes a message of the person back, for all; one that is taken back already stays so.
     *
     * @throws Problem NOT_FOUND or FORBIDDEN
     */
    public void retract(String person, String id) {
        ChatMessage target = inbox.require(person, id);
        if (!target.sender().equals(person)) {
            throw Problem.forbidden("Only its sender may take a message back.");
        }
        retract(target);
    }

    /** As {@link #retract(String, String)}, of a stanza about messages. */
    void retractSignal(String person, long id) {
        ChatMessage target = inbox.requireSignal(person, id);
        if (!target.sender().equals(person)) {
            throw Problem.forbidden("Only its sender may take this back.");
        }
        retract(target);
    }

    private void retract(ChatMessage target) {
        if (target.isRetracted()) {
            return;
        }
        Message stanza = stanza(target.sender(), target.receiver());
        Retraction.add(stanza, target.reference());
        StanzaIds.addOrigin(stanza, stanza.getID());
        deliver(stanza, archive.retract(draft(MessageKind.RETRACTION, stanza, null, null), target));
    }

    /**
     * Takes a message away for all, whoever wrote it. No extension lets a server do that in chats of two: it says so in its
     * own name, as a room would (XEP-0425), to each of the two, and by the id that the archive gave the message.
     *
     * @param reason for the two; null for none
     * @param effect what is done along with it
     */
    void remove(ChatMessage target, @Nullable String reason, Effect effect) {
        String server = addresses.domain();
        Archive.Tombstone tombstone = (stanza, name, at) -> Moderation.tombstone(stanza, name, at, server, reason);
        boolean isGone = false;
        // The sender is always one of ours: nothing else is archived.
        for (String person :
                List.of(target.sender(), target.receiver()).stream().distinct().toList()) {
            Message stanza = stanza(server, person);
            Moderation.add(stanza, MessageId.text(target.id()), server, reason);
            if (addresses.isHere(person)) {
                Draft draft = draft(MessageKind.RETRACTION, stanza, null, null);
                long id =
                        isGone ? archive.signal(draft, Effect.NONE) : archive.remove(draft, target, tombstone, effect);
                StanzaIds.add(stanza, MessageId.text(id), person);
                isGone = true;
            }
            if (addresses.isReachable(stanza.getTo())) {
                route(stanza, target.id());
            }
        }
    }

    /**
     * Marks as read a message that the person got, and all that its sender wrote before it; the sender hears of it.
     *
     * @throws Problem NOT_FOUND or FORBIDDEN
     */
    public ChatMessage markRead(String person, String id) {
        ChatMessage target = inbox.require(person, id);
        if (!target.receiver().equals(person)) {
            throw Problem.forbidden("Only its receiver can mark a message as read.");
        }
        if (target.readAt() != null || target.isRetracted()) {
            return target;
        }
        Message stanza = stanza(person, target.sender());
        ChatMarker.addDisplayed(stanza, target.reference());
        deliver(stanza, archive.displayed(draft(MessageKind.SIGNAL, stanza, null, null), target));
        return inbox.require(person, id);
    }

    /** The bare JID that a text names: a username of this server, or a JID. */
    public String peer(String field, String text) {
        try {
            return (text.contains("@") ? new JID(text) : new JID(addresses.jid(text))).toBareJID();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, "is neither a username nor a JID");
        }
    }

    private String receiver(String text) {
        String jid = peer("receiver", text.strip());
        if (!addresses.isReachable(new JID(jid))) {
            throw Problem.invalid("receiver", "there is nobody of that name");
        }
        return jid;
    }

    private ChatMessage answered(String sender, String receiver, String id) {
        ChatMessage answered;
        try {
            answered = inbox.require(sender, id);
        } catch (Problem absent) {
            throw Problem.invalid("reply_to", "is not a message of this conversation");
        }
        if (!answered.conversation().equals(Conversation.of(sender, receiver))) {
            throw Problem.invalid("reply_to", "is not a message of this conversation");
        }
        if (answered.isRetracted()) {
            throw Problem.invalid("reply_to", "has been taken back");
        }
        return answered;
    }

    private @Nullable ChatMessage answeredBy(String person, long id) {
        try {
            return inbox.require(person, MessageId.text(id));
        } catch (Problem gone) {
            return null;
        }
    }

    private static Attachments.Answered answered(ChatMessage message) {
        return new Attachments.Answered(message, message.sender(), message.reference());
    }

    private Message stanza(String from, String to) {
        Message stanza = new Message();
        stanza.setType(Message.Type.chat);
        stanza.setID(ids.get().toString());
        stanza.setFrom(new JID(from));
        stanza.setTo(new JID(to));
        return stanza;
    }

    private Draft draft(MessageKind kind, Message stanza, @Nullable String body, @Nullable Long replyTo) {
        String sender = stanza.getFrom().toBareJID();
        String receiver = stanza.getTo().toBareJID();
        return new Draft(
                kind,
                sender,
                receiver,
                addresses.isHere(receiver) && !receiver.equals(sender),
                stanza.getID(),
                StanzaXml.write(stanza),
                body,
                replyTo);
    }

    private void deliver(Message stanza, long id) {
        addresses.stamp(stanza, id);
        route(stanza, id);
    }

    private void route(Message stanza, long id) {
        try {
            delivery.deliver(stanza);
        } catch (RuntimeException e) {
            // It is in the archive, where its receiver finds it: it was sent, if late.
            log.error("The message {} is archived, but could not be delivered now", id, e);
        }
    }
}
