package im.hearth.phoneauth.limits;

import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Transactions that insert a row unless it is there: the second of two at once begins anew and finds it. */
public final class Contention {
    private static final int ATTEMPTS = 20;

    private Contention() {}

    /** As {@code database.write}, again where the work met a row that somebody else had just inserted. */
    public static <T extends @Nullable Object> T write(Database database, Function<Transaction, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.write(work);
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !Database.isDuplicate(e)) {
                    throw e;
                }
            }
        }
    }
}
