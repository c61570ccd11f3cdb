package im.hearth.core.people;

import im.hearth.core.plugin.Registration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where what people are to each other is found, in whatever order the plugins start; without the plugin that knows, nobody
 * has friends or blocks anybody, and only what everybody shows is shown.
 */
public final class People {
    private static final Ties NONE = new None();

    private volatile Ties ties = NONE;

    /** Brings what knows it. */
    public Registration knownBy(Ties knowing) {
        ties = knowing;
        return () -> ties = NONE;
    }

    /** What people are to each other. */
    public Ties ties() {
        return ties;
    }

    private static final class None implements Ties {
        @Override
        public boolean areFriends(String one, String other) {
            return false;
        }

        @Override
        public boolean hasBlocked(String person, String other) {
            return false;
        }

        @Override
        public Set<String> blockersOf(String other, Collection<String> people) {
            return Set.of();
        }

        @Override
        public boolean shows(String person, Aspect aspect, String viewer) {
            return person.equals(viewer) || aspect == Aspect.PROFILE_PICTURE || aspect == Aspect.FIND_BY_PHONE;
        }

        @Override
        public Set<String> showing(Collection<String> people, Aspect aspect, String viewer) {
            return people.stream()
                    .filter(person -> shows(person, aspect, viewer))
                    .collect(Collectors.toSet());
        }
    }
}
