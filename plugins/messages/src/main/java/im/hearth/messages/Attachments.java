package im.hearth.messages;

import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaFiles;
import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.Fallback;
import im.hearth.messages.stanza.FileSharing;
import im.hearth.messages.stanza.Reply;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /**
     * What somebody answers.
     *
     * @param author the JID of who wrote it
     * @param reference the id by which its readers' clients know it
     */
    public record Answered(ChatMessage message, String author, String reference) {}

    /**
     * Makes a message say words with files, in answer to something.
     *
     * @param words null for none, beside files
     * @param answered null for nothing
     * @return at which character (code point) of the body the words begin
     */
    public int say(Message stanza, @Nullable String words, @Nullable Answered answered, List<MediaFile> files) {
        String said = words == null ? "" : words;
        String quoted = answered == null ? null : quoted(answered.message());
        if (answered == null || quoted == null) {
            stanza.setBody(words);
        } else {
            Reply.add(stanza, answered.author(), answered.reference(), quoted, said);
        }
        String body = stanza.getBody() == null ? "" : stanza.getBody();
        if (!files.isEmpty()) {
            FileSharing.add(stanza, files);
        }
        return body.codePointCount(0, body.length()) - said.codePointCount(0, said.length());
    }

    /** The words that are answered, or the names of the files; null for what was taken back. */
    private @Nullable String quoted(ChatMessage answered) {
        if (answered.body() != null || answered.isRetracted()) {
            return answered.body();
        }
        String names = of(answered).stream().map(MediaFile::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? null : names;
    }

    /** What a message says, without what it only says for clients that lack an extension; null for nothing. */
    public static @Nullable String words(Message message, List<MediaFile> files) {
        return files.isEmpty()
                ? Fallback.without(message.getBody(), message, Reply.NAMESPACE)
                : FileSharing.words(message);
    }

    /** The ids of files. */
    public static List<String> ids(List<MediaFile> files) {
        return files.stream().map(MediaFile::id).toList();
    }
}
