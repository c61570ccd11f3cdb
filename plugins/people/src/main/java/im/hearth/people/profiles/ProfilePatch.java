package im.hearth.people.profiles;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.media.Portraits.Portrait;
import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of PATCH as JSON: what was not sent is told from what was sent as null. */
@Schema(
        name = "UserProfileChange",
        description = "What changes: only the fields that are sent. A picture is sent as multipart/form-data.")
public final class ProfilePatch {
    private ProfileChange.@Nullable Sent<String> name;
    private ProfileChange.@Nullable Sent<String> bio;
    private ProfileChange.@Nullable Sent<String> picture;

    /** Null for none. */
    @JsonProperty("name")
    @Schema(description = "At most 100 characters; null for none.", type = "string", nullable = true)
    public void setName(@Nullable String text) {
        name = new ProfileChange.Sent<>(text);
    }

    /** Null for none. */
    @JsonProperty("bio")
    @Schema(description = "At most 500 characters; null for none.", type = "string", nullable = true)
    public void setBio(@Nullable String text) {
        bio = new ProfileChange.Sent<>(text);
    }

    /** Null takes the picture away. */
    @JsonProperty("profile_picture")
    @Schema(description = "Null takes the picture away.", type = "string", nullable = true)
    public void setProfilePicture(@Nullable String text) {
        picture = new ProfileChange.Sent<>(text);
    }

    /**
     * As the rules take it.
     *
     * @throws Problem INVALID if nothing was sent, or a text for a picture
     */
    ProfileChange change() {
        if (picture != null && picture.value() != null) {
            throw Problem.invalid("profile_picture", "is null here, or a file in multipart/form-data");
        }
        return of(name, bio, picture != null ? new ProfileChange.Sent<>(null) : null);
    }

    /** The change with these, of which something is there. */
    static ProfileChange of(
            ProfileChange.@Nullable Sent<String> name,
            ProfileChange.@Nullable Sent<String> bio,
            ProfileChange.@Nullable Sent<Portrait> picture) {
        if (name == null && bio == null && picture == null) {
            throw Problem.invalid("name", "send name, bio or profile_picture: nothing was to be changed");
        }
        return new ProfileChange(name, bio, picture);
    }
}
