package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/** Somebody is kept out from now on, for a time or for good: what they have open on any door ends. */
public record AccountSuspended(String username) implements Event {}
