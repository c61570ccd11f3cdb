package im.hearth.location;

import java.time.Instant;

/**
 * Where somebody is, or was when they last said so.
 *
 * @param username who
 * @param precision how exactly others are to know it; the coordinates are of that precision
 * @param updatedAt when they said so
 * @param expiresAt from when on nobody is to know it any more
 */
public record Position(
        String username, Coordinates coordinates, Precision precision, Instant updatedAt, Instant expiresAt) {}
