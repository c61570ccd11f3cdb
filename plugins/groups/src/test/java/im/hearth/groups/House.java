package im.hearth.groups;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.events.Event;
import im.hearth.core.events.Events;
import im.hearth.core.media.Media;
import im.hearth.core.people.People;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Talks;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import im.hearth.groups.chat.GroupArchive;
import im.hearth.groups.chat.GroupInbox;
import im.hearth.groups.chat.GroupMessageResource;
import im.hearth.groups.chat.GroupMessageStanzas;
import im.hearth.groups.chat.GroupMessageStore;
import im.hearth.groups.chat.GroupMessageViews;
import im.hearth.groups.chat.GroupMessages;
import im.hearth.groups.chat.GroupTalk;
import im.hearth.groups.chat.LiveGroupMessages;
import im.hearth.messages.Addresses;
import im.hearth.messages.Archive;
import im.hearth.messages.ArchiveStore;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.Attachments;
import im.hearth.messages.Inbox;
import im.hearth.messages.MessageStore;
import im.hearth.messages.Removal;
import im.hearth.messages.mam.MamArchive;
import im.hearth.messages.mam.MamStanzas;
import im.hearth.messages.mam.MamStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** The feature with everything that it stands on, for tests: alice, bob and carol live on hearth.test. */
public final class House implements AutoCloseable {
    public static final String DOMAIN = "hearth.test";
    public static final String ALICE = "alice@" + DOMAIN;
    public static final String BOB = "bob@" + DOMAIN;
    public static final String CAROL = "carol@" + DOMAIN;

    public final TestDatabase test = TestDatabase.with("hearth-core", "hearth-messages", "hearth-groups");
    public final Database database = test.database();
    public final MutableClock clock = new MutableClock();
    public final FakeUsers users = new FakeUsers();
    public final Talks talks = new Talks();
    public final Media media = new Media();
    public final Attachments attachments = new Attachments(media, talks);
    public final Settings settings = new Settings(Map.of(), new MemoryProperties());
    public final List<Event> events = new CopyOnWriteArrayList<>();
    public final List<Packet> routed = new CopyOnWriteArrayList<>();
    public final People people = new People();
    public final FakeRooms rooms = new FakeRooms();
    public final GroupStore store = new GroupStore();
    public final Pictures pictures;
    public final RoomKeeper keeper;
    public final Errands errands;
    public final Accounts accounts;
    public final Groups groups;
    public final ArchiveWriter writer;
    public final GroupInbox inbox;
    public final GroupMessages messages;
    public final GroupMessageStanzas gate;
    public final GroupMessageViews views;
    public final LiveGroupMessages live;
    public final GroupTalk talk;
    public final GroupStanzas stanzas;
    public final GroupResource resource;
    public final GroupMessageResource messageResource;

    public House() {
        for (String person : List.of("alice", "bob", "carol")) {
            users.ensure(person, "secret", null, null);
        }
        Attachments attachments = new Attachments(media, talks);
        Addresses addresses = new Addresses(DOMAIN, users);
        Events bus = test.events();
        bus.subscribe(Event.class, events::add);
        accounts = new Accounts(database, new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
        MessageStore messageStore = new MessageStore(database.dialect());
        ErrandStore errandStore = new ErrandStore();
        pictures = new Pictures(database, new PictureStore(), media);
        keeper = new RoomKeeper(database, store, rooms, addresses, pictures, routed::add);
        errands = new Errands(database, store, errandStore, keeper, addresses, routed::add, UUID::randomUUID, clock);
        groups = new Groups(
                database,
                store,
                errandStore,
                new Removal(messageStore, media, talks),
                pictures,
                keeper,
                errands,
                rooms,
                accounts,
                addresses,
                people,
                settings,
                UUID::randomUUID,
                clock);
        GroupMessageStore chat = new GroupMessageStore(database.dialect());
        writer = new ArchiveWriter(database, new ArchiveStore(), clock);
        Archive archive = new Archive(database, messageStore, writer, settings, new Events(), clock, media, talks);
        GroupArchive groupArchive = new GroupArchive(database, archive, writer, messageStore, chat, bus);
        inbox = new GroupInbox(database, messageStore, chat, groups, new Inbox(database, messageStore));
        messages = new GroupMessages(
                groups, groupArchive, inbox, rooms, addresses, attachments, settings, UUID::randomUUID);
        views = new GroupMessageViews(database, store, addresses, attachments, talks);
        live = new LiveGroupMessages(chat, messageStore, archive, addresses, views, talks);
        gate = new GroupMessageStanzas(
                groups, groupArchive, rooms, addresses, attachments, talks, settings, UUID::randomUUID);
        talk = new GroupTalk(messages, inbox, groups, addresses);
        stanzas = new GroupStanzas(
                groups,
                messages,
                new MamStanzas(new MamArchive(database, new MamStore(database.dialect())), DOMAIN, (to, message) -> {}),
                rooms,
                pictures);
        resource = new GroupResource(groups, inbox, views, addresses);
        messageResource = new GroupMessageResource(
                messages, inbox, groups, addresses, attachments, views, talks, media, settings);
    }

    /** A group of alice's. */
    public Group group(String... members) {
        return groups.create(ALICE, "Garden", null, List.of(members));
    }

    /** Somebody's client goes into the room. */
    public JID enter(Group group, String person) {
        JID occupant = new JID(person + "/phone");
        rooms.room(group.room()).occupants.put(occupant, new JID(person).getNode());
        return occupant;
    }

    /** A message to a room as a client sends it. */
    public static Message groupchat(JID from, Group group, String id, String body) {
        Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setFrom(from);
        message.setTo(group.room());
        message.setID(id);
        message.setBody(body);
        return message;
    }

    /** The facts of a kind that were published. */
    public <E extends Event> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        errands.close();
        writer.close();
        test.close();
    }
}
