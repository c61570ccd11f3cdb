package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/** Somebody has another name or e-mail address. */
public record AccountChanged(String username) implements Event {}
