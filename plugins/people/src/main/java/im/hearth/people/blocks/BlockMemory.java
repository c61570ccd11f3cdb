package im.hearth.people.blocks;

import im.hearth.core.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom people block, remembered: it is asked for every message. A change on this node is known at once, one on another node
 * after a few seconds.
 */
final class BlockMemory {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    /** How many people's blocks are remembered; most have none, which takes 200 bytes or so. */
    private static final int REMEMBERED_MOST = 20_000;

    private final Database database;
    private final BlockStore store;
    private final Clock clock;
    private final AtomicLong changes = new AtomicLong();
    private final Map<String, Remembered> remembered =
            Collections.synchronizedMap(new LinkedHashMap<String, Remembered>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                    return size() > REMEMBERED_MOST;
                }
            });

    /** That nobody blocks anybody; null where somebody does, or where it is not known. */
    private volatile @Nullable Instant nobodyUntil;

    private record Remembered(Set<String> blocked, Instant until) {}

    BlockMemory(Database database, BlockStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /** Whom somebody blocks. */
    Set<String> of(String owner) {
        Instant now = clock.instant();
        Remembered known = remembered.get(owner);
        if (known != null && known.until().isAfter(now)) {
            return known.blocked();
        }
        Instant nobody = nobodyUntil;
        if (nobody != null && nobody.isAfter(now)) {
            return Set.of();
        }
        return load(owner, now);
    }

    private Set<String> load(String owner, Instant now) {
        long before = changes.get();
        boolean isEmpty = database.read(store::isEmpty);
        Set<String> blocked = isEmpty
                ? Set.of()
                : database.read(handle -> store.of(handle, owner)).stream()
                        .map(Block::blocked)
                        .collect(Collectors.toUnmodifiableSet());
        Instant until = now.plus(REMEMBERED);
        synchronized (changes) {
            // What was read while somebody changed it may be of before.
            if (changes.get() == before) {
                nobodyUntil = isEmpty ? until : null;
                remembered.remove(owner);
                remembered.put(owner, new Remembered(blocked, until));
            }
        }
        return blocked;
    }

    /** Somebody's blocks have changed. */
    void forget(String owner) {
        synchronized (changes) {
            changes.incrementAndGet();
            nobodyUntil = null;
            remembered.remove(owner);
        }
    }
}
