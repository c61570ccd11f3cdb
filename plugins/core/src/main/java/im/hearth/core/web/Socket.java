package im.hearth.core.web;

/** A WebSocket (RFC 6455) that is open. */
public interface Socket {
    /** What happens on it; each WebSocket tells one listener, one thing after the other. */
    interface Listener {
        /** It is open. */
        void opened(Socket socket);

        /** A text message came. */
        void text(String message);

        /** It is closed, by whichever side, or broken. */
        void closed();
    }

    /**
     * Sends a text message, without waiting; send the next one when it is done.
     *
     * @param done runs when the message is on its way; if that fails the listener hears that it is closed
     */
    void send(String message, Runnable done);

    /**
     * Closes it.
     *
     * @param code RFC 6455, section 7.4; 4000 to 4999 are ours
     */
    void close(int code, String reason);

    /** Drops the connection, whatever waits to be sent. */
    void drop();
}
