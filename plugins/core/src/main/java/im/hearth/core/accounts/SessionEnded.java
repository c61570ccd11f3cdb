package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/** A token session has ended: by logging out, by its owner from elsewhere, or since its refresh token was used twice. */
public record SessionEnded(String username, String sessionId) implements Event {}
