package im.hearth.messages;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.db.Database;
import im.hearth.core.events.Event;
import im.hearth.core.events.Events;
import im.hearth.core.media.Media;
import im.hearth.core.people.People;
import im.hearth.core.rest.Caller;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Talks;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeTies;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import im.hearth.messages.conversations.ConversationResource;
import im.hearth.messages.conversations.ConversationSettingStore;
import im.hearth.messages.conversations.ConversationStore;
import im.hearth.messages.conversations.Conversations;
import im.hearth.messages.conversations.PeopleConversations;
import im.hearth.messages.mam.ArchivePreferences;
import im.hearth.messages.mam.PreferenceStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.ws.rs.core.SecurityContext;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The feature with everything that it stands on, for tests: alice, bob and carol live on hearth.test. */
public final class House implements AutoCloseable {
    public static final String DOMAIN = "hearth.test";
    public static final String ALICE = "alice@" + DOMAIN;
    public static final String BOB = "bob@" + DOMAIN;
    public static final String CAROL = "carol@" + DOMAIN;

    public final TestDatabase database = TestDatabase.with("hearth-core", "hearth-messages");
    public final MutableClock clock = new MutableClock();
    public final FakeUsers users = new FakeUsers();
    public final MemoryProperties properties = new MemoryProperties();
    public final Settings settings = new Settings(Map.of(), properties);
    public final List<Event> events = new CopyOnWriteArrayList<>();
    public final List<Message> delivered = new CopyOnWriteArrayList<>();
    public final Media media = new Media();
    public final Talks talks = new Talks();
    public final Attachments attachments = new Attachments(media, talks);
    public final Addresses addresses = new Addresses(DOMAIN, users);
    /** Who has blocked whom: nobody at first. */
    public final FakeTies ties = new FakeTies();

    public final Accounts accounts;
    public final MessageStore store;
    public final ArchivePreferences preferences;
    public final ArchiveWriter writer;
    public final Archive archive;
    public final Inbox inbox;
    public final Messages messages;
    public final MessageStanzas gate;
    public final MessageResource resource;
    public final Conversations conversations;
    public final ConversationResource conversationResource;
    public final Retention retention;
    public final WordIndex words;

    public House() {
        this(null);
    }

    House(@org.jspecify.annotations.Nullable Database other) {
        Database used = other == null ? database.database() : other;
        Events published = new Events();
        published.subscribe(Event.class, events::add);
        for (String person : List.of("alice", "bob", "carol")) {
            users.ensure(person, "secret", null, null);
        }
        store = new MessageStore(used.dialect());
        accounts = new Accounts(used, new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
        preferences =
                new ArchivePreferences(used, accounts, new PreferenceStore(), addresses, users::hasInRoster, clock);
        People people = new People();
        people.knownBy(ties);
        writer = new ArchiveWriter(
                used, new ArchiveStore(), new Barrier(preferences, people, addresses), clock, ArchiveMeters.none());
        archive = new Archive(used, store, writer, settings, published, clock, media, talks);
        inbox = new Inbox(used, store);
        MessageViews views = new MessageViews(addresses, attachments, talks);
        messages = new Messages(archive, inbox, addresses, delivered::add, attachments, settings, UUID::randomUUID);
        gate = new MessageStanzas(archive, addresses, attachments, talks, settings, UUID::randomUUID);
        resource = new MessageResource(messages, inbox, addresses, attachments, views, talks, media, settings);
        ConversationKinds kinds = new ConversationKinds();
        kinds.add(new PeopleConversations(used, new ConversationStore(), store, accounts, addresses, views::of));
        conversations = new Conversations(used, accounts, new ConversationSettingStore(), kinds, addresses, clock);
        conversationResource = new ConversationResource(conversations, addresses);
        retention = new Retention(used, store, media, talks, settings, clock);
        words = new WordIndex(used, new WordStore(used.dialect()));
    }

    /** Somebody at the REST door. */
    public static SecurityContext as(String username) {
        return new SecurityContext() {
            @Override
            public Caller getUserPrincipal() {
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

    /** A message as a client sends it. */
    public static Message chat(String from, String to, String id, String body) {
        Message message = new Message();
        message.setType(Message.Type.chat);
        message.setFrom(new JID(from + "/phone"));
        message.setTo(new JID(to));
        message.setID(id);
        message.setBody(body);
        return message;
    }

    /** The id that the archive of that person gave the message. */
    public static String stanzaId(Message message, String by) {
        return message.getElement().elements("stanza-id").stream()
                .filter(element -> by.equals(element.attributeValue("by")))
                .map(element -> element.attributeValue("id"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no stanza-id by " + by + " in " + message.toXML()));
    }

    /** How many rows the archive has. */
    public long rows() {
        return database.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_message")
                .mapTo(Long.class)
                .one());
    }

    /** The archived XML of a stanza. */
    public String archived(long id) {
        return database.database().read(handle -> store.stanza(handle, id)).orElseThrow();
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
