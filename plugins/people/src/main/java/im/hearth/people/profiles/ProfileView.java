package im.hearth.people.profiles;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A profile, as somebody may see it. */
@Schema(name = "UserProfile", description = "What somebody says of themselves.")
public record ProfileView(
        @Schema(description = "The username.", example = "alice")
        String user,

        @Schema(description = "What others see; null where the person gave none.", nullable = true) @Nullable String name,

        @Schema(description = "The person's own words; null for none.", nullable = true) @Nullable String bio,

        @Schema(
                description = "Where the picture is read, by anybody who knows this address, as long as it is the"
                        + " person's picture; null for none, and where the person does not show it to you.",
                nullable = true)
        @Nullable String profilePictureUrl) {
    ProfileView withoutPicture() {
        return new ProfileView(user, name, bio, null);
    }
}
