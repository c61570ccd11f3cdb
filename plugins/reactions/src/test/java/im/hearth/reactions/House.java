package im.hearth.reactions;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.CommitClock;
import im.hearth.core.media.Media;
import im.hearth.core.notices.Notices;
import im.hearth.core.people.People;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Talks;
import im.hearth.core.testing.FakeFiles;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import im.hearth.reactions.emoticons.EmoticonMarks;
import im.hearth.reactions.emoticons.EmoticonStore;
import im.hearth.reactions.emoticons.Emoticons;
import java.util.Map;

/** The feature with everything that it stands on, for tests. */
public final class House implements AutoCloseable {
    static final String DOMAIN = "hearth.test";

    public final TestDatabase database = TestDatabase.with("hearth-core", "hearth-reactions");
    public final MemoryProperties properties = new MemoryProperties();
    public final MutableClock clock = new MutableClock();
    public final FakeUsers users = new FakeUsers();
    public final Accounts accounts = TestAccounts.of(database, users, "alice", "bob");
    public final FakeFiles files = new FakeFiles();
    public final Emoticons emoticons;
    final FakeChat chat = new FakeChat(database.database(), DOMAIN);
    final People people = new People();
    final Talks talks = new Talks();
    final Notices notices = new Notices();
    final Reactions reactions;
    final ReactionPart part;

    public House() {
        Settings settings = new Settings(Map.of(), properties);
        Media media = new Media();
        files.side = 64;
        media.keptBy(files);
        emoticons = new Emoticons(database.database(), accounts, new EmoticonStore(), media, settings, clock);
        reactions = new Reactions(
                database.database(),
                accounts,
                new CommitClock(),
                new ReactionStore(),
                new Emojis(emoticons),
                talks,
                notices,
                people,
                settings,
                DOMAIN);
        part = new ReactionPart(reactions, new EmoticonMarks(emoticons));
        talks.add(chat);
        talks.add(part);
        database.events().subscribe(AccountDeleted.class, reactions::forget);
        database.events().within(AccountDeleted.class, emoticons::forget);
    }

    /** Deletes somebody's account. */
    public void delete(String username) {
        accounts.delete(username);
    }

    @Override
    public void close() {
        database.close();
    }
}
