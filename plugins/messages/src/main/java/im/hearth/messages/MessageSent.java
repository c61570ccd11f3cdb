package im.hearth.messages;

import im.hearth.core.events.Event;

/** A message is in the archive, on its way to its receiver. */
public record MessageSent(ChatMessage message) implements Event {}
