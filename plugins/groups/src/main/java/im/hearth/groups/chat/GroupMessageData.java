package im.hearth.groups.chat;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.messages.Addresses;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.MessageId;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** What was said in the groups that a person is in, and what they said in others while they were in them, for that person. */
public final class GroupMessageData implements PersonalData {
    private final GroupInbox inbox;
    private final GroupMessageViews views;
    private final Addresses addresses;

    public GroupMessageData(GroupInbox inbox, GroupMessageViews views, Addresses addresses) {
        this.inbox = inbox;
        this.views = views;
        this.addresses = addresses;
    }

    /** A message in a group that one has left: without what others did with it, which is not for who is gone. */
    private record Left(
            String id,
            String group,
            @Nullable String content,
            Instant timestamp,
            @Nullable Instant editedAt) {
        static Left of(ChatMessage message) {
            return new Left(
                    MessageId.text(message.id()),
                    new JID(message.conversation()).getNode(),
                    message.body(),
                    message.timestamp(),
                    message.editedAt());
        }
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        String person = addresses.jid(username);
        copy.list("group-messages.json", after -> {
            long before =
                    after == null ? Long.MAX_VALUE : MessageId.parse(after).orElse(0);
            return views.of(inbox.list(new GroupInbox.Filter(person, null, false, 0, before), Copy.PAGE), person);
        });
        copy.list("left-group-messages.json", after -> inbox.left(person, after, Copy.PAGE)
                .map(Left::of));
    }
}
