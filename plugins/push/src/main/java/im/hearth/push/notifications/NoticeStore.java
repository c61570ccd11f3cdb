package im.hearth.push.notifications;

import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NotificationKind;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables hearth_notice, what happened and has not been looked at yet, and hearth_push_mark, up to where all has been. */
public final class NoticeStore {
    void insert(Handle handle, List<Notice> notices) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO hearth_notice (id, username, kind, actor, conversation, subject, title, detail)
                VALUES (:id, :username, :kind, :actor, :conversation, :subject, :title, :detail)
                """);
        for (Notice notice : notices) {
            for (String username : notice.people()) {
                batch.bind("id", notice.id())
                        .bind("username", username)
                        .bind("kind", notice.kind().name())
                        .bind("actor", notice.actor())
                        .bind("conversation", notice.conversation())
                        .bind("subject", notice.subject())
                        .bind("title", notice.title())
                        .bind("detail", notice.detail())
                        .add();
            }
        }
        batch.execute();
    }

    /** What happened between two ids, the first left out, the oldest first; one for each person. */
    List<Notice> read(Handle handle, long after, long upTo, int limit) {
        return handle.createQuery("""
                        SELECT id, username, kind, actor, conversation, subject, title, detail FROM hearth_notice
                        WHERE id > :after AND id <= :upTo ORDER BY id, username FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map((row, context) -> new Notice(
                        row.getLong("id"),
                        NotificationKind.valueOf(row.getString("kind")),
                        Set.of(row.getString("username")),
                        row.getString("actor"),
                        row.getString("conversation"),
                        row.getString("subject"),
                        row.getString("title"),
                        row.getString("detail")))
                .list();
    }

    int deleteUpTo(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM hearth_notice WHERE id <= :id")
                .bind("id", id)
                .execute();
    }

    /** Forgets what is for somebody, or what they did. */
    int forget(Handle handle, String username, String jid) {
        return handle.createUpdate("DELETE FROM hearth_notice WHERE username = :username OR actor = :jid")
                .bind("username", username)
                .bind("jid", jid)
                .execute();
    }

    /** Up to where all has been looked at; negative before the first look. */
    long mark(Handle handle) {
        return handle.createQuery("SELECT last_id FROM hearth_push_mark")
                .mapTo(Long.class)
                .one();
    }

    /** As {@link #mark}, which nobody else moves until the transaction ends. */
    long lockMark(Handle handle) {
        handle.execute("UPDATE hearth_push_mark SET last_id = last_id");
        return mark(handle);
    }

    int setMark(Handle handle, long id) {
        return handle.createUpdate("UPDATE hearth_push_mark SET last_id = :id")
                .bind("id", id)
                .execute();
    }
}
