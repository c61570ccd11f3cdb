package im.hearth.groups.chat;

import im.hearth.core.conversations.ConversationRead;
import im.hearth.core.db.Database;
import im.hearth.core.events.Events;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Effect;
import im.hearth.groups.Member;
import im.hearth.groups.stanza.RoomStanza;
import im.hearth.messages.Archive;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.Draft;
import im.hearth.messages.Kept;
import im.hearth.messages.MessageId;
import im.hearth.messages.MessageKind;
import im.hearth.messages.MessageStore;
import im.hearth.messages.stanza.ChatMarker;
import im.hearth.messages.stanza.Moderation;
import im.hearth.messages.stanza.StanzaIds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * The rules of what may be added to the archive of a room, for both doors; those of {@link Archive} hold here too. Whatever
 * returns is committed.
 */
public final class GroupArchive {
    private final Database database;
    private final Archive archive;
    private final ArchiveWriter writer;
    private final MessageStore messages;
    private final GroupMessageStore store;
    private final Events events;

    /**
     * The archive of rooms.
     *
     * @param archive one that tells nobody: what happens in groups has events of its own
     */
    public GroupArchive(
            Database database,
            Archive archive,
            ArchiveWriter writer,
            MessageStore messages,
            GroupMessageStore store,
            Events events) {
        this.database = database;
        this.archive = archive;
        this.writer = writer;
        this.messages = messages;
        this.store = store;
        this.events = events;
    }

    /** A stanza of a member that is to be archived, under the nickname that it has in the room. */
    public static Draft draft(
            MessageKind kind, Member member, String nickname, Message stanza, @Nullable Long replyTo) {
        String room = member.room();
        return new Draft(
                kind,
                Author.of(room, member.jid()),
                room,
                false,
                StanzaIds.reference(stanza),
                RoomStanza.archived(
                        stanza,
                        room + '/' + nickname,
                        member.jid(),
                        member.role().affiliation()),
                null,
                replyTo);
    }

    /**
     * Archives something that was said.
     *
     * @param files their ids
     * @param candidates bare JIDs of whom it may mention
     * @param features what they do along with it
     * @throws Problem INVALID if a file is not there any more
     */
    ChatMessage say(Draft draft, Member author, List<String> files, Set<String> candidates, Effect features) {
        ChatMessage message = archive.say(draft, files, features);
        events.publish(
                new GroupMessageSent(message, author.room(), author.jid(), mentioned(author.room(), candidates)));
        return message;
    }

    /** Which of these a message of the room can mention: members. */
    Set<String> mentioned(String room, Set<String> candidates) {
        return candidates.isEmpty() ? Set.of() : database.read(handle -> store.members(handle, room, candidates));
    }

    /** Archives something about messages, with what features do along with it; returns its id. */
    long signal(Draft draft, Effect features) {
        long id = archive.signal(draft, features);
        events.publish(new GroupMessageSignalled(draft.conversation(), id));
        return id;
    }

    /** As {@link Archive#edit}. */
    long edit(Draft draft, ChatMessage target, String words) {
        long id = archive.edit(draft, target, words);
        find(target.id()).ifPresent(message -> events.publish(new GroupMessageEdited(message, message.receiver())));
        return id;
    }

    /** As {@link Archive#retract}. */
    long retract(Draft draft, ChatMessage target) {
        long id = archive.retract(draft, target);
        retracted(target, Author.person(target));
        return id;
    }

    /**
     * Archives that somebody who runs the group took a message away.
     *
     * @param by the moderator's address in the room
     */
    long moderate(Draft draft, ChatMessage target, Member moderator, String by, @Nullable String reason) {
        if (!moderator.role().manages()) {
            throw Problem.forbidden("Only who wrote it, an owner or an admin may take a message away.");
        }
        return remove(draft, target, moderator.jid(), by, reason, Effect.NONE);
    }

    /**
     * Archives that somebody who may do so took a message away, with what is done along with it.
     *
     * @param actor the bare JID of who did; the domain, for the server
     * @param by what the room calls the actor
     */
    long remove(Draft draft, ChatMessage target, String actor, String by, @Nullable String reason, Effect effect) {
        long id = archive.remove(
                draft, target, (stanza, name, at) -> Moderation.tombstone(stanza, name, at, by, reason), effect);
        retracted(target, actor);
        return id;
    }

    private void retracted(ChatMessage target, String actor) {
        if (!target.isRetracted()) {
            find(target.id())
                    .ifPresent(
                            message -> events.publish(new GroupMessageRetracted(message, message.receiver(), actor)));
        }
    }

    /** Archives a marker, and notes that its sender has read up to that message; returns its id. */
    long displayed(Draft marker, Member reader, ChatMessage upTo) {
        return displayed(marker, Kept.BY_BOTH, reader, upTo);
    }

    /**
     * Notes that a member has read up to that message, with no marker in the archive of the room: what is written is no
     * more than the members' streams need, and nobody's history shows it.
     */
    void displayedOnly(Member reader, String nickname, ChatMessage upTo) {
        if (reader.readUpTo() >= upTo.id()) {
            return;
        }
        Message marker = new Message();
        marker.setType(Message.Type.groupchat);
        ChatMarker.addDisplayed(marker, MessageId.text(upTo.id()));
        displayed(draft(MessageKind.SIGNAL, reader, nickname, marker, null), Kept.BY_NEITHER, reader, upTo);
    }

    private long displayed(Draft marker, Kept kept, Member reader, ChatMessage upTo) {
        AtomicInteger count = new AtomicInteger();
        long id = writer.commit(
                marker,
                kept,
                (transaction, at) ->
                        count.set(store.markRead(transaction.handle(), reader.room(), reader.jid(), upTo.id())));
        read(reader, upTo, id, count.get());
        return id;
    }

    private void read(Member reader, ChatMessage upTo, long id, int count) {
        if (count > 0) {
            events.publish(new GroupMessagesRead(reader.room(), reader.jid(), upTo.id(), MessageId.time(id)));
            events.publish(new ConversationRead(reader.jid(), reader.room(), upTo.id()));
        }
    }

    /** The message of that member that a stanza in the room refers to; an edit stands for what it edits. */
    Optional<ChatMessage> named(Member author, String reference) {
        return archive.named(author.room(), Author.of(author.room(), author.jid()), reference);
    }

    /** The message in the room that a stanza refers to, whoever wrote it. */
    Optional<ChatMessage> named(String room, String reference) {
        return archive.named(room, reference);
    }

    private Optional<ChatMessage> find(long id) {
        return database.read(handle -> messages.find(handle, id));
    }

    /**
     * The bare JIDs that a stanza may mention, by its references and its words.
     *
     * @param words null for none
     */
    static Set<String> candidates(Message stanza, @Nullable String words, UnaryOperator<String> jidOfUsername) {
        Set<String> candidates = new LinkedHashSet<>(Mentions.referenced(stanza));
        if (words != null) {
            Mentions.places(words).forEach(place -> candidates.add(jidOfUsername.apply(place.username())));
        }
        return candidates;
    }
}
