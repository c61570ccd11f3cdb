package im.hearth.people.settings;

import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.notices.Wishes;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;

/** The rules of settings, for both doors. */
public final class PersonalSettings implements Wishes {
    static final String CHANGED = "settings.changed";

    private final Database database;
    private final SettingsStore store;
    private final LiveEvents live;

    public PersonalSettings(Database database, SettingsStore store, LiveEvents live) {
        this.database = database;
        this.store = store;
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

    /** Changes what is in the change, and answers what is set then; two changes at once both hold. */
    Choices change(String username, SettingsChange change) {
        ensure(username);
        return database.write(transaction -> {
            store.lock(transaction.handle(), username);
            Choices before = store.find(transaction.handle(), username).orElse(Choices.DEFAULTS);
            Choices after = before.with(change);
            if (!after.equals(before)) {
                store.update(transaction.handle(), username, after);
                live.log(transaction, Set.of(username), CHANGED, SettingsView.of(after));
                transaction.publish(new SettingsChanged(username, before, after));
            }
            return after;
        });
    }

    /** Forgets what somebody has set who leaves. */
    public void forget(Transaction transaction, String username) {
        store.delete(transaction.handle(), username);
    }

    /** Makes sure that there is a row to be locked. */
    private void ensure(String username) {
        if (database.read(handle -> store.find(handle, username)).isPresent()) {
            return;
        }
        try {
            database.write(transaction -> store.insert(transaction.handle(), username, Choices.DEFAULTS));
        } catch (JdbiException e) {
            // Somebody else did at the same moment: that is as good.
            if (!Database.isDuplicate(e)) {
                throw e;
            }
        }
    }
}
