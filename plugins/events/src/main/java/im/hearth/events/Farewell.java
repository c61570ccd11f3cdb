package im.hearth.events;

/** Why the server ends a stream. */
enum Farewell {
    /** The access token has expired: come again with another one. */
    EXPIRED(4401, "The access token has expired. Connect again with a new one and the last event id."),
    /** The session has ended, or the account. */
    LOGGED_OUT(4401, "The session has ended. Log in again."),
    /** The reader does not read. */
    SLOW(4408, "You read too slowly. Connect again with the last event id."),
    /** The reader sends faster than it reads the answers. */
    FLOODED(4429, "You sent too much at once. Connect again, and wait for answers."),
    /** The server stops. */
    STOPPING(1001, "The server stops. Connect again with the last event id."),
    /** The reader did not say who it is. */
    UNKNOWN(4401, "You did not authenticate in time."),
    /** Something failed here. */
    FAILED(1011, "Something went wrong here. Connect again with the last event id.");

    private final int code;
    private final String reason;

    Farewell(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The close code of a WebSocket (RFC 6455, section 7.4.2: 4000 to 4999 are ours). */
    int code() {
        return code;
    }

    /** For people; shorter than the 123 bytes that a close frame holds. */
    String reason() {
        return reason;
    }
}
