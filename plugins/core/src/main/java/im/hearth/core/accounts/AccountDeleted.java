package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/** Somebody has left for good: whatever a feature keeps of the person goes. */
public record AccountDeleted(String username) implements Event {}
