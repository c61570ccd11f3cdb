package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/** Somebody has joined. */
public record AccountRegistered(String username) implements Event {}
