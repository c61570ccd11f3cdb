package im.hearth.phoneauth.users;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of PATCH: what was not sent is told from what was sent as null. */
@Schema(description = "What changes: only the fields that are sent.")
public final class UserPatch {
    private UserChange.@Nullable Sent name;
    private UserChange.@Nullable Sent email;

    @Schema(description = "Whether searching finds you.")
    @JsonProperty("discoverable")
    private @Nullable Boolean discoverable;

    @Schema(description = "A new number; wants verification_id and code of a code that went to it.")
    @JsonProperty("phone_number")
    private @Nullable String phoneNumber;

    @JsonProperty("verification_id")
    private @Nullable String verificationId;

    @JsonProperty("code")
    private @Nullable String code;

    /** What others see; null for none. */
    @JsonProperty("name")
    @Schema(description = "What others see; null for none.", type = "string", nullable = true)
    public void setName(@Nullable String text) {
        name = new UserChange.Sent(text);
    }

    /** Null for none. */
    @JsonProperty("email")
    @Schema(description = "Null for none.", type = "string", nullable = true)
    public void setEmail(@Nullable String text) {
        email = new UserChange.Sent(text);
    }

    /**
     * As the rules take it.
     *
     * @throws Problem of kind INVALID if a number comes without its code, or a code without a number
     */
    UserChange change() {
        return new UserChange(name, email, discoverable, number());
    }

    private UserChange.@Nullable NewNumber number() {
        if (phoneNumber == null && verificationId == null && code == null) {
            return null;
        }
        if (phoneNumber != null && verificationId != null && code != null) {
            return new UserChange.NewNumber(phoneNumber, verificationId, code);
        }
        List<FieldError> missing = new ArrayList<>();
        require(missing, "phone_number", phoneNumber);
        require(missing, "verification_id", verificationId);
        require(missing, "code", code);
        throw Problem.invalid(missing);
    }

    private static void require(List<FieldError> missing, String field, @Nullable String value) {
        if (value == null) {
            missing.add(
                    new FieldError(field, "is required to change the number, with a code that went to the new one"));
        }
    }
}
