package im.hearth.core.rest;

import java.time.Instant;

/** Checks access tokens; the plugin that issues them brings it. */
@FunctionalInterface
public interface TokenCheck {
    /**
     * Who an access token stands for.
     *
     * @throws im.hearth.core.problem.Problem of kind UNAUTHORIZED for one that is forged, expired or revoked
     */
    Caller check(String accessToken);

    /** Until when a token that was checked is good, if its session lasts; whoever does not know says for ever. */
    default Instant expiresAt(String accessToken) {
        return Instant.MAX;
    }
}
