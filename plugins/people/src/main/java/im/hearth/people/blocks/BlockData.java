package im.hearth.people.blocks;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.people.Persons;
import java.io.IOException;

/** Whom a person blocks, for that person. */
public final class BlockData implements PersonalData {
    private final Blocks blocks;
    private final Persons persons;

    public BlockData(Blocks blocks, Persons persons) {
        this.blocks = blocks;
        this.persons = persons;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("blocks.json", after -> blocks.list(username, after, Copy.PAGE)
                .map(block -> BlockView.of(block, persons)));
    }
}
