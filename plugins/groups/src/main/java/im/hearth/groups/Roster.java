package im.hearth.groups;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one group while somebody changes them: who may do what to whom, and that the group always has an owner.
 * Persons are bare JIDs. For one thread, within one transaction.
 */
final class Roster {
    private final String room;
    private final String actor;
    private final Map<String, Member> before = new LinkedHashMap<>();
    private final Map<String, Member> now = new LinkedHashMap<>();
    private boolean ownerLeft;

    /**
     * The members as they are.
     *
     * @param actor who changes them
     */
    Roster(String room, String actor, Collection<Member> members) {
        this.room = room;
        this.actor = actor;
        members.forEach(member -> before.put(member.jid(), member));
        now.putAll(before);
    }

    /** Somebody else's role; empty for who is no member. */
    Optional<Role> role(String person) {
        return Optional.ofNullable(now.get(person)).map(Member::role);
    }

    /**
     * Refuses who does not run the group.
     *
     * @throws Problem FORBIDDEN
     */
    void requireManager(String act) {
        if (!actorRole().manages()) {
            throw Problem.forbidden("Only owners and admins may " + act + ".");
        }
    }

    /**
     * Adds a member; somebody who is one already stays what they are.
     *
     * @param id when, as a message id
     * @throws Problem FORBIDDEN
     */
    void add(String person, long id) {
        requireManager("add members");
        Member former = before.get(person);
        now.putIfAbsent(person, former == null ? new Member(room, person, Role.MEMBER, id, 0) : former.as(Role.MEMBER));
    }

    /**
     * Removes a member; who is none is none still.
     *
     * @throws Problem FORBIDDEN for who may not remove that one: oneself everybody may
     */
    void remove(String person) {
        Member member = now.get(person);
        if (member == null) {
            return;
        }
        if (!person.equals(actor)) {
            requireManager("remove members");
            if (actorRole() == Role.ADMIN && member.role().manages()) {
                throw Problem.forbidden("Only an owner may remove an owner or an admin.");
            }
        }
        now.remove(person);
        ownerLeft |= member.role() == Role.OWNER;
    }

    /**
     * Gives a member a role.
     *
     * @throws Problem FORBIDDEN for who is no owner; INVALID for who is no member
     */
    void assign(String person, Role role) {
        Member member = now.get(person);
        if (member == null) {
            throw Problem.invalid("roles", "names somebody who is not a member");
        }
        if (member.role() == role) {
            return;
        }
        if (actorRole() != Role.OWNER) {
            throw Problem.forbidden("Only an owner may change roles.");
        }
        now.put(person, member.as(role));
    }

    /** The actor's role as it was when the change began: who steps down may still finish. */
    private Role actorRole() {
        Member member = before.get(actor);
        return member == null ? Role.MEMBER : member.role();
    }

    /**
     * Sees to it that a group with members has an owner: the oldest admin, or else the oldest member, follows one who left.
     *
     * @throws Problem CONFLICT where the last owner gave the role up without leaving
     */
    void settle() {
        if (now.isEmpty() || now.values().stream().anyMatch(member -> member.role() == Role.OWNER)) {
            return;
        }
        if (!ownerLeft) {
            throw Problem.of(Kind.CONFLICT, "last-owner", "A group has an owner: make somebody else one first.");
        }
        now.values().stream()
                .min(Comparator.comparing(Member::role)
                        .thenComparing(Member::joinedId)
                        .thenComparing(Member::jid))
                .ifPresent(heir -> now.put(heir.jid(), heir.as(Role.OWNER)));
    }

    int size() {
        return now.size();
    }

    /** Who came in. */
    List<Member> added() {
        return now.values().stream()
                .filter(member -> !before.containsKey(member.jid()))
                .toList();
    }

    /** Who left, as they were. */
    List<Member> removed() {
        return before.values().stream()
                .filter(member -> !now.containsKey(member.jid()))
                .toList();
    }

    /** Who stays in another role, as they are now. */
    List<Member> changed() {
        List<Member> changed = new ArrayList<>();
        now.forEach((jid, member) -> {
            Member former = before.get(jid);
            if (former != null && former.role() != member.role()) {
                changed.add(member);
            }
        });
        return changed;
    }
}
