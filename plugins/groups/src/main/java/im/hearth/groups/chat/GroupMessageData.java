package im.hearth.groups.chat;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.messages.Addresses;
import im.hearth.messages.MessageId;
import java.io.IOException;

/** What was said in the groups that a person is in, for that person. */
public final class GroupMessageData implements PersonalData {
    private final GroupInbox inbox;
    private final GroupMessageViews views;
    private final Addresses addresses;

    public GroupMessageData(GroupInbox inbox, GroupMessageViews views, Addresses addresses) {
        this.inbox = inbox;
        this.views = views;
        this.addresses = addresses;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        String person = addresses.jid(username);
        copy.list("group-messages.json", after -> {
            long before =
                    after == null ? Long.MAX_VALUE : MessageId.parse(after).orElse(0);
            return views.of(inbox.list(new GroupInbox.Filter(person, null, false, 0, before), Copy.PAGE), person);
        });
    }
}
