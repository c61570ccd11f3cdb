package im.hearth.push.devices;

import org.jspecify.annotations.Nullable;

/**
 * Who registers a device.
 *
 * @param session the token session, with which the device ends; null for a login with the password
 */
public record Registrant(String username, @Nullable String session) {}
