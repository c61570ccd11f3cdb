package im.hearth.people.settings;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.core.rest.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/user-settings/}. */
@Path("/user-settings/")
@Tag(name = "Settings", description = "What you have set, on all your devices.")
@Produces(MediaType.APPLICATION_JSON)
public final class SettingsResource {
    private final PersonalSettings settings;

    public SettingsResource(PersonalSettings settings) {
        this.settings = settings;
    }

    @GET
    @Operation(summary = "My settings")
    @ApiResponse(responseCode = "200", description = "What you have set.", useReturnTypeSchema = true)
    public SettingsView get(@Context SecurityContext security) {
        return SettingsView.of(settings.of(Caller.of(security).username()));
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change my settings",
            description = "Only what is sent changes, inside of objects too. My other devices hear of it.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = SettingsView.class))))
    @ApiResponse(responseCode = "200", description = "What is set now.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "422", description = "A field is wrong; errors has its path.")
    public SettingsView change(@Context SecurityContext security, @Parameter(hidden = true) JsonNode body) {
        return SettingsView.of(settings.change(Caller.of(security).username(), SettingsForm.read(body)));
    }
}
