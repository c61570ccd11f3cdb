package im.hearth.phoneauth.codes;

import im.hearth.core.numbers.PhoneNumber;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.sms.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asks for a code.
 *
 * @param username for {@link Purpose#REGISTER}, checked; null otherwise
 * @param name as {@code username}; null for none
 */
public record CodeRequest(
        PhoneNumber number,
        Channel channel,
        Purpose purpose,
        @Nullable String username,
        @Nullable String name,
        Client client) {}
