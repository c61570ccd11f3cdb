package im.hearth.messages.mam;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.messages.Addresses;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.Draft;
import im.hearth.messages.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jdbi.v3.core.JdbiException;

/**
 * The rules of what people want in their archives, <a href="https://xmpp.org/extensions/xep-0441.html">XEP-0441</a>. They
 * are asked for every message, so what was read once is remembered for a minute: a change on another node takes that long.
 */
public final class ArchivePreferences implements ArchiveWriter.Keeping {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** How many people's preferences are remembered; most are none, which takes 200 bytes or so. */
    private static final int REMEMBERED_MOST = 20_000;

    private final Database database;
    private final Accounts accounts;
    private final PreferenceStore store;
    private final Addresses addresses;
    private final BiPredicate<String, String> rosters;
    private final Clock clock;
    private final Map<String, Remembered> remembered =
            Collections.synchronizedMap(new LinkedHashMap<String, Remembered>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                    return size() > REMEMBERED_MOST;
                }
            });

    private record Remembered(Preferences preferences, Instant until) {}

    /**
     * The preferences of people of this server.
     *
     * @param rosters whether the user of that name has that bare JID in the roster
     */
    public ArchivePreferences(
            Database database,
            Accounts accounts,
            PreferenceStore store,
            Addresses addresses,
            BiPredicate<String, String> rosters,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.addresses = addresses;
        this.rosters = rosters;
        this.clock = clock;
    }

    @Override
    public Kept of(Draft draft) {
        return Kept.by(keeps(draft.sender(), draft.receiver()), keeps(draft.receiver(), draft.sender()));
    }

    private boolean keeps(String owner, String peer) {
        if (!addresses.isHere(owner)) {
            return true;
        }
        Preferences preferences = of(owner);
        if (preferences.equals(Preferences.NONE)) {
            return true;
        }
        if (preferences.never().contains(peer)) {
            return false;
        }
        return preferences.always().contains(peer)
                || switch (preferences.fallback()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case ROSTER -> rosters.test(addresses.name(owner), peer);
                };
    }

    /** What somebody of this server prefers. */
    Preferences of(String owner) {
        Instant now = clock.instant();
        Remembered known = remembered.get(owner);
        if (known != null && known.until().isAfter(now)) {
            return known.preferences();
        }
        Preferences preferences =
                database.read(handle -> store.find(handle, owner)).orElse(Preferences.NONE);
        remember(owner, preferences);
        return preferences;
    }

    /**
     * Replaces what somebody prefers. It holds for what is said from now on.
     *
     * @throws Problem NOT_FOUND for who has left
     */
    void set(String owner, Preferences preferences) {
        try {
            put(owner, preferences);
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Another device of theirs was first to set any; the last one holds.
            put(owner, preferences);
        }
    }

    private void put(String owner, Preferences preferences) {
        database.write(transaction -> {
            accounts.requireHeld(transaction, addresses.name(owner));
            transaction.afterCommit(() -> remember(owner, preferences));
            return store.put(transaction.handle(), owner, preferences);
        });
    }

    private void remember(String owner, Preferences preferences) {
        remembered.remove(owner);
        remembered.put(owner, new Remembered(preferences, clock.instant().plus(REMEMBERED)));
    }

    /** Forgets what somebody preferred whose account is gone. */
    public void forget(AccountDeleted deleted) {
        String jid = addresses.jid(deleted.username());
        remembered.remove(jid);
        database.write(transaction -> store.delete(transaction.handle(), jid));
    }
}
