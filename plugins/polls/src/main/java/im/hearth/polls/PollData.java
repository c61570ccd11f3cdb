package im.hearth.polls;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** The polls that a person sees, with that person's votes, for that person. */
final class PollData implements PersonalData {
    private final Polls polls;

    PollData(Polls polls) {
        this.polls = polls;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        Polls.Filter all = new Polls.Filter(null, null, false);
        copy.list(
                "polls.json",
                after -> polls.list(username, all, after == null ? Long.MAX_VALUE : Long.parseLong(after), Copy.PAGE));
    }
}
