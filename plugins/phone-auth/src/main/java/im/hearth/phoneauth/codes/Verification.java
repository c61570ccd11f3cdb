package im.hearth.phoneauth.codes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One code on its way to a phone and back.
 *
 * @param id cannot be guessed: whoever has it asked for the code
 * @param phoneNumber E.164, where the code went
 * @param username for {@link Purpose#REGISTER} what the person wants to be called; null otherwise
 * @param name as {@code username}; null for none
 * @param codeHash a keyed hash, bound to the id
 * @param reference what the provider calls its own verification; null where the code is ours
 */
public record Verification(
        String id,
        String phoneNumber,
        Purpose purpose,
        @Nullable String username,
        @Nullable String name,
        String codeHash,
        @Nullable String reference,
        Instant createdAt,
        Instant expiresAt) {}
