package im.hearth.groups.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.media.Attachment;
import im.hearth.core.media.MediaFile;
import im.hearth.core.talk.Extras;
import im.hearth.groups.Member;
import im.hearth.messages.Addresses;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.MessageId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** A group message at the REST door. */
@Schema(name = "GroupMessage", description = "A message in a group.")
public record GroupMessageView(
        @Schema(
                description = "The message's id; also the stanza-id (XEP-0359) and MAM id of its room.",
                example = "1764000000000000")
        String id,

        @Schema(
                description =
                        "The username of who wrote it; the JID of somebody on another server; null for a deleted account.",
                nullable = true)
        @Nullable String sender,

        @Schema(description = "The id of the group.") String group,

        @Schema(
                description = "What it says now; null for one that is files without words, or was taken away.",
                nullable = true)
        @Nullable String content,

        @Schema(description = "When it was sent.") Instant timestamp,

        @Schema(description = "Whether I have read it; for what I wrote, whether somebody has.")
        @JsonProperty("is_read")
        boolean read,

        @Schema(description = "Who of the members has read it: usernames.")
        List<String> readBy,

        @Schema(description = "When it was last edited.", nullable = true) @Nullable Instant editedAt,

        @Schema(description = "Whether it was taken away, by who wrote it or by who runs the group.")
        @JsonProperty("is_deleted")
        boolean deleted,

        @Schema(description = "The id of the message that it answers.", nullable = true) @Nullable String replyTo,

        @Schema(description = "The files that came with it.")
        List<Attachment> attachments,

        @Schema(description = "Who reacted with which emoji: usernames by emoji.")
        Map<String, List<String>> reactions,

        @Schema(description = "The poll that it asks.", nullable = true) @Nullable Object poll,

        @Schema(description = "The place that it tells.", nullable = true) @Nullable Object location) {
    /**
     * How a message looks to a member.
     *
     * @param person the bare JID of who looks
     * @param readers those in the message's group who may have read it
     */
    static GroupMessageView of(
            ChatMessage message,
            String person,
            Collection<Member> readers,
            List<MediaFile> files,
            Extras extras,
            Addresses addresses) {
        List<String> readBy = readers.stream()
                .filter(member -> member.hasRead(message.id()) && !Author.is(message, member.jid()))
                .map(member -> addresses.name(member.jid()))
                .toList();
        Long replyTo = message.replyTo();
        return new GroupMessageView(
                MessageId.text(message.id()),
                addresses.nameIfThere(Author.person(message)),
                new JID(message.receiver()).getNode(),
                message.body(),
                message.timestamp(),
                Author.is(message, person) ? !readBy.isEmpty() : readBy.contains(addresses.name(person)),
                readBy,
                message.editedAt(),
                message.isRetracted(),
                replyTo == null ? null : MessageId.text(replyTo),
                files.stream().map(Attachment::of).toList(),
                extras.reactions(),
                extras.poll(),
                extras.location());
    }
}
