package im.hearth.location;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where somebody is, at the REST door. */
@Schema(name = "UserLocation", description = "Where somebody is, for as long as they share it.")
public record LocationView(
        @Schema(description = "The username of who is there.")
        String user,

        @Schema(description = "Degrees north (WGS 84).", example = "48.2082")
        double latitude,

        @Schema(description = "Degrees east (WGS 84).", example = "16.3738")
        double longitude,

        @Schema(
                description = "How far off it may be, in metres; at least 1,000 where the precision is coarse.",
                nullable = true)
        @Nullable Double accuracy,

        @Schema(description = "coarse: it is the nearest point of a grid of about a kilometre.")
        Precision precision,

        @Schema(description = "When they last said so.") Instant updatedAt,
        @Schema(description = "When it ends.") Instant expiresAt,

        @Schema(
                description =
                        "Whom it is shared with: usernames, and ids of groups. Of somebody else's place only what concerns"
                                + " me: my own username, and groups that I am in too.")
        List<String> sharedWith) {
    static LocationView of(Locations.Seen seen, Circles circles) {
        Position position = seen.position();
        Coordinates at = position.coordinates();
        return new LocationView(
                position.username(),
                at.latitude(),
                at.longitude(),
                at.accuracy(),
                position.precision(),
                position.updatedAt(),
                position.expiresAt(),
                circles.names(seen.circle()));
    }

    /** Says nothing of where it is. */
    @Override
    public String toString() {
        return "LocationView[" + user + "]";
    }
}
