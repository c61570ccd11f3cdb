package im.hearth.core.db;

import im.hearth.core.events.Event;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** One database transaction, and what is to be told once it has committed. */
public final class Transaction {
    private final Handle handle;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** The JDBI handle for the stores; its transaction is ours to end, not theirs. */
    public Handle handle() {
        return handle;
    }

    /** Publishes the event after the commit; never, if the transaction rolls back. */
    public void publish(Event event) {
        events.add(event);
    }

    /** Runs the task after the commit and before the events; never, if the transaction rolls back. */
    public void afterCommit(Runnable task) {
        afterCommit.add(task);
    }

    List<Runnable> tasks() {
        return afterCommit;
    }

    List<Event> events() {
        return events;
    }
}
