package im.hearth.reports;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.Suspensions;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.Event;
import im.hearth.core.events.Events;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Media;
import im.hearth.core.media.Portraits;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Talks;
import im.hearth.core.testing.FakeFiles;
import im.hearth.core.testing.FakeLockOuts;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import im.hearth.reports.moderation.Audit;
import im.hearth.reports.moderation.AuditStore;
import im.hearth.reports.moderation.BanStore;
import im.hearth.reports.moderation.Moderators;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;

/** The feature with everything that it stands on: alice, bob and carol live here, and mod moderates. */
public final class House implements AutoCloseable {
    public static final String DOMAIN = "hearth.test";
    public static final String BOBS_NUMBER = "+4917612345678";
    static final Caller ALICE = new Caller("alice", "s", false);
    static final Caller BOB = new Caller("bob", "s", false);
    public static final Caller MOD = new Caller("mod", "s", true);

    private final TestDatabase test = TestDatabase.with("hearth-core", "hearth-reports");
    public final Database database;
    public final MutableClock clock = new MutableClock();
    public final FakeUsers users = new FakeUsers();
    public final FakeSessions sessions = new FakeSessions();
    public final FakeLockOuts lockOuts = new FakeLockOuts(clock);
    public final Suspensions suspensions = new Suspensions(lockOuts, clock);
    public final Accounts accounts;
    public final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Told> told = new ArrayList<>();
    final FakeTalk talk = new FakeTalk(this);
    final FakeFiles files = new FakeFiles();
    final Map<String, Element> cards = new HashMap<>();
    final Reports reports;
    public final Moderators moderators;
    public final Audit audit;

    /** Something that streams show. */
    record Told(Collection<String> audience, String type, Object data) {}

    public House() {
        this(null);
    }

    /**
     * A house on another database, which stays when it closes.
     *
     * @param open from where it publishes to the database; null for one in memory
     */
    House(@Nullable Function<Events, Database> open) {
        Events bus = test.events();
        database = open == null ? test.database() : open.apply(bus);
        bus.subscribe(Event.class, events::add);
        accounts = new Accounts(database, new AccountStore(), users, sessions, clock, new SecureRandom());
        Settings settings = new Settings(Map.of(), new MemoryProperties());
        Media media = new Media();
        media.keptBy(files);
        media.drawnBy(new Drawing());
        files.upload("gate", "image/png", 17);
        Talks talks = new Talks();
        talks.add(talk);
        ConversationKinds kinds = new ConversationKinds();
        kinds.add(new FakeGroups());
        LiveEvents live = new LiveEvents();
        live.serve(new Streams());
        CommitClock ids = new CommitClock();
        audit = new Audit(database, new AuditStore(), ids, clock);
        Witness witness = new Witness(DOMAIN, talks, accounts, users, kinds, rooms(), media);
        PictureCopies pictures = new PictureCopies(media, username -> Optional.ofNullable(cards.get(username)), clock);
        reports = new Reports(
                database,
                accounts,
                new ReportStore(),
                ids,
                witness,
                pictures,
                audit,
                users,
                media,
                live,
                settings,
                clock);
        moderators = new Moderators(
                DOMAIN,
                database,
                new BanStore(),
                ids,
                audit,
                accounts,
                users,
                sessions,
                suspensions,
                talks,
                SecretBox.open(settings, new SecureRandom()),
                clock);
        suspensions.numbersKnownBy(moderators::ofNumber);
        bus.within(AccountDeleted.class, reports::forget);
        for (String person : List.of("alice", "bob", "carol", "mod")) {
            join(person);
        }
        users.promote("mod");
        events.clear();
    }

    private void join(String person) {
        database.write(transaction ->
                accounts.create(transaction, person, person.equals("bob") ? BOBS_NUMBER : null, "The " + person));
    }

    /** Somebody's vCard has a picture. */
    void portray(String username, String content) {
        Element card = DocumentHelper.createElement(QName.get("vCard", "vcard-temp"));
        card.addElement("PHOTO").addElement("BINVAL").setText(content);
        cards.put(username, card);
    }

    /** Believes that all is a picture that is Base64. */
    private static final class Drawing implements Portraits {
        @Override
        public Portrait cut(String field, IncomingFile file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Portrait check(String field, String content) {
            try {
                Base64.getDecoder().decode(content);
                return new Portrait(content, "image/png");
            } catch (IllegalArgumentException e) {
                throw Problem.invalid(field, "is no picture");
            }
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
        public void tell(Collection<String> usernames, String type, Object data) {}

        @Override
        public void log(Transaction transaction, Collection<String> audience, String type, Object data) {
            told.add(new Told(new TreeSet<>(audience), type, data));
        }
    }

    /** Rooms that say, if they are asked, that they are for plants. */
    private static Rooms rooms() {
        return (Rooms) Proxy.newProxyInstance(
                House.class.getClassLoader(),
                new Class<?>[] {Rooms.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "domain" -> "conference." + DOMAIN;
                    case "describe" -> describe((IQ) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static IQ describe(IQ question) {
        IQ answer = IQ.createResultIQ(question);
        Element form = answer.setChildElement("query", "http://jabber.org/protocol/disco#info")
                .addElement("x", "jabber:x:data");
        form.addElement("field")
                .addAttribute("var", "muc#roominfo_description")
                .addElement("value")
                .setText("We grow plants");
        return answer;
    }

    @Override
    public void close() {
        test.close();
    }
}
