package im.hearth.events;

import im.hearth.core.rest.Caller;
import java.time.Instant;

/**
 * Whose stream it is.
 *
 * @param accessToken checked again while the stream is open
 * @param expiresAt when the token expires
 */
record Subscriber(Caller caller, String accessToken, Instant expiresAt) {
    String username() {
        return caller.username();
    }
}
