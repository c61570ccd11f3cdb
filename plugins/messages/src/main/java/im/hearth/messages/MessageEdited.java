package im.hearth.messages;

import im.hearth.core.events.Event;

/** A message has new words; the message is as it stands after the edit. */
public record MessageEdited(ChatMessage message) implements Event {}
