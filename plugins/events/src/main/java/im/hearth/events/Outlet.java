package im.hearth.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream is written to, and in which words. */
interface Outlet {
    /**
     * An event in this outlet's words.
     *
     * @param id null for one that is not kept
     * @param json one line
     */
    String event(@Nullable String id, String type, String json);

    /** Tells that everything up to that id has been sent, where nothing else is to be told. */
    String heartbeat(String id);

    /**
     * Sends frames, without waiting.
     *
     * @param done runs once all of them are on their way, and the next may come; never, if the outlet breaks
     */
    void write(List<String> frames, Runnable done);

    /** Ends it. */
    void close(Farewell why);
}
