package im.hearth.core.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody is kept out.
 *
 * @param until when that ends by itself; null for never
 */
public record Suspension(@Nullable Instant until) {}
