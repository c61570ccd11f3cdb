package im.hearth.messages;

import im.hearth.core.media.MediaFile;
import im.hearth.core.rest.Page;
import java.util.List;
import java.util.Map;

/** Shows messages at the REST door, with all that hangs on them. */
public final class MessageViews {
    private final Addresses addresses;
    private final Attachments attachments;

    public MessageViews(Addresses addresses, Attachments attachments) {
        this.addresses = addresses;
        this.attachments = attachments;
    }

    MessageView of(ChatMessage message) {
        return MessageView.of(message, addresses, attachments.of(message));
    }

    List<MessageView> of(List<ChatMessage> messages) {
        Map<Long, List<MediaFile>> files = attachments.of(messages);
        return messages.stream()
                .map(message -> MessageView.of(message, addresses, files.getOrDefault(message.id(), List.of())))
                .toList();
    }

    Page<MessageView> of(Page<ChatMessage> page) {
        Map<Long, List<MediaFile>> files = attachments.of(page.items());
        return page.map(message -> MessageView.of(message, addresses, files.getOrDefault(message.id(), List.of())));
    }
}
