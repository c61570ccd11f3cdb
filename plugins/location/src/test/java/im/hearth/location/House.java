package im.hearth.location;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.events.live.Topics;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.People;
import im.hearth.core.people.Ties;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.rest.Caller;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import im.hearth.location.message.PlaceStore;
import im.hearth.location.message.Places;
import java.security.Principal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.ws.rs.core.SecurityContext;
import org.jdbi.v3.core.Handle;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The feature with everything that it stands on, for tests: people who live on hearth.test, their ties and groups. */
public final class House implements AutoCloseable {
    public static final String DOMAIN = "hearth.test";
    public static final String ROOMS = "conference." + DOMAIN;

    public final TestDatabase test = TestDatabase.with("hearth-core", "hearth-location");
    public final Database database = test.database();
    public final MutableClock clock = new MutableClock();
    public final MemoryProperties properties = new MemoryProperties();
    public final Settings settings = new Settings(Map.of(), properties);
    public final FakeUsers users = new FakeUsers();
    public final Accounts accounts = TestAccounts.of(test, users);
    public final FakeTies ties = new FakeTies();
    public final Map<String, Set<String>> groups = new HashMap<>();
    public final LiveEvents live = new LiveEvents();
    public final Vault vault = new Vault(new SecretBox(new byte[32], new SecureRandom()));
    public final List<Message> delivered = new CopyOnWriteArrayList<>();

    /** Resources that do not want to hear of places. */
    public final Set<JID> deaf = new HashSet<>();

    /** What the streams showed, as {@code type of user to people}. */
    public final List<String> told = new CopyOnWriteArrayList<>();

    public final Circles circles;
    public final Locations locations;
    public final LocationStanzas stanzas;
    public final Telling telling;
    public final LocationResource resource;
    public final Places places;

    public House() {
        for (String person : List.of("alice", "bob", "carol", "dave")) {
            users.ensure(person, "secret", null, null);
        }
        live.add(new FakeGroups());
        live.serve(new Streams());
        People people = new People();
        people.knownBy(ties);
        circles = new Circles(new Groups(database, live, ROOMS), people, DOMAIN);
        locations = new Locations(
                database, accounts, new LocationStore(), circles, vault, new Pace(clock), settings, clock);
        stanzas = new LocationStanzas(
                locations,
                circles,
                DOMAIN,
                username -> List.of(client(username)).stream()
                        .filter(resource -> !deaf.contains(resource))
                        .toList(),
                (resource, packet) -> delivered.add((Message) packet));
        telling = new Telling(locations, circles, List.of(stanzas, new LiveLocations(live)), Runnable::run);
        test.events().subscribe(LocationChanged.class, telling::changed);
        test.events().subscribe(LocationEnded.class, telling::ended);
        test.events().subscribe(TiesChanged.class, telling::changed);
        resource = new LocationResource(locations, circles, clock);
        places = new Places(database, new PlaceStore(), vault, accounts, new CommitClock(), DOMAIN);
    }

    public static JID client(String username) {
        return new JID(username, DOMAIN, "phone");
    }

    /** Makes a group with these members; answers its id. */
    public String group(String id, String... members) {
        groups.put(id + "@" + ROOMS, new HashSet<>(Set.of(members)));
        return id;
    }

    public void leave(String group, String username) {
        groups.getOrDefault(group + "@" + ROOMS, new HashSet<>()).remove(username);
    }

    public static SecurityContext as(String username) {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return new Caller(username, "session", false);
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }

            @Override
            public boolean isSecure() {
                return true;
            }

            @Override
            public String getAuthenticationScheme() {
                return "Bearer";
            }
        };
    }

    /** Whom the latest stanzas were for, by username, and what they said: {@code 48.2,16.37}, or nothing for an end. */
    public Map<String, String> heard() {
        Map<String, String> heard = new TreeMap<>();
        for (Message message : delivered) {
            var geoloc = message.getElement()
                    .element("event")
                    .element("items")
                    .element("item")
                    .element(Geoloc.ELEMENT);
            heard.put(
                    message.getTo().getNode(),
                    geoloc.elements().isEmpty() ? "" : geoloc.elementText("lat") + "," + geoloc.elementText("lon"));
        }
        delivered.clear();
        return heard;
    }

    @Override
    public void close() {
        test.close();
    }

    /** Friends and blocks, as {@code one other}. */
    public static final class FakeTies implements Ties {
        private final Set<String> friends = new HashSet<>();
        private final Set<String> blocks = new HashSet<>();
        private final Map<String, String> audiences = new HashMap<>();

        public void befriend(String one, String other) {
            friends.add(one + " " + other);
            friends.add(other + " " + one);
        }

        public void unfriend(String one, String other) {
            friends.remove(one + " " + other);
            friends.remove(other + " " + one);
        }

        public void block(String person, String other) {
            blocks.add(person + " " + other);
        }

        /** To whom a person shows their place: everyone, friends (as everybody does at first), or nobody. */
        public void show(String person, String audience) {
            audiences.put(person, audience);
        }

        @Override
        public boolean areFriends(String one, String other) {
            return friends.contains(one + " " + other);
        }

        @Override
        public boolean hasBlocked(String person, String other) {
            return blocks.contains(person + " " + other);
        }

        @Override
        public Set<String> blockersOf(String other, Collection<String> people) {
            return people.stream().filter(person -> hasBlocked(person, other)).collect(Collectors.toSet());
        }

        @Override
        public boolean shows(String person, Aspect aspect, String viewer) {
            return switch (audiences.getOrDefault(person, "friends")) {
                case "everyone" -> !hasBlocked(person, viewer);
                case "nobody" -> person.equals(viewer);
                default -> areFriends(person, viewer) && !hasBlocked(person, viewer);
            };
        }

        @Override
        public Set<String> showing(Collection<String> people, Aspect aspect, String viewer) {
            return people.stream()
                    .filter(person -> shows(person, aspect, viewer))
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<String> hiding(Collection<String> people, Aspect aspect) {
            return people.stream()
                    .filter(person -> "nobody".equals(audiences.get(person)))
                    .collect(Collectors.toSet());
        }
    }

    private final class FakeGroups implements Topics {
        @Override
        public Map<String, Long> of(Handle handle, String username) {
            return groups.entrySet().stream()
                    .filter(group -> group.getValue().contains(username))
                    .collect(Collectors.toMap(Map.Entry::getKey, group -> 1L));
        }

        @Override
        public Collection<String> followers(Handle handle, Collection<String> topics) {
            List<String> followers = new ArrayList<>();
            topics.forEach(room -> followers.addAll(groups.getOrDefault(room, Set.of())));
            return followers;
        }
    }

    private final class Streams implements LiveEvents.Streams {
        @Override
        public boolean hasStream(String username) {
            return false;
        }

        @Override
        public void wake(Collection<String> usernames) {}

        @Override
        public void look() {}

        @Override
        public void tell(Collection<String> usernames, String type, Object data) {
            told.add(type + " " + new TreeSet<>(usernames));
        }

        @Override
        public void log(
                im.hearth.core.db.Transaction transaction, Collection<String> audience, String type, Object data) {
            throw new AssertionError("a place has no place in the log of events");
        }
    }
}
