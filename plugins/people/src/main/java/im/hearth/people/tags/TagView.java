package im.hearth.people.tags;

import im.hearth.people.Persons;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A tag at the REST door. */
@Schema(name = "UserTag", description = "A label of mine on somebody, which only I see.")
public record TagView(
        @Schema(description = "Its id.") String id,

        @Schema(description = "On whom: a username; the JID of somebody of another server.")
        String user,

        @Schema(description = "What it says.", example = "Family")
        String tag,

        @Schema(description = "When I put it there.") Instant createdAt) {
    static TagView of(UserTag tag, Persons persons) {
        return new TagView(tag.id(), persons.name(tag.person()), tag.tag(), tag.createdAt());
    }
}
