package im.hearth.phoneauth.codes;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables hearth_verification, and hearth_code_number: when a number may get its next code. */
public final class VerificationStore {
    private static final String COLUMNS =
            "id, phone_number, purpose, username, name, code_hash, reference, created_at, expires_at";

    /**
     * Where a number stands between codes.
     *
     * @param inARow how many codes went to it since one was last used
     * @param nextAt when it may get another one, epoch milliseconds
     */
    record Ladder(int inARow, long nextAt) {}

    int insert(Handle handle, Verification verification) {
        return handle.createUpdate("""
                        INSERT INTO hearth_verification
                            (id, phone_number, purpose, username, name, code_hash, reference, created_at, expires_at, checks)
                        VALUES (:id, :phone, :purpose, :username, :name, :hash, :reference, :created, :expires, 0)
                        """)
                .bind("id", verification.id())
                .bind("phone", verification.phoneNumber())
                .bind("purpose", verification.purpose().name())
                .bind("username", verification.username())
                .bind("name", verification.name())
                .bind("hash", verification.codeHash())
                .bind("reference", verification.reference())
                .bind("created", verification.createdAt().toEpochMilli())
                .bind("expires", verification.expiresAt().toEpochMilli())
                .execute();
    }

    Optional<Verification> find(Handle handle, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_verification WHERE id = :id")
                .bind("id", id)
                .map(VerificationStore::verification)
                .findOne();
    }

    /** The last one for a number that is neither used nor over. */
    Optional<Verification> findLast(Handle handle, String phoneNumber, long now) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_verification
                        WHERE phone_number = :phone AND used_at IS NULL AND expires_at > :now
                        ORDER BY created_at DESC, id DESC FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("phone", phoneNumber)
                .bind("now", now)
                .map(VerificationStore::verification)
                .findOne();
    }

    int setReference(Handle handle, String id, String reference) {
        return handle.createUpdate("UPDATE hearth_verification SET reference = :reference WHERE id = :id")
                .bind("id", id)
                .bind("reference", reference)
                .execute();
    }

    /** Keeps a code that the provider has approved, as one of ours. */
    int keepCode(Handle handle, String id, String hash) {
        return handle.createUpdate("UPDATE hearth_verification SET code_hash = :hash, reference = NULL WHERE id = :id")
                .bind("id", id)
                .bind("hash", hash)
                .execute();
    }

    /** Counts a check, if one is left; answers the rows changed. */
    int countCheck(Handle handle, String id, int most, long now) {
        return handle.createUpdate("""
                        UPDATE hearth_verification SET checks = checks + 1
                        WHERE id = :id AND checks < :most AND used_at IS NULL AND expires_at > :now
                        """)
                .bind("id", id)
                .bind("most", most)
                .bind("now", now)
                .execute();
    }

    int giveCheckBack(Handle handle, String id) {
        return handle.createUpdate("UPDATE hearth_verification SET checks = checks - 1 WHERE id = :id AND checks > 0")
                .bind("id", id)
                .execute();
    }

    /** Whether it is live but has no checks left. */
    boolean isWornOut(Handle handle, String id, int most, long now) {
        return handle.createQuery("""
                        SELECT 1 FROM hearth_verification
                        WHERE id = :id AND checks >= :most AND used_at IS NULL AND expires_at > :now
                        """)
                .bind("id", id)
                .bind("most", most)
                .bind("now", now)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    int use(Handle handle, String id, long now) {
        return handle.createUpdate("UPDATE hearth_verification SET used_at = :now WHERE id = :id AND used_at IS NULL")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    int delete(Handle handle, String id) {
        return handle.createUpdate("DELETE FROM hearth_verification WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    int deleteAll(Handle handle, String phoneNumber) {
        return handle.createUpdate("DELETE FROM hearth_verification WHERE phone_number = :phone")
                .bind("phone", phoneNumber)
                .execute();
    }

    Optional<Ladder> ladder(Handle handle, String phoneNumber) {
        return handle.createQuery("SELECT in_a_row, next_at FROM hearth_code_number WHERE phone_number = :phone")
                .bind("phone", phoneNumber)
                .map((row, context) -> new Ladder(row.getInt("in_a_row"), row.getLong("next_at")))
                .findOne();
    }

    int insertLadder(Handle handle, String phoneNumber, Ladder ladder) {
        return handle.createUpdate(
                        "INSERT INTO hearth_code_number (phone_number, in_a_row, next_at) VALUES (:phone, :row, :next)")
                .bind("phone", phoneNumber)
                .bind("row", ladder.inARow())
                .bind("next", ladder.nextAt())
                .execute();
    }

    /** Moves a number from one place to another; answers the rows changed: none if it was moved in the meantime. */
    int moveLadder(Handle handle, String phoneNumber, Ladder from, Ladder to) {
        return handle.createUpdate("""
                        UPDATE hearth_code_number SET in_a_row = :row, next_at = :next
                        WHERE phone_number = :phone AND in_a_row = :fromRow AND next_at = :fromNext
                        """)
                .bind("phone", phoneNumber)
                .bind("row", to.inARow())
                .bind("next", to.nextAt())
                .bind("fromRow", from.inARow())
                .bind("fromNext", from.nextAt())
                .execute();
    }

    int deleteLadder(Handle handle, String phoneNumber) {
        return handle.createUpdate("DELETE FROM hearth_code_number WHERE phone_number = :phone")
                .bind("phone", phoneNumber)
                .execute();
    }

    int purge(Handle handle, long expiredBefore) {
        return handle.createUpdate("DELETE FROM hearth_verification WHERE expires_at < :before")
                .bind("before", expiredBefore)
                .execute();
    }

    int purgeLadders(Handle handle, long nextBefore) {
        return handle.createUpdate("DELETE FROM hearth_code_number WHERE next_at < :before")
                .bind("before", nextBefore)
                .execute();
    }

    private static Verification verification(ResultSet row, StatementContext context) throws SQLException {
        return new Verification(
                row.getString("id"),
                row.getString("phone_number"),
                Purpose.valueOf(row.getString("purpose")),
                row.getString("username"),
                row.getString("name"),
                row.getString("code_hash"),
                row.getString("reference"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}
