package im.hearth.messages;

import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaFiles;
import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.FileSharing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** The rules of files on messages. Whoever knows a file's id, or its address, may send it on. */
public final class Attachments {
    /** How many files a message may have. */
    public static final int MOST = 10;

    private final Media media;

    public Attachments(Media media) {
        this.media = media;
    }

    /**
     * The files that somebody wants to send.
     *
     * @param ids of uploads; null for none
     * @throws Problem INVALID with the field {@code media}
     */
    public List<MediaFile> wanted(@Nullable List<String> ids) {
        if (ids == null || ids.isEmpty()) {
            return List.of();
        }
        if (ids.size() > MOST) {
            throw Problem.invalid("media", "has at most " + MOST + " files");
        }
        if (ids.stream().anyMatch(Objects::isNull)) {
            throw Problem.invalid("media", "is a list of the ids of uploads");
        }
        List<MediaFile> files = media.files().find(ids);
        if (files.size() < ids.size()) {
            throw Problem.invalid("media", "has the id of a file that is not there, or not any more, or one id twice");
        }
        return files;
    }

    /** Our files that a message from a client says it has. */
    public List<MediaFile> namedIn(Message message) {
        MediaFiles place = media.files();
        List<String> ids = FileSharing.urls(message).stream()
                .map(place::idOf)
                .flatMap(Optional::stream)
                .distinct()
                .limit(MOST)
                .toList();
        return ids.isEmpty() ? List.of() : place.find(ids);
    }

    /** The files of a message. */
    public List<MediaFile> of(ChatMessage message) {
        return of(List.of(message)).getOrDefault(message.id(), List.of());
    }

    /** The files of those messages that have some, by the messages' ids. */
    public Map<Long, List<MediaFile>> of(Collection<ChatMessage> messages) {
        return media.files()
                .of(messages.stream()
                        .filter(message -> !message.isRetracted())
                        .map(ChatMessage::id)
                        .toList());
    }

    /** The ids of files. */
    public static List<String> ids(List<MediaFile> files) {
        return files.stream().map(MediaFile::id).toList();
    }
}
