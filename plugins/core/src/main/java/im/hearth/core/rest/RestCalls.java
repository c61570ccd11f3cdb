package im.hearth.core.rest;

import java.util.Map;

/** The REST door from within: for a door that takes the same bodies by another way. */
@FunctionalInterface
public interface RestCalls {
    /**
     * What the REST door answered.
     *
     * @param json the body; empty for none
     */
    record Answer(int status, String json) {}

    /**
     * Posts JSON as if it had come by HTTP: the same checks, limits and log.
     *
     * @param path below {@code /api}, such as {@code /messages/}
     * @param headers such as {@code Authorization}
     * @param peer the IP address that it comes from
     */
    Answer post(String path, Map<String, String> headers, String peer, String json);
}
