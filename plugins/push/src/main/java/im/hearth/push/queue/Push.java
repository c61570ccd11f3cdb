package im.hearth.push.queue;

import im.hearth.push.devices.Platform;

/**
 * Something that waits to be sent to a device. Times are epoch milliseconds.
 *
 * @param provider which service the device is reached by, among those of its platform
 * @param eventId what it was queued for; since then more may have happened
 * @param expiresAt when it is of no more use
 * @param attempts how often it was tried
 * @param claim of the worker that has it
 */
public record Push(
        long id,
        String deviceId,
        Platform platform,
        String provider,
        String notificationId,
        long eventId,
        long expiresAt,
        int attempts,
        String claim) {}
