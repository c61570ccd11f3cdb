package im.hearth.location;

import im.hearth.core.people.Aspect;
import im.hearth.core.people.People;
import im.hearth.core.people.Ties;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * With whom people share, and who sees it: a circle holds usernames, and groups as the bare JIDs of their rooms.
 *
 * <p>Whoever is named in it sees the place as long as its owner's privacy shows it to them: a friend, or anybody where it
 * shows it to everyone. Whoever is in a group of it sees it while both are in it, unless the privacy shows it to nobody. No
 * place comes to those who block each other. All of that is asked for whenever somebody looks.
 */
public final class Circles {
    /** How many people and groups one may share with. */
    static final int MOST = 100;

    private final Groups groups;
    private final People people;
    private final String domain;

    /**
     * The circles of a server's people.
     *
     * @param domain the XMPP domain of the server
     */
    public Circles(Groups groups, People people, String domain) {
        this.groups = groups;
        this.people = people;
        this.domain = domain;
    }

    /**
     * The circle that somebody names.
     *
     * @param field the name of the request's field
     * @param names usernames, ids of groups, or JIDs of either; the owner's own name says nothing
     * @throws Problem FORBIDDEN if the owner's privacy shows places to nobody; INVALID, with the field
     */
    Set<String> resolve(String owner, String field, List<String> names) {
        if (names.size() > MOST) {
            throw Problem.invalid(field, "names more than " + MOST + " people and groups");
        }
        List<String> wanted = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        Set<String> rooms = groups.of(owner);
        Set<String> persons = wanted.stream().map(this::person).collect(Collectors.toCollection(HashSet::new));
        persons.removeIf(name -> name.isEmpty() || name.contains("@") || name.equals(owner));
        if (!wanted.isEmpty() && isHidden(owner)) {
            throw Problem.of(
                    Kind.FORBIDDEN,
                    "location-private",
                    "Your privacy settings show your location to nobody. Change privacy.location first.");
        }
        Set<String> shown = ties().shownTo(owner, Aspect.LOCATION, persons);
        List<FieldError> errors = new ArrayList<>();
        Set<String> circle = new TreeSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            String name = wanted.get(i);
            String person = person(name);
            String room = name.contains("@") ? name : groups.room(name);
            boolean isGroup = rooms.contains(room);
            if (isGroup && shown.contains(person)) {
                errors.add(error(field, i, "is a person and a group; write the JID"));
            } else if (isGroup) {
                circle.add(room);
            } else if (shown.contains(person)) {
                circle.add(person);
            } else if (!person.equals(owner)) {
                errors.add(error(
                        field,
                        i,
                        "is neither somebody to whom you may show your location nor a group that you are in"));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return circle;
    }

    private static FieldError error(String field, int index, String message) {
        return new FieldError(field + "[" + index + "]", message);
    }

    /** The username that a name or a JID of this server stands for. */
    private String person(String name) {
        String end = "@" + domain;
        return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }

    /** What a JID is in a circle. */
    String member(String jid) {
        return person(jid.toLowerCase(Locale.ROOT));
    }

    /** How the members of a circle are called: usernames, and ids of groups. */
    List<String> names(Collection<String> circle) {
        return circle.stream()
                .map(member -> groups.isRoom(member) ? groups.id(member) : member)
                .toList();
    }

    /** The JIDs of the members of a circle. */
    List<String> jids(Collection<String> circle) {
        return circle.stream()
                .map(member -> groups.isRoom(member) ? member : member + "@" + domain)
                .toList();
    }

    /** What a circle must hold for somebody to see what is shared with it: their name, or a group that they are in. */
    Set<String> of(String viewer) {
        Set<String> own = groups.of(viewer);
        own.add(viewer);
        return own;
    }

    /**
     * Those of the owners who share with somebody, each with what of their circle that is by.
     *
     * @param own what {@link #of} says of the viewer
     * @param circles by owner
     */
    Map<String, Set<String>> sharing(String viewer, Set<String> own, Map<String, Set<String>> circles) {
        Map<String, Set<String>> sharing = circles.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> common(entry.getValue(), own)));
        sharing.forEach((owner, by) -> by.removeAll(left(owner, by)));
        sharing.values().removeIf(Set::isEmpty);
        if (sharing.isEmpty()) {
            return sharing;
        }
        Set<String> owners = Set.copyOf(sharing.keySet());
        Set<String> showing = ties().showing(owners, Aspect.LOCATION, viewer);
        Set<String> hiding = ties().hiding(owners, Aspect.LOCATION);
        Set<String> blocking = ties().blockersOf(viewer, owners);
        sharing.forEach((owner, by) -> {
            if (!showing.contains(owner)) {
                by.remove(viewer);
            }
            if (hiding.contains(owner) || blocking.contains(owner)) {
                by.clear();
            }
        });
        sharing.entrySet().removeIf(entry -> entry.getValue().isEmpty() || ties().hasBlocked(viewer, entry.getKey()));
        return sharing;
    }

    /** The groups among them that the owner is not in any more. */
    private Set<String> left(String owner, Set<String> circle) {
        Set<String> left = circle.stream().filter(groups::isRoom).collect(Collectors.toCollection(HashSet::new));
        if (!left.isEmpty()) {
            left.removeAll(groups.of(owner));
        }
        return left;
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        Set<String> common = new TreeSet<>(one);
        common.retainAll(other);
        return common;
    }

    /** Those of this server who see what somebody shares with that circle now, but for the owner. */
    Set<String> viewers(String owner, Set<String> circle) {
        if (circle.isEmpty() || isHidden(owner)) {
            return Set.of();
        }
        Set<String> viewers = new HashSet<>(ties().shownTo(owner, Aspect.LOCATION, persons(circle)));
        Set<String> current = new HashSet<>(circle);
        current.removeAll(left(owner, circle));
        viewers.addAll(members(current));
        return unblocked(owner, viewers);
    }

    /** Those who may have seen what somebody shared with that circle, and whom nothing keeps from hearing of its end. */
    Set<String> formerViewers(String owner, Set<String> circle) {
        return unblocked(owner, everybody(circle));
    }

    /** Those of this server whom a circle names, by themselves or by a group, whatever they see. */
    Set<String> everybody(Set<String> circle) {
        Set<String> everybody = persons(circle);
        everybody.addAll(members(circle));
        return everybody;
    }

    /** Those of the people who are named by a circle, by themselves or by a group. */
    Set<String> among(Set<String> people, Set<String> circle) {
        Set<String> among = everybody(circle);
        among.retainAll(people);
        return among;
    }

    /** Whether that member of a circle is a group. */
    boolean isRoom(String member) {
        return groups.isRoom(member);
    }

    private Set<String> unblocked(String owner, Set<String> viewers) {
        viewers.remove(owner);
        if (!viewers.isEmpty()) {
            viewers.removeAll(ties().blockersOf(owner, Set.copyOf(viewers)));
            viewers.removeIf(viewer -> ties().hasBlocked(owner, viewer));
        }
        return viewers;
    }

    /** The people whom a circle names by themselves. */
    Set<String> persons(Set<String> circle) {
        return circle.stream().filter(member -> !groups.isRoom(member)).collect(Collectors.toCollection(HashSet::new));
    }

    /** Those of this server who are in the groups of a circle. */
    private Set<String> members(Set<String> circle) {
        return groups.members(circle.stream().filter(groups::isRoom).toList());
    }

    private boolean isHidden(String owner) {
        return !ties().hiding(Set.of(owner), Aspect.LOCATION).isEmpty();
    }

    private Ties ties() {
        return people.ties();
    }
}
