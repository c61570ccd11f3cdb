package im.hearth.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.SchemaUpgradeContract;
import java.security.SecureRandom;
import java.util.List;

final class AccountsUpgradeTest extends SchemaUpgradeContract {
    AccountsUpgradeTest() {
        super("hearth-core");
    }

    @Override
    protected List<String> rowsOfVersion1(Dialect dialect) {
        return List.of(
                "INSERT INTO hearth_account (username, phone_number, name, lower_name, email, created_at, last_used_at)"
                        + " VALUES ('alice', '+4917612345678', 'Alice', 'alice', 'alice@example.net', 1000, 2000)",
                "INSERT INTO hearth_account (username, created_at, last_used_at, deleted_at)"
                        + " VALUES ('zoe', 1000, 2000, 3000)",
                "INSERT INTO hearth_job (name, due_at, leased_until) VALUES ('a.job', 1, 2)");
    }

    @Override
    protected void read(Database upgraded) {
        FakeUsers users = new FakeUsers();
        users.ensure("zoe", "secret", null, null);
        Accounts accounts = new Accounts(
                upgraded, new AccountStore(), users, new FakeSessions(), new MutableClock(), new SecureRandom());

        assertThat(accounts.require("alice").phoneNumber()).isEqualTo("+4917612345678");
        assertThat(accounts.isGone("zoe")).isTrue();
        // What an earlier version did not finish.
        accounts.finishDeletions();
        assertThat(users.exists("zoe")).isFalse();
    }
}
