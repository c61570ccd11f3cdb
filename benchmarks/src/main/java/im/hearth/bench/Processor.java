package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time that an engine and its database take. Where messages keep a machine busy, it says what they can be at
 * most, and it varies less than they do while the machine is shared with others.
 */
final class Processor {
    private final List<ProcessHandle> roots = new ArrayList<>();
    private final Map<Long, Duration> taken = new HashMap<>();

    Processor(EngineProcess engine, Ground ground) throws SQLException {
        roots.add(ProcessHandle.of(engine.pid()).orElseThrow());
        if (ground.isPostgresql()) {
            roots.add(server(ground));
        }
    }

    /** The process whose children serve one connection each. */
    private static ProcessHandle server(Ground ground) throws SQLException {
        try (Connection connection = ground.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow(() -> new SQLException("the database is not on this machine"));
        }
    }

    /** What they have taken so far; a process that is gone counts with what it was last seen to have taken. */
    Duration taken() {
        roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .forEach(
                        process -> process.info().totalCpuDuration().ifPresent(time -> taken.put(process.pid(), time)));
        return taken.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
