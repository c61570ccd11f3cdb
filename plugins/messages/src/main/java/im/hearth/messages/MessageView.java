package im.hearth.messages;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.media.Attachment;
import im.hearth.core.media.MediaFile;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Location;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message at the REST door. */
@Schema(name = "Message", description = "A message between two people.")
public record MessageView(
        @Schema(
                description = "The message's id; also its XEP-0359 stanza-id and its MAM id.",
                example = "1764000000000000")
        String id,

        @Schema(
                description =
                        "The username of who wrote it; the JID of somebody on another server; null for a deleted account.",
                nullable = true)
        @Nullable String sender,

        @Schema(description = "Who got it, as sender.", nullable = true) @Nullable String receiver,

        @Schema(
                description = "What it says now; null for one that is files without words, or was taken back.",
                nullable = true)
        @Nullable String content,

        @Schema(description = "When it was sent.") Instant timestamp,

        @Schema(description = "Whether its receiver has read it.") @JsonProperty("is_read")
        boolean read,

        @Schema(description = "When its receiver read it.", nullable = true) @Nullable Instant readAt,

        @Schema(description = "When it was last edited.", nullable = true) @Nullable Instant editedAt,

        @Schema(description = "Whether its sender took it back.") @JsonProperty("is_deleted")
        boolean deleted,

        @Schema(description = "The id of the message that it answers.", nullable = true) @Nullable String replyTo,

        @Schema(description = "The files that came with it.")
        List<Attachment> attachments,

        @Schema(description = "Who reacted with which emoji: usernames by emoji.")
        Map<String, List<String>> reactions,

        @Schema(description = "The poll that it asks.", nullable = true) @Nullable Object poll,

        @Schema(description = "The place that it tells.", nullable = true) @Nullable Location location) {
    static MessageView of(ChatMessage message, Addresses addresses, List<MediaFile> files, Extras extras) {
        Long replyTo = message.replyTo();
        return new MessageView(
                MessageId.text(message.id()),
                addresses.nameIfThere(message.sender()),
                addresses.nameIfThere(message.receiver()),
                message.body(),
                message.timestamp(),
                message.readAt() != null,
                message.readAt(),
                message.editedAt(),
                message.isRetracted(),
                replyTo == null ? null : MessageId.text(replyTo),
                files.stream().map(Attachment::of).toList(),
                extras.reactions(),
                extras.poll(),
                extras.location());
    }
}
