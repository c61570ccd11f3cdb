package im.hearth.core.rest;

/** Checks access tokens; the plugin that issues them brings it. */
@FunctionalInterface
public interface TokenCheck {
    /**
     * Who an access token stands for.
     *
     * @throws im.hearth.core.problem.Problem of kind UNAUTHORIZED for one that is forged, expired or revoked
     */
    Caller check(String accessToken);
}
