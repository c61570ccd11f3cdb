package im.hearth.messages;

import im.hearth.core.events.Event;

/** Somebody sent something about messages, such as a reaction; it is in the archive. */
public record MessageSignalled(ChatMessage signal) implements Event {}
