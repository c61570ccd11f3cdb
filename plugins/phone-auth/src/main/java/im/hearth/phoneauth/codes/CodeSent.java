package im.hearth.phoneauth.codes;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A code is on its way. The same answer whether or not somebody here has the number. */
@Schema(description = "A code is on its way. The same answer whether or not anybody has the number.")
public record CodeSent(
        @Schema(description = "Send it back with the code.") String verificationId,

        @Schema(
                description = "How the code is sent.",
                allowableValues = {"sms", "call", "whatsapp"})
        String channel,

        @Schema(description = "Until when the code is good: 5 minutes.")
        Instant expiresAt,

        @Schema(description = "From when another code may be asked for: after 1, 2, 5, 10 minutes.")
        Instant resendAt) {}
