package im.hearth.core.testing;

import im.hearth.core.people.Aspect;
import im.hearth.core.people.Ties;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What people are to each other, in memory: nobody is friends, and at first everybody shows everything. */
public final class FakeTies implements Ties {
    private final Set<String> blocks = ConcurrentHashMap.newKeySet();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();

    /** Lets a person block another one, a username or a bare JID: as it will be asked for. */
    public void block(String person, String other) {
        blocks.add(person + ' ' + other);
    }

    /** Lets a person hide something of themselves from everybody else. */
    public void hide(String person, Aspect aspect) {
        hidden.add(person + ' ' + aspect);
    }

    /** Ends a block. */
    public void unblock(String person, String other) {
        blocks.remove(person + ' ' + other);
    }

    @Override
    public boolean areFriends(String one, String other) {
        return false;
    }

    @Override
    public boolean hasBlocked(String person, String other) {
        return blocks.contains(person + ' ' + other);
    }

    @Override
    public Set<String> blockersOf(String other, Collection<String> people) {
        return people.stream().filter(person -> hasBlocked(person, other)).collect(Collectors.toSet());
    }

    @Override
    public boolean shows(String person, Aspect aspect, String viewer) {
        boolean hides = hidden.contains(person + ' ' + aspect) && !person.equals(viewer);
        return !hides && !hasBlocked(person, viewer);
    }

    @Override
    public Set<String> showing(Collection<String> people, Aspect aspect, String viewer) {
        return people.stream().filter(person -> shows(person, aspect, viewer)).collect(Collectors.toSet());
    }

    @Override
    public Set<String> hiding(Collection<String> people, Aspect aspect) {
        return Set.of();
    }
}
