package im.hearth.core.plugin;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one plugin has plugged in; closed in the reverse order when the plugin stops. */
public final class Registrations implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Registrations.class);

    private final Deque<Registration> open = new ArrayDeque<>();

    /** Keeps a registration until the plugin stops. */
    public synchronized void add(Registration registration) {
        open.push(registration);
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            Registration registration = open.pop();
            try {
                registration.close();
            } catch (RuntimeException e) {
                log.warn("Something that a plugin had plugged in could not be taken out; going on", e);
            }
        }
    }
}
