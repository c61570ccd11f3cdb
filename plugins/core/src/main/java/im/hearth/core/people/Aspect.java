package im.hearth.core.people;

/** What of a person a privacy setting shows to others, or hides. */
public enum Aspect {
    /** Whether they are there, and since when not. */
    LAST_SEEN,
    PROFILE_PICTURE,
    /** That they are found by their phone number. */
    FIND_BY_PHONE,
    LOCATION
}
