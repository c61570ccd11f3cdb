package im.hearth.groups;

import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.events.live.Topics;
import im.hearth.messages.Addresses;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** What members see of their groups as it happens. A fact is kept once for a group, however many are in it. */
public final class LiveGroups implements Topics {
    private final LiveEvents live;
    private final GroupStore store;
    private final Addresses addresses;

    public LiveGroups(LiveEvents live, GroupStore store, Addresses addresses) {
        this.live = live;
        this.store = store;
        this.addresses = addresses;
    }

    /**
     * A change of who is in a group.
     *
     * @param group its id
     * @param by the username of who did it
     */
    record Membership(String group, String user, Role role, String by) {}

    /** A change of the group itself, in the words of {@link GroupView}. */
    record Change(
            String id,
            String jid,
            String name,
            @Nullable String description,
            @Nullable String pictureUrl,
            String by) {}

    void joined(Transaction transaction, MemberJoined fact) {
        tell(transaction, "group.member_joined", fact.member(), fact.actor());
    }

    void left(Transaction transaction, MemberLeft fact) {
        tell(transaction, "group.member_left", fact.member(), fact.actor());
    }

    void changed(Transaction transaction, MemberRoleChanged fact) {
        tell(transaction, "group.member_changed", fact.member(), fact.actor());
    }

    void changed(Transaction transaction, GroupChanged fact) {
        Group group = fact.group();
        live.log(
                transaction,
                List.of(group.room()),
                "group.updated",
                new Change(
                        id(group.room()),
                        group.room(),
                        group.name(),
                        group.description(),
                        group.pictureUrl(),
                        addresses.name(fact.actor())));
    }

    /** The member is told by name too: who has left follows the group no more, and who has joined only from then on. */
    private void tell(Transaction transaction, String type, Member member, String actor) {
        Set<String> audience = addresses.isHere(member.jid())
                ? Set.of(member.room(), addresses.name(member.jid()))
                : Set.of(member.room());
        live.log(
                transaction,
                audience,
                type,
                new Membership(id(member.room()), addresses.name(member.jid()), member.role(), addresses.name(actor)));
    }

    private static String id(String room) {
        return new JID(room).getNode();
    }

    @Override
    public Map<String, Long> of(Handle handle, String username) {
        return store.joined(handle, addresses.jid(username));
    }

    @Override
    public Collection<String> followers(Handle handle, Collection<String> rooms) {
        return store.members(handle, rooms).stream()
                .map(Member::jid)
                .filter(addresses::isHere)
                .map(addresses::name)
                .collect(Collectors.toSet());
    }
}
