package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/**
 * Somebody has left for good: whatever a feature keeps of the person goes. Nothing of it comes back if whoever writes it
 * holds the account meanwhile ({@link Accounts#hold}).
 */
public record AccountDeleted(String username) implements Event {}
