package im.hearth.people;

import im.hearth.core.db.Database;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.Ties;
import im.hearth.people.blocks.Blocks;
import im.hearth.people.friends.Friendships;
import im.hearth.people.settings.Privacy;
import im.hearth.people.settings.SettingsStore;
import java.util.Collection;
import java.util.Set;

/** What people are to each other: their friendships, their blocks and what they show of themselves. */
final class PeopleTies implements Ties, Privacy.Bonds {
    private final Friendships friendships;
    private final Blocks blocks;
    private final Persons persons;
    private final Privacy privacy;

    PeopleTies(Friendships friendships, Blocks blocks, Persons persons, Database database, SettingsStore settings) {
        this.friendships = friendships;
        this.blocks = blocks;
        this.persons = persons;
        this.privacy = new Privacy(database, settings, this);
    }

    @Override
    public boolean areFriends(String one, String other) {
        return friendships.areFriends(one, persons.address(other));
    }

    @Override
    public Set<String> friendsAmong(String person, Collection<String> people) {
        return friendships.friendsAmong(person, people);
    }

    @Override
    public boolean hasBlocked(String person, String other) {
        return blocks.hasBlocked(person, other);
    }

    @Override
    public Set<String> blockersOf(String other, Collection<String> people) {
        return blocks.blockersOf(other, people);
    }

    @Override
    public boolean shows(String person, Aspect aspect, String viewer) {
        return privacy.shows(person, aspect, viewer);
    }

    @Override
    public Set<String> showing(Collection<String> people, Aspect aspect, String viewer) {
        return privacy.showing(people, aspect, viewer);
    }

    @Override
    public Set<String> hiding(Collection<String> people, Aspect aspect) {
        return privacy.hiding(people, aspect);
    }
}
