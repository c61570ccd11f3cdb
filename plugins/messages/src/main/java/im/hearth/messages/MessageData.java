package im.hearth.messages;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.messages.conversations.ConversationView;
import im.hearth.messages.conversations.Conversations;
import java.io.IOException;

/** What messages there are of a person, for that person: those that they wrote or got, and the list of their chats. */
public final class MessageData implements PersonalData {
    private final Inbox inbox;
    private final MessageViews views;
    private final Conversations conversations;
    private final Addresses addresses;

    public MessageData(Inbox inbox, MessageViews views, Conversations conversations, Addresses addresses) {
        this.inbox = inbox;
        this.views = views;
        this.conversations = conversations;
        this.addresses = addresses;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        String person = addresses.jid(username);
        copy.list("messages.json", after -> {
            long before =
                    after == null ? Long.MAX_VALUE : MessageId.parse(after).orElse(0);
            return views.of(inbox.list(new MessageFilter(person, null, false, 0, before), Copy.PAGE), username);
        });
        copy.list(
                "conversations.json",
                after -> conversations.list(person, after, Copy.PAGE).map(ConversationView::of));
    }
}
