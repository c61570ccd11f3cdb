package im.hearth.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code Idempotency-Key} promises: a POST that is sent again with its key is carried out once, and answered alike.
 *
 * <p>A key is claimed in the database before the POST is carried out, and its answer is kept before it is given. A
 * claim whose answer is missing is being carried out; once its lease is over, nobody knows whether it was (the server
 * died in between, or the database went away), and it is never carried out again: the caller looks whether it was, and
 * takes a new key. Answers of 5xx and 429 are not kept: the key is free again.
 *
 * <p>Keys count by caller, or by client address for those without a token. Of key, caller and request only keyed hashes
 * are stored; answers, which may hold tokens, are encrypted.
 */
final class Idempotency {
    static final String HEADER = "Idempotency-Key";
    static final Duration KEPT = Duration.ofHours(24);

    /** Longer than any request takes; then a claim without an answer is a riddle. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final int MOST_KEY = 255;
    private static final int ATTEMPTS = 3;
    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);

    private final Database database;
    private final IdempotencyStore store;
    private final SecretBox secrets;
    private final ObjectMapper mapper;
    private final Clock clock;

    Idempotency(Database database, IdempotencyStore store, SecretBox secrets, ObjectMapper mapper, Clock clock) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param headers those that belong to the answer: its type, where something was made
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** A key that is ours until the answer is known. */
    record Claim(String id) {}

    /**
     * Claims a key for a request.
     *
     * @param who the caller
     * @param request the path with the query
     * @return the kept answer of the first request; empty if this is the first one: then {@code claim} is called before
     * @throws Problem 422 for a key that is none, or was used with another request; 409 while the first one is being
     *     carried out, or if nobody knows whether it was
     */
    Optional<Answer> claim(String key, String who, String request, byte[] body, Claiming claiming) {
        if (!isKey(key)) {
            throw Problem.invalid(HEADER, "must be 1 to " + MOST_KEY + " printable ASCII characters");
        }
        String id = secrets.hash("idempotency-key", who + "\n" + key);
        String fingerprint =
                secrets.hash("idempotency-request", request + "\n" + new String(body, StandardCharsets.ISO_8859_1));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (insert(id, fingerprint)) {
                claiming.claimed(new Claim(id));
                return Optional.empty();
            }
            Optional<IdempotencyStore.Row> row = database.read(handle -> store.find(handle, id));
            if (row.isPresent()) {
                return Optional.of(answer(id, fingerprint, row.get()));
            }
            // The first one failed in between, and its key is free again.
        }
        throw Problem.conflict("idempotency-in-progress", "Another request with this key is being carried out.")
                .withRetryAfter(Duration.ofSeconds(1));
    }

    /** Takes a claim that was made. */
    interface Claiming {
        void claimed(Claim claim);
    }

    private boolean insert(String id, String fingerprint) {
        long now = clock.millis();
        try {
            database.write(tx -> {
                store.forgetOne(tx.handle(), id, now - KEPT.toMillis());
                store.insert(tx.handle(), id, fingerprint, now, now + LEASE.toMillis());
                return true;
            });
            return true;
        } catch (org.jdbi.v3.core.JdbiException e) {
            if (Database.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    private Answer answer(String id, String fingerprint, IdempotencyStore.Row row) {
        if (!row.fingerprint().equals(fingerprint)) {
            throw Problem.invalid(HEADER, "was used with another request; take a new key for each request");
        }
        if (row.answer() != null) {
            try {
                return mapper.readValue(secrets.unseal(context(id), row.answer()), Answer.class);
            } catch (IOException e) {
                throw new IllegalStateException("A kept answer cannot be read", e);
            }
        }
        if (clock.millis() < row.leasedUntil()) {
            throw Problem.conflict("idempotency-in-progress", "The first request with this key is being carried out.")
                    .withRetryAfter(Duration.ofSeconds(1));
        }
        throw Problem.conflict(
                "idempotency-unknown",
                "The first request with this key was cut off, and may or may not have been carried out. "
                        + "Look whether it was, then use a new key.");
    }

    /** Keeps the answer of a claim, or frees the key where the answer is not one to keep. */
    void finish(Claim claim, Answer answer) {
        try {
            database.write(tx -> {
                if (answer.status() >= 500 || answer.status() == 429) {
                    store.forget(tx.handle(), claim.id());
                } else {
                    store.keep(tx.handle(), claim.id(), sealed(claim, answer));
                }
                return true;
            });
        } catch (RuntimeException e) {
            // The caller gets this answer all the same; who asks again learns that it is unknown.
            log.warn("The answer to a request with an Idempotency-Key could not be kept", e);
        }
    }

    private String sealed(Claim claim, Answer answer) {
        try {
            return secrets.seal(context(claim.id()), mapper.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be kept", e);
        }
    }

    /** Forgets what is older than promised. */
    void purge() {
        database.write(tx -> store.purge(tx.handle(), clock.millis() - KEPT.toMillis()));
    }

    private static String context(String id) {
        return "idempotency:" + id;
    }

    private static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= MOST_KEY && key.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
