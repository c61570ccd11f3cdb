package im.hearth.core.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's account. Its username is the local part of the person's JID.
 *
 * @param username lower case, as in {@link Username}
 * @param phoneNumber E.164 with {@code +}; null for one that an operator made, or whose number went to somebody else.
 *     Private: only its owner and an administrator read it
 * @param name what others see; null where the person gave none
 * @param email null where the person gave none
 * @param createdAt when the person joined
 * @param lastUsedAt when the person was last seen with a token, a login or a message, to about an hour
 */
public record Account(
        String username,
        @Nullable String phoneNumber,
        @Nullable String name,
        @Nullable String email,
        Instant createdAt,
        Instant lastUsedAt) {}
