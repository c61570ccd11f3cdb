package im.hearth.messages;

import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.stanza.MessageGate;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Talks;
import im.hearth.messages.stanza.ChatMarker;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.FileSharing;
import im.hearth.messages.stanza.Reply;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaIds;
import im.hearth.messages.stanza.StanzaXml;
import im.hearth.messages.stanza.StoragePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * The XMPP door: what a client sends to somebody is checked and archived before the server routes it, and goes on with
 * the id that it got (XEP-0359), on the receiver's copies as on the carbons of the sender.
 */
public final class MessageStanzas implements MessageGate {
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");

    private final Archive archive;
    private final Addresses addresses;
    private final Attachments attachments;
    private final Talks talks;
    private final Settings settings;
    private final Supplier<UUID> ids;

    public MessageStanzas(
            Archive archive,
            Addresses addresses,
            Attachments attachments,
            Talks talks,
            Settings settings,
            Supplier<UUID> ids) {
        this.archive = archive;
        this.addresses = addresses;
        this.attachments = attachments;
        this.talks = talks;
        this.settings = settings;
        this.ids = ids;
    }

    @Override
    public void admit(Message message) {
        List<String> claimed = StanzaIds.strip(message, addresses.domain());
        if (!StoragePolicy.isTalk(message)) {
            return;
        }
        Content.checkLength(message, settings.get(MessageSettings.MAX_BODY));
        if (message.getTo() == null) {
            // RFC 6120, section 10.3.1: as if it were to the sender's own bare JID.
            message.setTo(message.getFrom().asBareJID());
        }
        // To nobody, to the server, or to a room: theirs to answer, and nothing of a person's archive.
        if (!addresses.isReachable(message.getTo()) || wasArchived(message, claimed)) {
            return;
        }
        archive(message);
    }

    /** Whether the server routes once more what was archived before; if so, the message has its ids again. */
    private boolean wasArchived(Message message, List<String> claimed) {
        for (String claim : claimed) {
            OptionalLong id = MessageId.parse(claim);
            if (id.isPresent()
                    && archive.has(
                            id.getAsLong(),
                            message.getFrom().toBareJID(),
                            message.getTo().toBareJID(),
                            forms(message))) {
                addresses.stamp(message, id.getAsLong());
                return true;
            }
        }
        return false;
    }

    /** The stanza as it is, and as it was before the server noted its delay. */
    private List<String> forms(Message message) {
        List<String> forms = new ArrayList<>();
        forms.add(StanzaXml.write(message));
        Element delay = message.getElement().element(DELAY);
        if (delay != null && addresses.domain().equals(delay.attributeValue("from"))) {
            Message undelayed = message.createCopy();
            undelayed.getElement().remove(undelayed.getElement().element(DELAY));
            forms.add(StanzaXml.write(undelayed));
        }
        return forms;
    }

    private void archive(Message message) {
        String retracted = Retraction.target(message);
        if (retracted != null) {
            Draft draft = draft(message, MessageKind.RETRACTION, null);
            addresses.stamp(message, archive.retract(draft, own(draft, retracted, "take back")));
            return;
        }
        String corrected = Correction.target(message);
        if (corrected != null && StoragePolicy.says(message)) {
            Draft draft = draft(message, MessageKind.EDIT, null);
            ChatMessage target = own(draft, corrected, "edit");
            String words = Attachments.words(message, attachments.of(target));
            addresses.stamp(message, archive.edit(draft, target, words == null ? "" : words));
            return;
        }
        String displayed = ChatMarker.displayed(message);
        ChatMessage read = displayed == null ? null : read(message, displayed);
        Effect features = talks.admit(new IncomingChat(message, archive));
        if (!StoragePolicy.keeps(message) && features == Effect.NONE) {
            if (read != null) {
                archive.displayed(message.getFrom().toBareJID(), read);
            }
        } else if (StoragePolicy.says(message)) {
            addresses.stamp(message, say(message, features));
        } else {
            Draft draft = draft(message, MessageKind.SIGNAL, null);
            addresses.stamp(message, read == null ? archive.signal(draft, features) : archive.displayed(draft, read));
        }
    }

    private long say(Message message, Effect features) {
        if (StanzaIds.reference(message) == null) {
            // Without an id nobody could edit it, take it back or mark it.
            message.setID(ids.get().toString());
        }
        String answered = Reply.target(message);
        Long replyTo = answered == null
                ? null
                : archive.named(conversation(message), answered)
                        .map(ChatMessage::id)
                        .orElse(null);
        List<MediaFile> files = attachments.namedIn(message);
        FileSharing.correct(message, files);
        Draft draft = draft(message, MessageKind.MESSAGE, replyTo).saying(Attachments.words(message, files));
        return archive.say(draft, Attachments.ids(files), features).id();
    }

    private ChatMessage own(Draft draft, String reference, String act) {
        if (reference.isEmpty()) {
            throw Problem.of(Kind.BAD_REQUEST, "Name the message to " + act + " by its id.");
        }
        return archive.named(draft.conversation(), draft.sender(), reference)
                .or(() -> archive.named(draft.conversation(), reference))
                .orElseThrow(() -> Problem.notFound("There is no such message to " + act + "."));
    }

    /** What a marker names, of that which its receiver wrote. */
    private @Nullable ChatMessage read(Message marker, String reference) {
        return archive.stanza(conversation(marker), marker.getTo().toBareJID(), reference)
                .orElse(null);
    }

    private static String conversation(Message message) {
        return Conversation.of(message.getFrom().toBareJID(), message.getTo().toBareJID());
    }

    private Draft draft(Message message, MessageKind kind, @Nullable Long replyTo) {
        JID from = message.getFrom();
        JID to = message.getTo();
        String sender = from.toBareJID();
        String receiver = to.toBareJID();
        return new Draft(
                kind,
                sender,
                receiver,
                addresses.isHere(receiver) && !receiver.equals(sender),
                StanzaIds.reference(message),
                StanzaXml.write(message),
                null,
                replyTo);
    }
}
