package im.hearth.people.friends;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.people.Persons;
import java.io.IOException;

/** A person's friendships and requests, for that person. */
public final class FriendshipData implements PersonalData {
    private final Friendships friendships;
    private final Persons persons;

    public FriendshipData(Friendships friendships, Persons persons) {
        this.friendships = friendships;
        this.persons = persons;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("friendships.json", after -> friendships
                .list(username, null, after, Copy.PAGE)
                .map(friendship -> FriendshipView.of(friendship, persons)));
    }
}
