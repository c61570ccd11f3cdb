package im.hearth.push.devices;

import im.hearth.push.send.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody is reached while they are away.
 *
 * @param id a UUID
 * @param target its address at the provider: a secret
 * @param name what its owner calls it; null for nothing
 * @param enabled whether it is woken
 */
public record Device(
        String id,
        String username,
        Platform platform,
        Target target,
        @Nullable String name,
        boolean enabled,
        Instant createdAt) {}
