package im.hearth.phoneauth.tokens;

import java.time.Duration;

/**
 * A pair of tokens.
 *
 * @param access a JWT
 * @param refresh opaque, good once
 * @param expiresIn how long the access token is good
 */
public record Tokens(String username, String access, String refresh, Duration expiresIn) {}
