package im.hearth.people.contacts;

import im.hearth.core.rest.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/contacts/}. */
@Path("/contacts/")
@Tag(name = "Contacts", description = "Which of the numbers in my phone are here.")
@Produces(MediaType.APPLICATION_JSON)
public final class ContactResource {
    private final Contacts contacts;

    public ContactResource(Contacts contacts) {
        this.contacts = contacts;
    }

    /** The numbers to look for. */
    @Schema(name = "ContactLookup")
    public record Lookup(
            @Schema(
                    description =
                            "At most 1,000, in any form with +, or as they are dialled in the country of my own number.",
                    example = "[\"+4915123456789\"]")
            @NotNull(message = "is required") List<@NotNull(message = "is required") String> phoneNumbers) {}

    /** The numbers that are here. */
    @Schema(name = "ContactsFound")
    public record FoundView(
            @Schema(description = "In the order asked; numbers that are not found are left out.")
            List<ContactView> items) {}

    /** A number that is here. */
    @Schema(name = "ContactFound")
    public record ContactView(
            @Schema(description = "As I wrote it.") String phoneNumber,

            @Schema(description = "The username of who has it.")
            String user) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Find people by their phone numbers",
            description =
                    "Only who lets themselves be found by their number is found. The numbers are not kept. At most"
                            + " 5,000 a day, unless the operator says otherwise.")
    @ApiResponse(responseCode = "200", description = "Who is here.")
    public FoundView find(@Context SecurityContext security, Lookup lookup) {
        return new FoundView(contacts.find(Caller.of(security).username(), lookup.phoneNumbers()).stream()
                .map(found -> new ContactView(found.phoneNumber(), found.username()))
                .toList());
    }
}
