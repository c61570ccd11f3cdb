package im.hearth.push.devices;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of PATCH: what was not sent is told from what was sent as null. */
@Schema(name = "DeviceChange", description = "What changes: only the fields that are sent.")
public final class DevicePatch {
    @Schema(description = "Whether it is woken.")
    @JsonProperty("enabled")
    private @Nullable Boolean enabled;

    private boolean setName;
    private @Nullable String name;

    /** Null for none. */
    @JsonProperty("name")
    @Schema(description = "What you call it, in at most 100 characters; null for nothing.", nullable = true)
    public void setName(@Nullable String text) {
        setName = true;
        name = text;
    }

    /**
     * As the rules take it.
     *
     * @throws Problem INVALID
     */
    Devices.Change change() {
        if (enabled == null && !setName) {
            throw Problem.invalid("enabled", "send enabled, or name: nothing was to be changed");
        }
        return new Devices.Change(setName, Registration.name(name), enabled);
    }
}
