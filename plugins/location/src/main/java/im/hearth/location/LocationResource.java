package im.hearth.location;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/user-locations/}. */
@Path("/user-locations/")
@Tag(name = "Locations", description = "Where people are, for whom they share it with, until it ends.")
@Produces(MediaType.APPLICATION_JSON)
public final class LocationResource {
    private final Locations locations;
    private final Circles circles;
    private final Clock clock;

    public LocationResource(Locations locations, Circles circles, Clock clock) {
        this.locations = locations;
        this.circles = circles;
        this.clock = clock;
    }

    /** Where I am. */
    @Schema(
            name = "NewUserLocation",
            description =
                    "While I share my location, what is not sent of precision, shared_with and the end stays as it is.")
    public record NewLocation(
            @Schema(description = "Degrees north (WGS 84): -90 to 90.", example = "48.2082")
            @NotNull(message = "is required") Double latitude,

            @Schema(description = "Degrees east (WGS 84): -180 to 180.", example = "16.3738")
            @NotNull(message = "is required") Double longitude,

            @Schema(description = "How far off it may be, in metres.", nullable = true) @Nullable Double accuracy,

            @Schema(
                    description =
                            "coarse: it is put on a grid of about a kilometre before it is stored; exact (the default): it"
                                    + " is kept as it is.",
                    nullable = true)
            @Nullable Precision precision,

            @Schema(
                    description =
                            "Whom to share it with, at most 100: usernames of people to whom my setting privacy.location"
                                    + " shows it, ids of groups that I am in, or JIDs of either; by default nobody.",
                    nullable = true)
            @Nullable List<@NotNull(message = "is required") String> sharedWith,

            @Schema(
                    description =
                            "When it ends, in RFC 3339; at most 8 hours from now, unless the operator allows more. This or"
                                    + " minutes is required to begin.",
                    example = "2026-11-23T18:00:00.000Z",
                    nullable = true)
            @Nullable Instant expiresAt,

            @Schema(
                    description = "In how many minutes it ends, instead of expires_at.",
                    example = "30",
                    nullable = true)
            @Nullable Integer minutes) {
        /** Says nothing, for where people are belongs in no log. */
        @Override
        public String toString() {
            return "NewLocation[…]";
        }
    }

    @GET
    @Operation(
            summary = "Where those are who share it with me, by username",
            description = "A page may hold fewer than the limit, or none, and still have a next one.")
    public Page<LocationView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        return locations
                .list(Caller.of(security).username(), page.after(), page.limit())
                .map(seen -> LocationView.of(seen, circles));
    }

    @GET
    @Path("{user_id}/")
    @Operation(
            summary = "Where somebody is",
            description = "404 for whoever does not share it with me. Of myself, with whom I share it.")
    public LocationView get(@Context SecurityContext security, @PathParam("user_id") String userId) {
        Caller caller = Caller.of(security);
        return LocationView.of(locations.require(caller.username(), caller.resolve(userId)), circles);
    }

    @PUT
    @Path("{user_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say where I am, and share it",
            description =
                    "Own only: me. Once a second on average, and ten times at once; oftener is 429. Apps hear of it by the"
                            + " event location.changed, XMPP clients by XEP-0080.")
    public LocationView put(
            @Context SecurityContext security, @PathParam("user_id") String userId, NewLocation location) {
        String username = own(security, userId);
        Coordinates at = Coordinates.checked("", location.latitude(), location.longitude(), location.accuracy());
        Locations.Wish wish = new Locations.Wish(at, location.precision(), location.sharedWith(), end(location));
        return LocationView.of(locations.put(username, wish), circles);
    }

    @DELETE
    @Path("{user_id}/")
    @Operation(summary = "Stop sharing where I am", description = "Own only: me.")
    @ApiResponse(responseCode = "204", description = "Nobody sees it any more; so it is if nobody did.")
    public void delete(@Context SecurityContext security, @PathParam("user_id") String userId) {
        locations.stop(own(security, userId));
    }

    private static String own(SecurityContext security, String userId) {
        Caller caller = Caller.of(security);
        if (!caller.resolve(userId).equals(caller.username())) {
            throw Problem.forbidden("Only they themselves say where somebody is. Use /api/user-locations/me/.");
        }
        return caller.username();
    }

    private Locations.@Nullable End end(NewLocation location) {
        Integer minutes = location.minutes();
        Instant at = location.expiresAt();
        if (minutes != null && at != null) {
            throw Problem.invalid("minutes", "comes instead of expires_at, not with it");
        }
        if (minutes != null) {
            return new Locations.End("minutes", clock.instant().plus(Duration.ofMinutes(minutes)));
        }
        return at == null ? null : new Locations.End("expires_at", at);
    }
}
