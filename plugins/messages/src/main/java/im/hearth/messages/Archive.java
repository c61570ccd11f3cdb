package im.hearth.messages;

import im.hearth.core.conversations.ConversationRead;
import im.hearth.core.db.Database;
import im.hearth.core.events.Events;
import im.hearth.core.media.Media;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Talks;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaParser;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * The rules of what may be added to the archive, for both doors. Whatever returns here is committed; whatever throws a
 * {@link Problem} has left no trace.
 */
public final class Archive {
    private final Database database;
    private final MessageStore store;
    private final ArchiveWriter writer;
    private final Settings settings;
    private final Events events;
    private final Clock clock;
    private final Media media;
    private final Talks talks;

    public Archive(
            Database database,
            MessageStore store,
            ArchiveWriter writer,
            Settings settings,
            Events events,
            Clock clock,
            Media media,
            Talks talks) {
        this.database = database;
        this.store = store;
        this.writer = writer;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.media = media;
        this.talks = talks;
    }

    /** Archives something that was said. */
    public ChatMessage say(Draft draft) {
        return say(draft, List.of(), Effect.NONE);
    }

    /**
     * As {@link #say(Draft)}, with files, and with what features do along with it.
     *
     * @param files their ids
     * @throws Problem INVALID if one is not there any more
     */
    public ChatMessage say(Draft draft, List<String> files, Effect features) {
        Effect attaching = files.isEmpty()
                ? Effect.NONE
                : (transaction, id) -> media.files().attach(transaction.handle(), id, files);
        ChatMessage message = message(draft, writer.commit(draft, attaching.and(features)));
        events.publish(new MessageSent(message));
        return message;
    }

    /** Archives something about messages, with what features do along with it; returns the id that it got. */
    public long signal(Draft draft, Effect features) {
        long id = writer.commit(draft, features);
        events.publish(new MessageSignalled(message(draft, id)));
        return id;
    }

    /**
     * Archives an edit, and gives the target its words.
     *
     * @return the id that the edit got
     * @throws Problem FORBIDDEN for somebody else's message or one that is too old; NOT_FOUND for one that was taken back;
     *     whatever a feature throws that hangs on it
     */
    public long edit(Draft edit, ChatMessage named, String words) {
        ChatMessage target = seenBy(edit.sender(), named);
        requireSender(edit, target);
        if (target.kind() != MessageKind.MESSAGE || target.isRetracted()) {
            throw Problem.notFound("There is no such message to edit; it may have been taken back.");
        }
        if (target.timestamp().plus(settings.get(MessageSettings.EDIT_WINDOW)).isBefore(clock.instant())) {
            throw Problem.forbidden("This message is too old to be edited.");
        }
        Kept kept = writer.kept(edit);
        Message correction = new Message(new StanzaParser().parse(edit.stanza()));
        if (kept.isUnseen()) {
            Effect editing = (transaction, id) ->
                    store.asides().edit(transaction.handle(), edit.sender(), target.id(), id, words);
            return aside(
                    edit.about(target.id()),
                    kept,
                    editing.and(talks.editAside(target.id(), edit.sender(), correction)));
        }
        Effect features = talks.edit(target.id(), correction);
        Effect editing = (transaction, version) -> {
            if (!store.edit(transaction.handle(), target.id(), version, words)) {
                throw Problem.notFound("This message has been taken back.");
            }
            store.asides().settle(transaction.handle(), edit.sender(), List.of(target.id()));
        };
        long id = writer.commit(edit, kept, editing.and(features));
        store(target.id()).ifPresent(message -> events.publish(new MessageEdited(message)));
        return id;
    }

    /**
     * Archives a retraction, and leaves of the target only that it was there. One that was taken back already stays so.
     *
     * @return the id that the retraction got
     * @throws Problem FORBIDDEN for somebody else's message
     */
    public long retract(Draft retraction, ChatMessage target) {
        requireSender(retraction, target);
        if (target.kind() == MessageKind.RETRACTION) {
            throw Problem.notFound("There is no such message to take back.");
        }
        Kept kept = writer.kept(retraction);
        if (kept.isUnseen()) {
            return aside(retraction.about(target.id()), kept, (transaction, id) -> {
                store.asides().retract(transaction.handle(), retraction.sender(), target.id(), MessageId.time(id));
                talks.eraseAside(transaction.handle(), target.id(), retraction.sender());
            });
        }
        return remove(retraction, target, Retraction::tombstone);
    }

    /** What is left of a message that is gone. */
    @FunctionalInterface
    public interface Tombstone {
        /**
         * The XML that stays.
         *
         * @param stanza the archived XML
         * @param retractionId the id of the stanza that took it back
         */
        String of(String stanza, String retractionId, Instant at);
    }

    /**
     * Archives a stanza by which somebody who may do so takes a message away, whoever sent it, and leaves of it only that
     * it was there.
     *
     * @return the id that the stanza got
     */
    public long remove(Draft removal, ChatMessage target, Tombstone tombstone) {
        return remove(removal, target, tombstone, Effect.NONE);
    }

    /** As {@link #remove(Draft, ChatMessage, Tombstone)}, with what is done along with it. */
    public long remove(Draft removal, ChatMessage target, Tombstone tombstone, Effect effect) {
        Effect burying =
                (transaction, removalId) -> bury(transaction.handle(), target.id(), removal, removalId, tombstone);
        // The clients may name it by an edit, of which nothing is left afterwards to tell what it was an edit of.
        long id = writer.commit(removal.about(target.id()), burying.and(effect));
        if (!target.isRetracted()) {
            store(target.id()).ifPresent(message -> events.publish(new MessageRetracted(message)));
        }
        return id;
    }

    private void bury(Handle handle, long target, Draft removal, long removalId, Tombstone tombstone) {
        Instant at = MessageId.time(removalId);
        String name = removal.originId() == null ? MessageId.text(removalId) : removal.originId();
        for (long id : store.stanzasOf(handle, target)) {
            store.stanza(handle, id)
                    .ifPresent(stanza -> store.erase(handle, id, tombstone.of(stanza, name, at), at.toEpochMilli()));
        }
        store.eraseVersions(handle, target);
        store.asides().delete(handle, List.of(target));
        media.files().release(handle, List.of(target));
        talks.erase(handle, List.of(target));
    }

    /**
     * Archives a marker, and marks as read what the marker's receiver wrote to its sender up to that message: for the reader
     * alone, while one of the two blocks the other.
     */
    public long displayed(Draft marker, ChatMessage upTo) {
        Kept kept = writer.keptMark(marker);
        if (kept.isUnseen()) {
            long id = aside(
                    marker, kept, (transaction, at) -> readAside(transaction.handle(), marker.sender(), upTo, at));
            events.publish(new ConversationRead(marker.sender(), upTo.sender(), upTo.id()));
            return id;
        }
        AtomicInteger count = new AtomicInteger();
        long id = writer.commit(
                marker,
                kept,
                (transaction, at) ->
                        count.set(markRead(transaction.handle(), marker.sender(), upTo, MessageId.time(at))));
        published(marker.sender(), upTo, MessageId.time(id), count.get(), true);
        return id;
    }

    /** As {@link #displayed(Draft, ChatMessage)}, with no marker in the archive. */
    public void displayed(String reader, ChatMessage upTo) {
        Instant now = clock.instant();
        if (writer.keptMark(marker(reader, upTo)).isUnseen()) {
            database.write(transaction -> {
                readAside(transaction.handle(), reader, upTo, MessageId.at(now));
                return true;
            });
            events.publish(new ConversationRead(reader, upTo.sender(), upTo.id()));
            return;
        }
        int count = database.write(transaction -> markRead(transaction.handle(), reader, upTo, now));
        published(reader, upTo, now, count, false);
    }

    /** As if the reader's client had let its marker be archived. */
    private static Draft marker(String reader, ChatMessage upTo) {
        return new Draft(MessageKind.SIGNAL, reader, upTo.sender(), false, null, "", null, null);
    }

    private void readAside(Handle handle, String reader, ChatMessage upTo, long at) {
        store.asides().read(handle, reader, upTo.sender(), upTo.id(), MessageId.time(at));
    }

    /**
     * Archives what somebody does to a message and the other of the two does not see, as one of them blocks the other: it
     * holds for who does it alone, then and when the block has ended.
     */
    private long aside(Draft draft, Kept kept, Effect effect) {
        long id = writer.commit(draft, kept, effect);
        events.publish(new MessageSignalled(message(draft, id)));
        return id;
    }

    private ChatMessage seenBy(String person, ChatMessage message) {
        return database.read(handle -> store.asides().seenBy(handle, person, message));
    }

    private int markRead(Handle handle, String reader, ChatMessage upTo, Instant at) {
        return store.markRead(handle, reader, upTo.sender(), upTo.id(), at.toEpochMilli())
                + store.asides().tell(handle, reader, upTo.sender(), upTo.id(), at);
    }

    private void published(String reader, ChatMessage upTo, Instant at, int count, boolean archived) {
        if (count > 0) {
            events.publish(new MessagesRead(reader, upTo.sender(), upTo.id(), at, count, archived));
            events.publish(new ConversationRead(reader, upTo.sender(), upTo.id()));
        }
    }

    /**
     * The message of that sender that a stanza of the conversation refers to: by the id that its sender's client gave
     * it, or by ours. An edit stands for what it edits.
     */
    public Optional<ChatMessage> named(String conversation, String sender, String reference) {
        return database.read(
                handle -> bySender(handle, conversation, sender, reference).map(message -> original(handle, message)));
    }

    /** The stanza itself that a stanza of the conversation refers to, of that sender: up to there a marker reaches. */
    public Optional<ChatMessage> stanza(String conversation, String sender, String reference) {
        return database.read(handle -> bySender(handle, conversation, sender, reference));
    }

    /** As {@link #stanza(String, String, String)}. */
    Optional<ChatMessage> bySender(Handle handle, String conversation, String sender, String reference) {
        return store.findByOrigin(handle, conversation, sender, reference)
                .or(() -> byId(handle, conversation, reference)
                        .filter(message -> message.sender().equals(sender)));
    }

    /** As {@link #named(String, String, String)}, whoever of the two sent it. */
    public Optional<ChatMessage> named(String conversation, String reference) {
        return database.read(handle -> named(handle, conversation, reference));
    }

    /** As {@link #named(String, String)}. */
    public Optional<ChatMessage> named(Handle handle, String conversation, String reference) {
        return store.findByOrigin(handle, conversation, reference)
                .or(() -> byId(handle, conversation, reference))
                .map(message -> original(handle, message));
    }

    private Optional<ChatMessage> byId(Handle handle, String conversation, String reference) {
        OptionalLong id = MessageId.parse(reference);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return store.find(handle, id.getAsLong())
                .filter(message -> message.conversation().equals(conversation));
    }

    private ChatMessage original(Handle handle, ChatMessage message) {
        return message.kind() == MessageKind.EDIT
                ? store.findByVersion(handle, message.id()).orElse(message)
                : message;
    }

    /**
     * Whether a stanza is in the archive under that id already: the server routes what a broken stream did not deliver
     * once more (XEP-0198), in its sender's name.
     *
     * @param forms the XML that the stanza may have had when it was archived
     * @throws Problem NOT_FOUND if it has been taken back since: it is to go no further
     */
    public boolean has(long id, String sender, String receiver, List<String> forms) {
        return database.read(handle -> {
            Optional<ChatMessage> known = store.find(handle, id)
                    .filter(message -> message.sender().equals(sender)
                            && message.receiver().equals(receiver));
            if (known.isEmpty()) {
                return false;
            }
            if (known.get().isRetracted()) {
                throw Problem.notFound("This message has been taken back.");
            }
            return store.stanza(handle, id).filter(forms::contains).isPresent();
        });
    }

    private Optional<ChatMessage> store(long id) {
        return database.read(handle -> store.find(handle, id));
    }

    private static void requireSender(Draft draft, ChatMessage target) {
        if (!target.sender().equals(draft.sender()) || !target.receiver().equals(draft.receiver())) {
            throw Problem.forbidden("Only its sender may change a message.");
        }
    }

    private static ChatMessage message(Draft draft, long id) {
        @Nullable Instant readAt = draft.sender().equals(draft.receiver()) ? MessageId.time(id) : null;
        return new ChatMessage(
                id,
                draft.kind(),
                draft.sender(),
                draft.receiver(),
                draft.originId(),
                draft.body(),
                draft.replyTo(),
                null,
                null,
                readAt);
    }
}
