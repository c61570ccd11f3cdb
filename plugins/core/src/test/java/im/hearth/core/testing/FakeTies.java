package im.hearth.core.testing;

import im.hearth.core.people.Aspect;
import im.hearth.core.people.Ties;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What people are to each other, in memory: nobody is friends, everybody shows everything to whom they have not blocked. */
public final class FakeTies implements Ties {
    private final Set<String> blocks = ConcurrentHashMap.newKeySet();

    /** Lets a person block another one, a username or a bare JID: as it will be asked for. */
    public void block(String person, String other) {
        blocks.add(person + ' ' + other);
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
        return !hasBlocked(person, viewer);
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
