package im.hearth.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

class OnPostgresqlTest extends WhatClientsDid {
    private @Nullable EmbeddedPostgres postgres;

    @Override
    EngineProcess start(Path data) throws IOException {
        EmbeddedPostgres started = EmbeddedPostgres.start();
        postgres = started;
        return EngineProcess.on(data)
                .db("postgresql://postgres:postgres@127.0.0.1:" + started.getPort() + "/postgres")
                .start();
    }

    @Override
    void stopDatabase() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }
}
