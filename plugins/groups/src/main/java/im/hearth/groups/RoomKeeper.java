package im.hearth.groups;

import im.hearth.core.db.Database;
import im.hearth.core.openfire.Rooms;
import im.hearth.groups.stanza.RoomAvatar;
import im.hearth.messages.Addresses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** Keeps the server's rooms as the database says: doing it twice does nothing more. */
public final class RoomKeeper {
    private static final int LOCKS = 64;

    private final Database database;
    private final GroupStore store;
    private final Rooms rooms;
    private final Addresses addresses;
    private final Pictures pictures;
    private final Consumer<Packet> router;
    private final Object[] locks = new Object[LOCKS];

    public RoomKeeper(
            Database database,
            GroupStore store,
            Rooms rooms,
            Addresses addresses,
            Pictures pictures,
            Consumer<Packet> router) {
        this.database = database;
        this.store = store;
        this.rooms = rooms;
        this.addresses = addresses;
        this.pictures = pictures;
        this.router = router;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    private record State(@Nullable Group group, List<Member> members) {}

    /** Makes, changes or ends the room. */
    void keep(String room) {
        // Two changes of one group may come here in either order: each reads what is true by then.
        synchronized (locks[Math.floorMod(room.hashCode(), LOCKS)]) {
            State state = database.read(handle -> {
                Optional<Group> group = store.find(handle, room);
                return new State(group.orElse(null), group.isEmpty() ? List.of() : store.members(handle, room));
            });
            Group group = state.group();
            if (group == null || state.members().isEmpty()) {
                rooms.destroy(room, "The group has ended.");
                return;
            }
            boolean wasThere = rooms.exists(room);
            rooms.configure(
                    room, owner(state.members()), group.name(), group.description() == null ? "" : group.description());
            affiliate(room, state.members());
            if (wasThere) {
                sayConfigured(room);
                pictures.hash(room).ifPresent(hash -> rooms.occupants(room)
                        .forEach(occupant -> router.accept(RoomAvatar.presence(room, occupant, hash))));
            }
        }
    }

    /** Tells somebody who has gone into a room which avatar it has. */
    void greet(String room, JID occupant) {
        pictures.hash(room).ifPresent(hash -> router.accept(RoomAvatar.presence(room, occupant, hash)));
    }

    /** As {@link #keep}, for a change of members only. */
    void keepMembers(String room) {
        synchronized (locks[Math.floorMod(room.hashCode(), LOCKS)]) {
            List<Member> members = database.read(handle -> store.members(handle, room));
            if (!members.isEmpty() && rooms.exists(room)) {
                affiliate(room, members);
                return;
            }
        }
        keep(room);
    }

    private static String owner(List<Member> members) {
        return members.stream()
                .filter(member -> member.role() == Role.OWNER)
                .findFirst()
                .orElse(members.get(0))
                .jid();
    }

    private void affiliate(String room, List<Member> members) {
        Map<String, String> actual = rooms.affiliations(room);
        Map<String, String> wanted = new HashMap<>();
        members.forEach(member -> wanted.put(member.jid(), member.role().affiliation()));
        // Owners first: a room without one refuses to take the last one's role away.
        Map<Integer, Map<String, String>> steps = new TreeMap<>();
        wanted.forEach((jid, affiliation) -> {
            if (!affiliation.equals(actual.get(jid))) {
                int step = Role.OWNER.affiliation().equals(affiliation) ? 0 : 1;
                steps.computeIfAbsent(step, key -> new HashMap<>()).put(jid, affiliation);
            }
        });
        actual.keySet().stream()
                .filter(jid -> !wanted.containsKey(jid))
                .forEach(jid -> steps.computeIfAbsent(2, key -> new HashMap<>()).put(jid, Rooms.NONE));
        steps.values()
                .forEach(step ->
                        step.forEach((jid, affiliation) -> rooms.affiliate(room, jid, affiliation, nickname(jid))));
    }

    /** Nobody else can go under the username of a member who is here. */
    private @Nullable String nickname(String jid) {
        return addresses.isHere(jid) ? addresses.name(jid) : null;
    }

    /** XEP-0045, section 10.2.1: those who are in the room learn that it has changed. */
    private void sayConfigured(String room) {
        Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setFrom(room);
        message.addChildElement("x", "http://jabber.org/protocol/muc#user")
                .addElement("status")
                .addAttribute("code", "104");
        rooms.broadcast(room, message);
    }
}
