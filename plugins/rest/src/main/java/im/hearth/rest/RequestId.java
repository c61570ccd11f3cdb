package im.hearth.rest;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The id of a request, for finding it in the log: the caller's own if it is harmless, else a new one. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    private static final int MOST = 64;

    private RequestId() {}

    /** The id to use, for what the header holds. */
    static String of(@Nullable String header, RandomGenerator random) {
        return header != null && isSane(header) ? header : Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }

    private static boolean isSane(String id) {
        if (id.isEmpty() || id.length() > MOST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
