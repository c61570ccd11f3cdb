package im.hearth.people.activities;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** A person's security log, for that person. */
public final class ActivityData implements PersonalData {
    private final Activities activities;

    public ActivityData(Activities activities) {
        this.activities = activities;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list(
                "activities.json",
                after -> activities.list(username, after, Copy.PAGE).map(ActivityView::of));
    }
}
