package im.hearth.core.export;

import im.hearth.core.plugin.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The features that know something of people, in whatever order they start. */
public final class PersonalDataSources {
    private final List<PersonalData> sources = new CopyOnWriteArrayList<>();

    /** Adds one. */
    public Registration add(PersonalData source) {
        sources.add(source);
        return () -> sources.remove(source);
    }

    /** All that are there now. */
    public List<PersonalData> all() {
        return List.copyOf(sources);
    }
}
