package im.hearth.core.talk;

import io.swagger.v3.oas.annotations.media.Schema;
import javax.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** A place that a message tells, at the REST door. */
@Schema(name = "MessageLocation", description = "A place on the Earth (WGS 84).")
public record Location(
        @Schema(description = "Degrees north: -90 to 90.", example = "48.2082") @NotNull(message = "is required") Double latitude,

        @Schema(description = "Degrees east: -180 to 180.", example = "16.3738") @NotNull(message = "is required") Double longitude,

        @Schema(description = "How far off it may be, in metres.", nullable = true) @Nullable Double accuracy,

        @Schema(
                description = "What is there, in at most 200 characters.",
                example = "The café at the corner",
                nullable = true)
        @Nullable String label) {
    /** Says nothing, for where people are belongs in no log. */
    @Override
    public String toString() {
        return "Location[…]";
    }
}
