package im.hearth.core.db;

import im.hearth.core.events.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** One database transaction, and what is to be told once it has committed. */
public final class Transaction {
    private final Handle handle;
    private final Map<Class<?>, Object> attachments = new HashMap<>();
    private final List<Runnable> beforeCommit = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** The JDBI handle for the stores; its transaction is ours to end, not theirs. */
    public Handle handle() {
        return handle;
    }

    /** Something of that type that belongs to this transaction; made when it is first asked for. */
    public <T> T attached(Class<T> type, Supplier<T> make) {
        return type.cast(attachments.computeIfAbsent(type, key -> make.get()));
    }

    /** Publishes the event after the commit; never, if the transaction rolls back. */
    public void publish(Event event) {
        events.add(event);
    }

    /** Runs the task after the commit and before the events; never, if the transaction rolls back. */
    public void afterCommit(Runnable task) {
        afterCommit.add(task);
    }

    /**
     * Runs the task in the transaction once the work is done, right before the commit: for what holds a lock that others
     * wait for. If it throws, the transaction rolls back.
     */
    public void beforeCommit(Runnable task) {
        beforeCommit.add(task);
    }

    void finish() {
        beforeCommit.forEach(Runnable::run);
    }

    List<Runnable> tasks() {
        return afterCommit;
    }

    List<Event> events() {
        return events;
    }
}
