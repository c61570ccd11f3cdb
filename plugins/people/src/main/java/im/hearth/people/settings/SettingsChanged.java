package im.hearth.people.settings;

import im.hearth.core.events.Event;

/** Somebody has changed their settings. */
public record SettingsChanged(String username, Choices before, Choices after) implements Event {}
