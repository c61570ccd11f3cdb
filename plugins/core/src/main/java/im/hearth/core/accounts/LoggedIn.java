package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/**
 * Somebody has logged in and has a new token session.
 *
 * @param sessionId as in {@code /api/sessions/}
 * @param device what the client says it is
 * @param address the IP address of the client
 */
public record LoggedIn(String username, String sessionId, String device, String address) implements Event {}
