package im.hearth.push.devices;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.core.settings.Settings;
import im.hearth.push.webpush.WebPushSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/devices/}. */
@Path("/devices/")
@Tag(name = "Devices", description = "Where I am reached while I am away.")
@Produces(MediaType.APPLICATION_JSON)
public final class DeviceResource {
    private final Devices devices;
    private final ObjectMapper mapper;
    private final Settings settings;

    public DeviceResource(Devices devices, ObjectMapper mapper, Settings settings) {
        this.devices = devices;
        this.mapper = mapper;
        this.settings = settings;
    }

    @GET
    @Operation(summary = "My devices, the newest first", description = "Those of XMPP apps too (XEP-0357).")
    public Page<DeviceView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        return devices.list(Caller.of(security).username(), page.after(), page.limit())
                .map(DeviceView::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Register a device",
            description = "Do it at each start of the app: one that is registered already stays, 200, and is as you say"
                    + " now. A token that somebody else had registered is yours from then on. The device goes when you log"
                    + " out of this session.")
    @ApiResponse(responseCode = "201", description = "The device.")
    @ApiResponse(responseCode = "200", description = "The device, which was there already.")
    @ApiResponse(responseCode = "409", description = "You have too many devices.")
    public Response register(@Context SecurityContext security, DeviceForm form) {
        Caller caller = Caller.of(security);
        Registration wanted = form.read(mapper, settings.get(WebPushSettings.ALLOW_LOOPBACK));
        Devices.Registered registered = devices.register(new Registrant(caller.username(), caller.sessionId()), wanted);
        Response.ResponseBuilder answer = registered.created()
                ? Response.status(Response.Status.CREATED)
                        .header(
                                "Location",
                                "/api/devices/" + registered.device().id() + "/")
                : Response.ok();
        return answer.entity(DeviceView.of(registered.device())).build();
    }

    @GET
    @Path("{device_id}/")
    @Operation(summary = "A device of mine")
    public DeviceView get(@Context SecurityContext security, @PathParam("device_id") String id) {
        return DeviceView.of(devices.require(Caller.of(security).username(), id));
    }

    @PATCH
    @Path("{device_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Name a device, or let it sleep", description = "A new token is a new device: POST it.")
    public DeviceView change(@Context SecurityContext security, @PathParam("device_id") String id, DevicePatch patch) {
        return DeviceView.of(devices.change(Caller.of(security).username(), id, patch.change()));
    }

    @DELETE
    @Path("{device_id}/")
    @Operation(summary = "Forget a device")
    @ApiResponse(responseCode = "204", description = "It is not woken any more.")
    public void remove(@Context SecurityContext security, @PathParam("device_id") String id) {
        devices.remove(Caller.of(security).username(), id);
    }
}
