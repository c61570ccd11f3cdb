package im.hearth.core.testing;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import java.security.SecureRandom;

/** Accounts on a database with the schema of core. */
public final class TestAccounts {
    private TestAccounts() {}

    /** Those of people with these usernames, and with nothing else. */
    public static Accounts of(TestDatabase database, String... usernames) {
        return of(database, new FakeUsers(), usernames);
    }

    /** As {@link #of(TestDatabase, String...)}, with these users of the server. */
    public static Accounts of(TestDatabase database, FakeUsers users, String... usernames) {
        Accounts accounts = new Accounts(
                database.database(),
                new AccountStore(),
                users,
                new FakeSessions(),
                new MutableClock(),
                new SecureRandom());
        for (String username : usernames) {
            database.database().write(transaction -> accounts.create(transaction, username, null, null));
        }
        return accounts;
    }
}
