package im.hearth.messages;

import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NoticePage;
import im.hearth.core.notices.NoticeSource;
import im.hearth.core.notices.NotificationKind;
import im.hearth.messages.MessageStore.Unread;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Who may be notified of messages: those who have not read them, as the archive says. Nothing is written for it. */
final class MessageNotices implements NoticeSource {
    private final MessageStore store;
    private final Addresses addresses;

    MessageNotices(MessageStore store, Addresses addresses) {
        this.store = store;
        this.addresses = addresses;
    }

    @Override
    public NoticePage read(Handle handle, long after, long upTo, int limit) {
        List<Unread> rows = store.unread(handle, after, upTo, limit);
        return new NoticePage(
                rows.stream().map(this::notice).toList(),
                rows.size() < limit ? upTo : rows.get(rows.size() - 1).id());
    }

    private Notice notice(Unread message) {
        return new Notice(
                message.id(),
                NotificationKind.MESSAGE,
                Set.of(addresses.name(message.receiver())),
                message.sender(),
                message.sender(),
                MessageId.text(message.id()),
                null,
                null);
    }
}
