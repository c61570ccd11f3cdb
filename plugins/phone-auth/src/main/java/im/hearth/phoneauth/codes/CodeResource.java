package im.hearth.phoneauth.codes;

import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.phoneauth.Clients;
import im.hearth.phoneauth.sms.Channel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.annotation.security.PermitAll;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code /api/otp/}. */
@Path("/otp/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public final class CodeResource {
    private final Verifications verifications;
    private final PhoneNumbers phoneNumbers;

    public CodeResource(Verifications verifications, PhoneNumbers phoneNumbers) {
        this.verifications = verifications;
        this.phoneNumbers = phoneNumbers;
    }

    /** The body. */
    public record Wanted(
            @Schema(
                    description = "Any form with +, or the national form of the server's country.",
                    example = "+4915123456789")
            @NotNull(message = "is required") String phoneNumber,

            @Schema(
                    description = "How to send the code.",
                    allowableValues = {"sms", "call", "whatsapp"},
                    defaultValue = "sms")
            @Nullable String channel) {}

    @POST
    @PermitAll
    @Operation(
            summary = "Ask for a code",
            description =
                    "To log in (POST /api/token/), to reset the password (POST /api/password/), to change the number"
                            + " or to delete the account. The answer is the same whether or not anybody has the number.")
    @ApiResponse(
            responseCode = "202",
            description = "A code is on its way.",
            content = @Content(schema = @Schema(implementation = CodeSent.class)))
    @ApiResponse(responseCode = "403", description = "The number is blocked.")
    @ApiResponse(responseCode = "422", description = "A field is wrong, or the number cannot get codes.")
    @ApiResponse(responseCode = "429", description = "Too often; Retry-After says when to try again.")
    @ApiResponse(responseCode = "503", description = "Codes cannot be sent now.")
    public Response send(Wanted wanted, @Context HttpServletRequest request) {
        PhoneNumber number = phoneNumbers.parse(wanted.phoneNumber());
        Channel channel = wanted.channel() == null ? Channel.SMS : Channel.parse(wanted.channel());
        CodeSent sent =
                verifications.request(new CodeRequest(number, channel, Purpose.PROOF, null, null, Clients.of(request)));
        return Response.accepted(sent).build();
    }
}
