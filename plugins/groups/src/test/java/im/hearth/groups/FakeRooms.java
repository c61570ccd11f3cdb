package im.hearth.groups;

import im.hearth.core.openfire.Rooms;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The server's rooms, in memory; as stubborn as they are: a room does not let its last owner go. */
public final class FakeRooms implements Rooms {
    /** A room: its name, who has which affiliation, and who is in it under which nickname. */
    public static final class Room {
        public String name = "";
        public final Map<String, String> affiliations = new ConcurrentHashMap<>();
        public final Map<JID, String> occupants = new ConcurrentHashMap<>();
        public final List<Message> said = new CopyOnWriteArrayList<>();
        public boolean locked;
        public int forgot;
    }

    public final Map<String, Room> rooms = new ConcurrentHashMap<>();

    /** Whether the service is away. */
    public volatile boolean away;

    public Room room(String room) {
        Room found = rooms.get(room);
        if (found == null) {
            throw new AssertionError("no room " + room);
        }
        return found;
    }

    @Override
    public String domain() {
        return "conference.hearth.test";
    }

    @Override
    public void keepStanzaIds() {}

    @Override
    public boolean exists(String room) {
        return rooms.containsKey(room);
    }

    @Override
    public Optional<String> makerOfLocked(String room) {
        Room found = rooms.get(room);
        return found == null || !found.locked
                ? Optional.empty()
                : found.affiliations.keySet().stream().findFirst();
    }

    @Override
    public void configure(String room, String owner, String name, String description) {
        if (away) {
            throw Problem.unavailable("rooms-away", "The rooms are away.", null);
        }
        Room made = rooms.computeIfAbsent(room, key -> {
            Room fresh = new Room();
            fresh.affiliations.put(owner, "owner");
            return fresh;
        });
        made.name = name;
        made.locked = false;
    }

    @Override
    public Map<String, String> affiliations(String room) {
        return rooms.containsKey(room) ? new HashMap<>(room(room).affiliations) : Map.of();
    }

    @Override
    public void affiliate(String room, String person, String affiliation, @Nullable String nickname) {
        Map<String, String> affiliations = room(room).affiliations;
        boolean lastOwner = "owner".equals(affiliations.get(person))
                && affiliations.values().stream().filter("owner"::equals).count() == 1;
        if (lastOwner && !affiliation.equals("owner")) {
            throw new IllegalStateException("The room refused to lose its last owner");
        }
        if (affiliation.equals(NONE)) {
            affiliations.remove(person);
            room(room).occupants.keySet().removeIf(jid -> jid.toBareJID().equals(person));
        } else {
            affiliations.put(person, affiliation);
        }
    }

    @Override
    public Optional<String> nickname(String room, JID occupant) {
        return rooms.containsKey(room)
                ? Optional.ofNullable(room(room).occupants.get(occupant))
                : Optional.empty();
    }

    @Override
    public Optional<String> nicknameOf(String room, String person) {
        return !rooms.containsKey(room)
                ? Optional.empty()
                : room(room).occupants.entrySet().stream()
                        .filter(entry -> entry.getKey().toBareJID().equals(person))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    @Override
    public Collection<JID> occupants(String room) {
        return rooms.containsKey(room) ? room(room).occupants.keySet() : List.of();
    }

    @Override
    public Optional<String> holder(String room, String nickname) {
        return !rooms.containsKey(room)
                ? Optional.empty()
                : room(room).occupants.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(nickname))
                        .map(entry -> entry.getKey().toBareJID())
                        .findFirst();
    }

    @Override
    public void broadcast(String room, Message message) {
        room(room).said.add(message);
    }

    @Override
    public void forget(String room) {
        room(room).forgot++;
    }

    @Override
    public void destroy(String room, @Nullable String reason) {
        rooms.remove(room);
    }

    @Override
    public IQ describe(IQ request) {
        IQ answer = IQ.createResultIQ(request);
        answer.setChildElement(request.getChildElement().createCopy());
        return answer;
    }

    @Override
    public Registration listen(Listener listener) {
        return () -> {};
    }
}
