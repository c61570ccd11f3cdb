package im.hearth.core.media;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The place of files. A file that is taken in goes again after a while unless a message or something else holds it; one
 * that is held goes with the last of its holders.
 */
public interface MediaFiles {
    /**
     * Takes in a file: reads it to its end, and keeps it; nothing of it stays if that fails.
     *
     * @param owner the username of whoever brings it
     * @throws im.hearth.core.problem.Problem TOO_LARGE; INVALID with the field {@code file} for one that is not what it
     *     claims to be; FORBIDDEN for a full quota; UNAVAILABLE; BAD_REQUEST if it was cut off
     */
    MediaFile take(String owner, IncomingFile file);

    /** The files with these ids that are there, in the order of the ids. */
    List<MediaFile> find(Collection<String> ids);

    /** The id of the file that is read at an address; empty for an address that is not one of ours. */
    Optional<String> idOf(String url);

    /**
     * Hangs files on a message, in their order, in the transaction that stores the message.
     *
     * @throws im.hearth.core.problem.Problem INVALID with the field {@code media} if one is not there any more
     */
    void attach(Handle handle, long message, List<String> ids);

    /** The files of messages that have some. */
    Map<Long, List<MediaFile>> of(Collection<Long> messages);

    /** Takes the files off messages, in the transaction that takes the messages away. */
    void release(Handle handle, Collection<Long> messages);

    /**
     * Keeps a file for something that is no message, in the transaction that stores that; what it had before it lets go
     * of.
     *
     * @param holder who it is, of one file at most: the feature's name and its own id, such as {@code profile:alice}
     * @throws im.hearth.core.problem.Problem INVALID with the field {@code media} if the file is not there any more
     */
    void hold(Handle handle, String holder, String id);

    /** Lets go of what it holds, in the transaction that takes the holder away; nothing happens if that is nothing. */
    void letGo(Handle handle, String holder);

    /** Lets go of files that were taken in and are not wanted after all; those that a message holds stay. */
    void discard(String owner, Collection<String> ids);
}
