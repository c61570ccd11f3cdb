package im.hearth.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.media.Media;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.FakeFiles;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.SchemaUpgradeContract;
import im.hearth.reactions.emoticons.Emoticon;
import im.hearth.reactions.emoticons.EmoticonStore;
import im.hearth.reactions.emoticons.Emoticons;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

final class ReactionsUpgradeTest extends SchemaUpgradeContract {
    ReactionsUpgradeTest() {
        super("hearth-reactions");
    }

    @Override
    protected List<String> rowsOfVersion1(Dialect dialect) {
        return List.of(
                "INSERT INTO hearth_reaction (message_id, talk, username, emoji, created_at)"
                        + " VALUES (7, 'message', 'alice', '👍', 1000)",
                "INSERT INTO hearth_emoticon (owner, shortcut, media_id, created_at)"
                        + " VALUES ('alice', ':party:', 'pic', 1000)");
    }

    @Override
    protected void read(Database upgraded) {
        MutableClock clock = new MutableClock();
        FakeUsers users = new FakeUsers();
        users.ensure("alice", "secret", null, null);
        Accounts accounts =
                new Accounts(upgraded, new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
        Media media = new Media();
        media.keptBy(new FakeFiles());
        Emoticons emoticons = new Emoticons(
                upgraded, accounts, new EmoticonStore(), media, new Settings(Map.of(), new MemoryProperties()), clock);

        assertThat(upgraded.<List<Reaction>>read(handle -> new ReactionStore().of(handle, 7, "alice")))
                .extracting(Reaction::emoji)
                .containsExactly("👍");
        assertThat(emoticons.known("alice", List.of(":party:")))
                .hasEntrySatisfying(":party:", emoticon -> assertThat(emoticon)
                        .extracting(Emoticon::picture)
                        .isEqualTo("pic"));
    }
}
