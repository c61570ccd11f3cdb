package im.hearth.phoneauth.tokens;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table hearth_signing_key. */
public final class SigningKeyStore {
    /**
     * A key pair as it is kept.
     *
     * @param publicKey JWK (RFC 7517)
     * @param sealedKey the JWK with the private part, sealed for this kid
     * @param createdAt epoch milliseconds
     * @param signsFrom from when it signs, epoch milliseconds
     */
    record Row(String kid, String publicKey, String sealedKey, long createdAt, long signsFrom) {}

    /** All keys, the one that came last first. */
    List<Row> all(Handle handle) {
        return handle.createQuery("""
                        SELECT kid, public_key, sealed_key, created_at, signs_from FROM hearth_signing_key
                        ORDER BY created_at DESC, kid DESC
                        """)
                .map((row, context) -> new Row(
                        row.getString("kid"),
                        row.getString("public_key"),
                        row.getString("sealed_key"),
                        row.getLong("created_at"),
                        row.getLong("signs_from")))
                .list();
    }

    int insert(Handle handle, Row key) {
        return handle.createUpdate("""
                        INSERT INTO hearth_signing_key (kid, public_key, sealed_key, created_at, signs_from)
                        VALUES (:kid, :public, :sealed, :created, :signs)
                        """)
                .bind("kid", key.kid())
                .bind("public", key.publicKey())
                .bind("sealed", key.sealedKey())
                .bind("created", key.createdAt())
                .bind("signs", key.signsFrom())
                .execute();
    }

    int delete(Handle handle, String kid) {
        return handle.createUpdate("DELETE FROM hearth_signing_key WHERE kid = :kid")
                .bind("kid", kid)
                .execute();
    }
}
