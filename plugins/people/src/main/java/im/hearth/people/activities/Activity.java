package im.hearth.people.activities;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened to an account.
 *
 * @param address the IP address that it came from; null where that is not known
 * @param device what the client said it is, at most 200 characters; null where that is not known
 * @param sessionId as in {@code /api/sessions/}; null for what is of no session
 */
public record Activity(
        String id,
        String username,
        Instant at,
        ActivityKind kind,
        @Nullable String address,
        @Nullable String device,
        @Nullable String sessionId) {}
