package im.hearth.groups.chat;

import im.hearth.core.db.Database;
import im.hearth.core.media.MediaFile;
import im.hearth.core.rest.Page;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Talks;
import im.hearth.groups.GroupStore;
import im.hearth.groups.Member;
import im.hearth.messages.Addresses;
import im.hearth.messages.Attachments;
import im.hearth.messages.ChatMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows group messages at the REST door, with all that hangs on them: in one query for each kind of thing. */
public final class GroupMessageViews {
    private final Database database;
    private final GroupStore groups;
    private final Addresses addresses;
    private final Attachments attachments;
    private final Talks talks;

    public GroupMessageViews(
            Database database, GroupStore groups, Addresses addresses, Attachments attachments, Talks talks) {
        this.database = database;
        this.groups = groups;
        this.addresses = addresses;
        this.attachments = attachments;
        this.talks = talks;
    }

    GroupMessageView of(ChatMessage message, String person) {
        return of(List.of(message), person).get(0);
    }

    Page<GroupMessageView> of(Page<ChatMessage> page, String person) {
        return new Page<>(of(page.items(), person), page.next());
    }

    /**
     * How messages look to a member, in their order.
     *
     * @param person the bare JID of who looks
     */
    public List<GroupMessageView> of(List<ChatMessage> messages, String person) {
        List<Long> ids = messages.stream().map(ChatMessage::id).toList();
        Map<Long, List<MediaFile>> files = attachments.of(messages);
        Map<Long, Extras> extras = talks.show(ids, addresses.name(person));
        // Of a thousand members only those who have read them: right after something was said, next to nobody.
        Map<String, List<Member>> readers = database.read(handle -> groups.readers(handle, ids)).stream()
                .collect(Collectors.groupingBy(Member::room));
        return messages.stream()
                .map(message -> GroupMessageView.of(
                        message,
                        person,
                        readers.getOrDefault(message.receiver(), List.of()),
                        files.getOrDefault(message.id(), List.of()),
                        extras.getOrDefault(message.id(), Extras.NONE),
                        addresses))
                .toList();
    }
}
