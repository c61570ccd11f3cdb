package im.hearth.people.tags;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.people.Persons;
import java.io.IOException;

/** A person's labels on others, for that person. */
public final class TagData implements PersonalData {
    private final Tags tags;
    private final Persons persons;

    public TagData(Tags tags, Persons persons) {
        this.tags = tags;
        this.persons = persons;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("tags.json", after -> tags.list(username, null, null, after, Copy.PAGE)
                .map(tag -> TagView.of(tag, persons)));
    }
}
