package im.hearth.messages;

import im.hearth.core.media.MediaFile;
import im.hearth.core.rest.Page;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Talks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows messages at the REST door, with all that hangs on them. */
public final class MessageViews {
    private final Addresses addresses;
    private final Attachments attachments;
    private final Talks talks;

    public MessageViews(Addresses addresses, Attachments attachments, Talks talks) {
        this.addresses = addresses;
        this.attachments = attachments;
        this.talks = talks;
    }

    /** As it looks to somebody; to everybody, without a username. */
    MessageView of(ChatMessage message, @Nullable String viewer) {
        return of(List.of(message), viewer).get(0);
    }

    List<MessageView> of(List<ChatMessage> messages, @Nullable String viewer) {
        Map<Long, List<MediaFile>> files = attachments.of(messages);
        Map<Long, Extras> extras =
                talks.show(messages.stream().map(ChatMessage::id).toList(), viewer);
        return messages.stream()
                .map(message -> MessageView.of(
                        message,
                        addresses,
                        files.getOrDefault(message.id(), List.of()),
                        // To one of the two it may be gone while the other still sees what hangs on it.
                        message.isRetracted() ? Extras.NONE : extras.getOrDefault(message.id(), Extras.NONE)))
                .toList();
    }

    Page<MessageView> of(Page<ChatMessage> page, @Nullable String viewer) {
        return new Page<>(of(page.items(), viewer), page.next());
    }
}
