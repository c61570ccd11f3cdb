package im.hearth.messages;

import im.hearth.core.events.Event;

/** Its sender took a message back; the message is as it stands after that, without words. */
public record MessageRetracted(ChatMessage message) implements Event {}
