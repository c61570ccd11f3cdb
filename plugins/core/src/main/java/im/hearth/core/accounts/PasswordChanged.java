package im.hearth.core.accounts;

import im.hearth.core.events.Event;

/**
 * Somebody has a new password.
 *
 * @param reset whether it was set with a code by somebody who was not logged in
 * @param address the IP address that it was set from
 */
public record PasswordChanged(String username, boolean reset, String address) implements Event {}
