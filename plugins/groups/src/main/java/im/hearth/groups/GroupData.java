package im.hearth.groups;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.messages.Addresses;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The groups that a person is in, for that person. */
final class GroupData implements PersonalData {
    private final Groups groups;
    private final Addresses addresses;

    GroupData(Groups groups, Addresses addresses) {
        this.groups = groups;
        this.addresses = addresses;
    }

    /** A group, without who else is in it: that is theirs. */
    private record Mine(String id, String name, @Nullable String description, Instant createdAt) {}

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("groups.json", after -> groups.list(addresses.jid(username), after, Copy.PAGE)
                .map(group -> new Mine(group.id(), group.name(), group.description(), group.createdAt())));
    }
}
