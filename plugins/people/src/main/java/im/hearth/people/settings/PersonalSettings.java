package im.hearth.people.settings;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.notices.Wishes;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.Problem;
import im.hearth.people.OwnRows;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The rules of settings, for both doors. */
public final class PersonalSettings implements Wishes {
    static final String CHANGED = "settings.changed";

    private final Database database;
    private final SettingsStore store;
    private final OwnRows rows;
    private final LiveEvents live;

    public PersonalSettings(Database database, SettingsStore store, Accounts accounts, LiveEvents live) {
        this.database = database;
        this.store = store;
        this.rows = new OwnRows(database, accounts);
        this.live = live;
    }

    /** What somebody has set; the defaults where they have set nothing. */
    public Choices of(String username) {
        return database.read(handle -> store.find(handle, username)).orElse(Choices.DEFAULTS);
    }

    @Override
    public Map<String, Wish> of(Collection<String> usernames) {
        return usernames.isEmpty() ? Map.of() : database.read(handle -> store.wishes(handle, usernames));
    }

    /**
     * Changes what is in the change, and answers what is set then; two changes at once both hold.
     *
     * @throws Problem NOT_FOUND for who has just left
     */
    Choices change(String username, SettingsChange change) {
        boolean isHere = rows.ensure(
                username,
                handle -> store.find(handle, username).isPresent(),
                handle -> store.insert(handle, username, Choices.DEFAULTS));
        if (!isHere) {
            throw Problem.notFound("There is no such user.");
        }
        return database.write(transaction -> {
            store.lock(transaction.handle(), username);
            Choices before = store.find(transaction.handle(), username).orElse(Choices.DEFAULTS);
            Choices after = before.with(change);
            if (!after.equals(before)) {
                store.update(transaction.handle(), username, after);
                live.log(transaction, Set.of(username), CHANGED, SettingsView.of(after));
                transaction.publish(new SettingsChanged(username, before, after));
                if (Arrays.stream(Aspect.values()).anyMatch(aspect -> before.shows(aspect) != after.shows(aspect))) {
                    transaction.publish(new TiesChanged(username, null));
                }
            }
            return after;
        });
    }

    /** Forgets what somebody has set who leaves. */
    public void forget(Transaction transaction, String username) {
        store.delete(transaction.handle(), username);
    }
}
