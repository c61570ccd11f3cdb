package im.hearth.phoneauth.tokens;

import java.time.Instant;

/**
 * Where somebody is logged in: one login, with all the tokens that came of it.
 *
 * @param device what the client said it is
 * @param address the IP address that was last seen
 * @param lastUsedAt to about a minute
 * @param expiresAt when it ends unless its refresh token is used
 */
public record Session(
        String id,
        String username,
        String device,
        String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt) {}
