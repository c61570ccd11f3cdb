package im.hearth.people.statuses;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** What a person says of how they are there, for that person. */
public final class StatusData implements PersonalData {
    private final Statuses statuses;

    public StatusData(Statuses statuses) {
        this.statuses = statuses;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.json("status.json", statuses.require(username, username));
    }
}
