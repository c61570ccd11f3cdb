package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.muc.MUCEventDispatcher;
import org.jivesoftware.openfire.muc.MUCEventListener;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.util.JiveGlobals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * The rooms of the service {@code conference}. A room is an interface in 4.2 and a class in 5.x, and who acts is told by
 * an occupant in the one and an affiliation in the other: so rooms are called by name.
 */
public final class MucRooms implements Rooms {
    private static final Logger log = LoggerFactory.getLogger(MucRooms.class);

    private static final String SERVICE = "conference";

    private static final String ROOM_IDS = "xmpp.sid.message.enabled";

    /** Stands for the room itself as the one who acts: an owner. */
    private static final Object ITSELF = new Object();

    private final XMPPServer server;
    private final String domain;

    public MucRooms(XMPPServer server) {
        this.server = server;
        this.domain = SERVICE + "." + server.getServerInfo().getXMPPDomain();
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public void keepStanzaIds() {
        try {
            Class.forName("org.jivesoftware.openfire.stanzaid.StanzaIDUtil", false, XMPPServer.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            log.debug("The rooms of this Openfire give no ids");
            return;
        }
        // The property is about messages to rooms and nothing else (5.1.1, MultiUserChatServiceImpl).
        if (!"false".equals(JiveGlobals.getProperty(ROOM_IDS))) {
            JiveGlobals.setProperty(ROOM_IDS, "false");
        }
    }

    @Override
    public boolean exists(String room) {
        return find(room) != null;
    }

    @Override
    public Optional<String> makerOfLocked(String room) {
        Object found = find(room);
        if (found == null || !(Boolean) call(found, "isLocked")) {
            return Optional.empty();
        }
        return addresses(found, "getOwners").stream().map(JID::toBareJID).findFirst();
    }

    @Override
    public void configure(String room, String owner, String name, String description) {
        locked(room, () -> make(room, owner), found -> {
            call(found, "setNaturalLanguageName", name);
            call(found, "setDescription", description);
            call(found, "setPersistent", true);
            call(found, "setPublicRoom", false);
            call(found, "setCanAnyoneDiscoverJID", true);
            call(found, "setCanSendPrivateMessage", "none");
            call(found, "setLogEnabled", false);
            call(found, "setMaxUsers", 0);
            call(found, "setModerated", false);
            call(found, "setPassword", new Object[] {null});
            call(found, "setCanOccupantsInvite", false);
            call(found, "setCanOccupantsChangeSubject", true);
            call(found, "setLoginRestrictedToNickname", false);
            call(found, "setRegistrationEnabled", false);
            membersOnly(found);
            call(found, "saveToDB");
            call(found, "unlock", ITSELF);
        });
    }

    private void membersOnly(Object room) {
        Object presences = has(room, "setMembersOnly", 1)
                ? call(room, "setMembersOnly", true)
                : call(room, "setMembersOnly", true, ITSELF, null);
        tellAll(room, presences);
    }

    private @Nullable Object make(String room, String owner) {
        MultiUserChatService service = service();
        try {
            return service == null ? null : service.getChatRoom(new JID(room).getNode(), new JID(owner));
        } catch (org.jivesoftware.openfire.muc.NotAllowedException e) {
            throw Problem.unavailable("rooms-restricted", "Groups cannot be made here now: rooms are restricted.", e);
        }
    }

    @Override
    public Map<String, String> affiliations(String room) {
        Map<String, String> affiliations = new HashMap<>();
        Object found = find(room);
        if (found != null) {
            addresses(found, "getMembers").forEach(jid -> affiliations.put(jid.toBareJID(), "member"));
            addresses(found, "getAdmins").forEach(jid -> affiliations.put(jid.toBareJID(), "admin"));
            addresses(found, "getOwners").forEach(jid -> affiliations.put(jid.toBareJID(), "owner"));
        }
        return affiliations;
    }

    @SuppressWarnings("unchecked")
    private static Collection<JID> addresses(Object room, String method) {
        return List.copyOf((Collection<JID>) call(room, method));
    }

    @Override
    public void affiliate(String room, String person, String affiliation, @Nullable String nickname) {
        JID jid = new JID(person);
        locked(
                room,
                () -> find(room),
                found -> tellAll(
                        found,
                        switch (affiliation) {
                            case "owner" -> call(found, "addOwner", jid, ITSELF);
                            case "admin" -> call(found, "addAdmin", jid, ITSELF);
                            case "member" -> call(found, "addMember", jid, nickname, ITSELF);
                            default -> call(found, "addNone", jid, ITSELF);
                        }));
    }

    /** Presences that a change has brought about are the caller's to send, on both engines. */
    private static void tellAll(Object room, @Nullable Object presences) {
        if (presences instanceof Collection<?> changed) {
            changed.forEach(presence -> send(room, (Packet) presence));
        }
    }

    private static void send(Object room, Packet packet) {
        if (has(room, "send", 1)) {
            call(room, "send", packet);
        } else {
            call(room, "send", packet, ITSELF);
        }
    }

    @Override
    public Optional<String> nickname(String room, JID occupant) {
        Object found = find(room);
        Object inside = found == null ? null : occupant(found, "getOccupantByFullJID", occupant);
        return Optional.ofNullable(inside).map(somebody -> (String) call(somebody, "getNickname"));
    }

    @Override
    public Optional<String> nicknameOf(String room, String person) {
        return firstOccupant(room, "getOccupantsByBareJID", new JID(person))
                .map(somebody -> (String) call(somebody, "getNickname"));
    }

    @Override
    public Collection<JID> occupants(String room) {
        Object found = find(room);
        return found == null
                ? List.of()
                : ((Collection<?>) call(found, "getOccupants"))
                        .stream()
                                .map(somebody -> (JID) call(somebody, "getUserAddress"))
                                .distinct()
                                .toList();
    }

    @Override
    public Optional<String> holder(String room, String nickname) {
        return firstOccupant(room, "getOccupantsByNickname", nickname)
                .map(somebody -> ((JID) call(somebody, "getUserAddress")).toBareJID());
    }

    private Optional<Object> firstOccupant(String room, String method, Object by) {
        Object found = find(room);
        Object several = found == null ? null : occupant(found, method, by);
        return several instanceof List<?> list && !list.isEmpty() ? Optional.of(list.get(0)) : Optional.empty();
    }

    private static @Nullable Object occupant(Object room, String method, Object by) {
        try {
            return call(room, method, by);
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof org.jivesoftware.openfire.user.UserNotFoundException) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public void broadcast(String room, Message message) {
        locked(room, () -> find(room), found -> send(found, message));
    }

    @Override
    public void forget(String room) {
        locked(room, () -> find(room), found -> {
            Object history = call(found, "getRoomHistory");
            if (has(history, "purge", 0)) {
                call(history, "purge");
            } else {
                forget42(history);
            }
        });
    }

    /** 4.2 has no way to forget, and remembers what was taken back. */
    private static void forget42(Object history) {
        try {
            Field strategy = history.getClass().getDeclaredField("historyStrategy");
            strategy.setAccessible(true);
            Object kept = strategy.get(history);
            Field messages = kept.getClass().getDeclaredField("history");
            messages.setAccessible(true);
            ((Collection<?>) messages.get(kept)).clear();
        } catch (ReflectiveOperationException e) {
            log.warn("This Openfire's rooms cannot be made to forget; who joins may see what was taken back", e);
        }
    }

    @Override
    public void destroy(String room, @Nullable String reason) {
        Object found = find(room);
        if (found != null) {
            Method destroy = method(found, "destroyRoom", JID.class, String.class);
            invoke(found, destroy, new Object[] {null, reason});
        }
    }

    @Override
    public IQ describe(IQ request) {
        return server.getIQDiscoInfoHandler().handleIQ(request);
    }

    @Override
    public Registration listen(Listener listener) {
        Events events = new Events(domain, listener);
        MUCEventDispatcher.addListener(events);
        return () -> MUCEventDispatcher.removeListener(events);
    }

    private @Nullable MultiUserChatService service() {
        return server.getMultiUserChatManager().getMultiUserChatService(SERVICE);
    }

    private @Nullable Object find(String room) {
        MultiUserChatService service = service();
        return service == null ? null : service.getChatRoom(new JID(room).getNode());
    }

    private interface Finder {
        @Nullable Object find();
    }

    /** On 5.x a room is a copy out of the cluster's cache: changed under its lock, and put back. */
    private void locked(String room, Finder finder, Consumer<Object> change) {
        MultiUserChatService service = service();
        if (service == null) {
            return;
        }
        boolean copies = has(service, "syncChatRoom", 1);
        Lock lock = copies ? (Lock) call(service, "getChatRoomLock", new JID(room).getNode()) : null;
        if (lock != null) {
            lock.lock();
        }
        try {
            Object found = finder.find();
            if (found == null) {
                return;
            }
            change.accept(found);
            if (copies) {
                call(service, "syncChatRoom", found);
            }
        } finally {
            if (lock != null) {
                lock.unlock();
            }
        }
    }

    private static boolean has(Object target, String name, int parameters) {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == parameters) {
                return true;
            }
        }
        return false;
    }

    private static Method method(Object target, String name, Class<?>... parameters) {
        try {
            return target.getClass().getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw unknown(name, e);
        }
    }

    private static Object call(Object target, String name, @Nullable Object... arguments) {
        for (Method method : target.getClass().getMethods()) {
            if (!method.getName().equals(name) || method.getParameterCount() != arguments.length) {
                continue;
            }
            @Nullable Object[] fitting = fit(target, method.getParameterTypes(), arguments);
            if (fitting != null) {
                return invoke(target, method, fitting);
            }
        }
        throw unknown(name, null);
    }

    /** The arguments for these parameters; null where they do not fit. */
    private static @Nullable Object @Nullable [] fit(Object room, Class<?>[] parameters, @Nullable Object[] arguments) {
        @Nullable Object[] fitting = arguments.clone();
        for (int i = 0; i < parameters.length; i++) {
            @Nullable Object argument = arguments[i] == ITSELF ? itself(room, parameters[i]) : arguments[i];
            boolean fits = argument == null
                    ? !parameters[i].isPrimitive()
                    : parameters[i].isInstance(argument)
                            || (parameters[i] == boolean.class && argument instanceof Boolean)
                            || (parameters[i] == int.class && argument instanceof Integer);
            if (!fits) {
                return null;
            }
            fitting[i] = argument;
        }
        return fitting;
    }

    /** The room as the one who acts: an occupant of its own, or that one's affiliation. */
    private static Object itself(Object room, Class<?> parameter) {
        Object self =
                has(room, "getSelfRepresentation", 0) ? call(room, "getSelfRepresentation") : call(room, "getRole");
        return parameter.isInstance(self) ? self : call(self, "getAffiliation");
    }

    @SuppressWarnings("NullAway") // A method without a result gives none, and nobody asks for it.
    private static Object invoke(Object target, Method method, @Nullable Object[] arguments) {
        try {
            // The room's own class need not be public, its methods are.
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("The room refused " + method.getName(), e.getCause());
        } catch (IllegalAccessException e) {
            throw unknown(method.getName(), e);
        }
    }

    private static IllegalStateException unknown(String method, @Nullable Throwable cause) {
        return new IllegalStateException("This Openfire's rooms know no fitting " + method, cause);
    }

    /** The server's events, in the words of both engines: 5.x gives some of them more to tell. */
    @SuppressWarnings({"EffectivelyPrivate", "UnusedMethod", "UnusedVariable"})
    private static final class Events implements MUCEventListener {
        private final String domain;
        private final Listener listener;

        Events(String domain, Listener listener) {
            this.domain = domain;
            this.listener = listener;
        }

        private boolean isOurs(JID room) {
            return domain.equals(room.getDomain());
        }

        @Override
        public void occupantJoined(JID room, JID user, String nickname) {
            if (isOurs(room)) {
                listener.joined(room.toBareJID(), user);
            }
        }

        @Override
        public void roomDestroyed(JID room) {
            if (isOurs(room)) {
                listener.destroyed(room.toBareJID());
            }
        }

        /** Called by 5.x. */
        public void roomDestroyed(long id, JID room) {
            roomDestroyed(room);
        }

        @Override
        public void roomCreated(JID room) {}

        /** Called by 5.x. */
        public void roomCreated(long id, JID room) {}

        /** Called by 5.x. */
        public void roomClearChatHistory(long id, JID room) {}

        @Override
        public void occupantLeft(JID room, JID user) {}

        /** Called by 5.x. */
        public void occupantLeft(JID room, JID user, String nickname) {}

        /** Called by 5.x. */
        public void occupantNickKicked(JID room, String nickname) {}

        @Override
        public void nicknameChanged(JID room, JID user, String oldNickname, String newNickname) {}

        @Override
        public void messageReceived(JID room, JID user, String nickname, Message message) {}

        @Override
        public void privateMessageRecieved(JID to, JID from, Message message) {}

        @Override
        public void roomSubjectChanged(JID room, JID user, String subject) {}
    }
}
