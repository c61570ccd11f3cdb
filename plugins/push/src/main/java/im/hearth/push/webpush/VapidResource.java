package im.hearth.push.webpush;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;

/** {@code /api/devices/vapid/}. */
@Path("/devices/vapid/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Devices")
public final class VapidResource {
    private final VapidKeys keys;

    public VapidResource(VapidKeys keys) {
        this.keys = keys;
    }

    /**
     * The server's public key.
     *
     * @param publicKey as {@code PushManager.subscribe} takes it
     */
    @Schema(name = "VapidKey")
    public record VapidKey(
            @Schema(description = "The applicationServerKey of a subscription: 65 bytes in Base64url.")
            String publicKey) {}

    @GET
    @Operation(
            summary = "Get the key for Web Push",
            description =
                    "What a browser's PushManager.subscribe takes as applicationServerKey. A subscription made with another"
                            + " key gets nothing: compare, and subscribe again where they differ.")
    @ApiResponse(responseCode = "200", description = "The key.", useReturnTypeSchema = true)
    public VapidKey get() {
        return new VapidKey(keys.publicKey());
    }
}
