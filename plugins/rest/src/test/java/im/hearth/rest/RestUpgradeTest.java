package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.testing.SchemaUpgradeContract;
import java.util.List;

final class RestUpgradeTest extends SchemaUpgradeContract {
    RestUpgradeTest() {
        super("hearth-rest");
    }

    @Override
    protected List<String> rowsOfVersion1(Dialect dialect) {
        return List.of("INSERT INTO hearth_idempotency (id, fingerprint, created_at, leased_until)"
                + " VALUES ('id', 'fingerprint', 1, 2)");
    }

    @Override
    protected void read(Database upgraded) {
        assertThat(upgraded.<Boolean>read(
                        handle -> new IdempotencyStore().find(handle, "id").isPresent()))
                .isTrue();
    }
}
