package im.hearth.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.annotation.security.PermitAll;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;

/** The description of the API, complete for the features that run. */
@Path("/openapi.json")
@Tag(name = "Server")
public final class OpenApiResource {
    private final OpenApi openApi;

    OpenApiResource(OpenApi openApi) {
        this.openApi = openApi;
    }

    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getOpenApi",
            summary = "This document",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "An OpenAPI 3.1 document",
                            content = @Content(schema = @Schema(type = "object"))))
    public String document() {
        return openApi.document();
    }
}
