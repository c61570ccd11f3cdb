package im.hearth.core.export;

import java.io.IOException;

/** What a feature knows of people; each gets a copy of their own. */
@FunctionalInterface
public interface PersonalData {
    /**
     * Writes all that the feature knows of a person, as it stands now, a page at a time: nothing holds it all.
     *
     * @param username of an account that is here
     */
    void write(String username, Copy copy) throws IOException;
}
