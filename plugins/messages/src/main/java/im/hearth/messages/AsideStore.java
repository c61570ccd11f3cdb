package im.hearth.messages;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_message_aside: what a message is to one of the two alone, who changed it, took it back or read it while
 * the other blocked them, or read it while they blocked the other. Persons are bare JIDs.
 */
public final class AsideStore {
    /** A row; of what did not happen there is nothing. */
    record Aside(
            long message,
            @Nullable Long editId,
            @Nullable String body,
            @Nullable Instant retractedAt,
            @Nullable Instant readAt) {
        ChatMessage over(ChatMessage known) {
            Instant gone = known.retractedAt() == null ? retractedAt : known.retractedAt();
            String words = editId == null ? known.body() : body;
            return new ChatMessage(
                    known.id(),
                    known.kind(),
                    known.sender(),
                    known.receiver(),
                    known.originId(),
                    gone == null ? words : null,
                    known.replyTo(),
                    editId == null ? known.editedAt() : MessageId.time(editId),
                    gone,
                    known.readAt() == null ? readAt : known.readAt());
        }
    }

    /** These messages as that person sees them. */
    public List<ChatMessage> seenBy(Handle handle, String person, List<ChatMessage> messages) {
        Map<Long, Aside> asides =
                find(handle, person, messages.stream().map(ChatMessage::id).toList());
        return asides.isEmpty()
                ? messages
                : messages.stream()
                        .map(message -> {
                            Aside aside = asides.get(message.id());
                            return aside == null ? message : aside.over(message);
                        })
                        .toList();
    }

    /** As {@link #seenBy(Handle, String, List)}, of one. */
    ChatMessage seenBy(Handle handle, String person, ChatMessage message) {
        return seenBy(handle, person, List.of(message)).get(0);
    }

    /** Those of the messages that are something else to that person, by id. */
    Map<Long, Aside> find(Handle handle, String person, Collection<Long> messages) {
        return messages.isEmpty()
                ? Map.of()
                : handle.createQuery("""
                                SELECT message_id, edit_id, body, retracted_at, read_at FROM hearth_message_aside
                                WHERE message_id IN (<messages>) AND person = :person
                                """)
                        .bindList("messages", List.copyOf(messages))
                        .bind("person", person)
                        .map(AsideStore::aside)
                        .collect(Collectors.toMap(Aside::message, aside -> aside));
    }

    /** Gives a message other words for that person. */
    void edit(Handle handle, String person, long message, long editId, String body) {
        ensure(handle, person, message);
        handle.createUpdate("""
                        UPDATE hearth_message_aside SET edit_id = :edit, body = :body
                        WHERE message_id = :message AND person = :person
                        """)
                .bind("edit", editId)
                .bind("body", body)
                .bind("message", message)
                .bind("person", person)
                .execute();
    }

    /** Takes a message back for that person. */
    void retract(Handle handle, String person, long message, Instant at) {
        ensure(handle, person, message);
        handle.createUpdate("""
                        UPDATE hearth_message_aside SET body = NULL, retracted_at = :at
                        WHERE message_id = :message AND person = :person
                        """)
                .bind("at", at.toEpochMilli())
                .bind("message", message)
                .bind("person", person)
                .execute();
    }

    private static void ensure(Handle handle, String person, long message) {
        handle.createUpdate("""
                        INSERT INTO hearth_message_aside (message_id, person)
                        SELECT m.id, CAST(:person AS VARCHAR(2047)) FROM hearth_message m
                        WHERE m.id = :message AND NOT EXISTS (
                          SELECT 1 FROM hearth_message_aside a WHERE a.message_id = m.id AND a.person = :person)
                        """).bind("person", person).bind("message", message).execute();
    }

    /** Marks as read, for the reader alone, what the sender wrote to them up to that id. */
    void read(Handle handle, String reader, String sender, long upTo, Instant at) {
        handle.createUpdate("""
                        INSERT INTO hearth_message_aside (message_id, person, read_at)
                        SELECT m.id, m.unread_by, CAST(:at AS BIGINT) FROM hearth_message m
                        WHERE m.unread_by = :reader AND m.sender = :sender AND m.id <= :upTo
                        """)
                .bind("at", at.toEpochMilli())
                .bind("reader", reader)
                .bind("sender", sender)
                .bind("upTo", upTo)
                .execute();
        handle.createUpdate("""
                        UPDATE hearth_message SET unread_by = NULL
                        WHERE unread_by = :reader AND sender = :sender AND id <= :upTo
                        """)
                .bind("reader", reader)
                .bind("sender", sender)
                .bind("upTo", upTo)
                .execute();
    }

    /**
     * Marks as read for both what that reader has read, for themselves alone, of what the sender wrote to them up to that id:
     * who hears that something was displayed takes all before it for displayed too (XEP-0333, section 4.1).
     *
     * @return how many those were
     */
    int tell(Handle handle, String reader, String sender, long upTo, Instant at) {
        List<Long> untold = handle.createQuery("""
                        SELECT a.message_id FROM hearth_message_aside a JOIN hearth_message m ON m.id = a.message_id
                        WHERE a.person = :reader AND a.read_at IS NOT NULL AND m.sender = :sender AND m.id <= :upTo
                        """)
                .bind("reader", reader)
                .bind("sender", sender)
                .bind("upTo", upTo)
                .mapTo(Long.class)
                .list();
        if (!untold.isEmpty()) {
            handle.createUpdate("UPDATE hearth_message SET read_at = :at WHERE id IN (<ids>) AND read_at IS NULL")
                    .bind("at", at.toEpochMilli())
                    .bindList("ids", untold)
                    .execute();
            settle(handle, reader, untold);
        }
        return untold.size();
    }

    /** Makes these messages to that person what they are to everybody. */
    int settle(Handle handle, String person, Collection<Long> messages) {
        return handle.createUpdate(
                        "DELETE FROM hearth_message_aside WHERE message_id IN (<messages>) AND person = :person")
                .bindList("messages", List.copyOf(messages))
                .bind("person", person)
                .execute();
    }

    /** Makes these messages to everybody what they are. */
    int delete(Handle handle, Collection<Long> messages) {
        return messages.isEmpty()
                ? 0
                : handle.createUpdate("DELETE FROM hearth_message_aside WHERE message_id IN (<messages>)")
                        .bindList("messages", List.copyOf(messages))
                        .execute();
    }

    /** As {@link #delete}, of all of a conversation. */
    int deleteConversation(Handle handle, String conversation) {
        return handle.createUpdate("""
                        DELETE FROM hearth_message_aside
                        WHERE message_id IN (SELECT id FROM hearth_message WHERE conversation = :conversation)
                        """).bind("conversation", conversation).execute();
    }

    /** Forgets what that person alone sees. */
    int forget(Handle handle, String person) {
        return handle.createUpdate("DELETE FROM hearth_message_aside WHERE person = :person")
                .bind("person", person)
                .execute();
    }

    private static Aside aside(ResultSet row, StatementContext context) throws SQLException {
        return new Aside(
                row.getLong("message_id"),
                MessageStore.number(row, "edit_id"),
                row.getString("body"),
                MessageStore.time(row, "retracted_at"),
                MessageStore.time(row, "read_at"));
    }
}
