package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/** An account has another phone number, or none any more, since the number went to somebody else. */
public record PhoneNumberChanged(String username) implements Event {}
