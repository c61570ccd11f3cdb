package im.hearth.people.export;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy that somebody has asked for.
 *
 * @param touchedAt when it last came further: one that is running and does not any more was left by a node that is gone
 * @param done how many of the steps are done
 * @param mediaId the file, once it is ready
 * @param url where the file is read
 * @param size of the file, in bytes
 */
record Export(
        String username,
        State state,
        Instant askedAt,
        Instant touchedAt,
        int done,
        int steps,
        @Nullable String mediaId,
        @Nullable String url,
        @Nullable Long size,
        @Nullable Instant readyAt,
        @Nullable Instant expiresAt) {
    /** How far it is. */
    enum State {
        WAITING,
        RUNNING,
        READY,
        FAILED
    }

    static Export asked(String username, Instant now) {
        return new Export(username, State.WAITING, now, now, 0, 1, null, null, null, null, null);
    }

    boolean isUnderWay() {
        return state == State.WAITING || state == State.RUNNING;
    }

    /** How much of it is made, in percent. */
    int progress() {
        return state == State.READY ? 100 : done * 100 / Math.max(1, steps + 1);
    }
}
