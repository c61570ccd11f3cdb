package im.hearth.location;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.testing.SchemaUpgradeContract;
import java.util.List;

final class LocationUpgradeTest extends SchemaUpgradeContract {
    LocationUpgradeTest() {
        super("hearth-location");
    }

    @Override
    protected List<String> rowsOfVersion1(Dialect dialect) {
        return List.of(
                "INSERT INTO hearth_location (username, place, grain, updated_at, expires_at)"
                        + " VALUES ('alice', 'sealed', 0, 1, 2)",
                "INSERT INTO hearth_location_share (username, audience) VALUES ('alice', 'bob')",
                "INSERT INTO hearth_location_message (message, place) VALUES (7, 'sealed')");
    }

    @Override
    protected void read(Database upgraded) {
        for (String table : List.of("hearth_location", "hearth_location_share", "hearth_location_message")) {
            assertThat(upgraded.<Long>read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(1);
        }
    }
}
