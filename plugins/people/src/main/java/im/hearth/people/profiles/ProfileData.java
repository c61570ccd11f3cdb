package im.hearth.people.profiles;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** A person's profile, for that person. */
public final class ProfileData implements PersonalData {
    private final Profiles profiles;

    public ProfileData(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.json("profile.json", profiles.require(username, username));
    }
}
