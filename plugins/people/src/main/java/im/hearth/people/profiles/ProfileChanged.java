package im.hearth.people.profiles;

import im.hearth.core.events.Event;

/** Somebody's vCard says something else. */
public record ProfileChanged(String username, Profile before, Profile after) implements Event {
    /** Whether there is another picture, or none any more. */
    public boolean isOfPicture() {
        return !hash(before).equals(hash(after));
    }

    private static String hash(Profile profile) {
        Profile.Picture picture = profile.picture();
        return picture == null ? "" : picture.hash();
    }
}
