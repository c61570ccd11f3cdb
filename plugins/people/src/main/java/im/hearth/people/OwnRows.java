package im.hearth.people;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** Rows of which each person has one, once there is something to keep; they are locked to be changed. */
public final class OwnRows {
    private final Database database;
    private final Accounts accounts;

    public OwnRows(Database database, Accounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /** Makes sure that there is such a row; says no for who has left. */
    public boolean ensure(String username, Predicate<Handle> isThere, Consumer<Handle> insert) {
        if (database.read(isThere::test)) {
            return true;
        }
        try {
            return database.write(transaction -> {
                boolean held = accounts.hold(transaction, username);
                if (held) {
                    insert.accept(transaction.handle());
                }
                return held;
            });
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Somebody else did at the same moment: that is as good.
            return true;
        }
    }
}
