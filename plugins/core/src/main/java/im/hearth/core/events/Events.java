package im.hearth.core.events;

import im.hearth.core.db.Transaction;
import im.hearth.core.plugin.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells facts to whoever wants to know them, on this node, in the thread that published, after the commit.
 *
 * <p>A subscriber is quick: slow work goes into a queue of its own. One that fails does not keep the others from
 * hearing.
 */
public final class Events {
    private static final Logger log = LoggerFactory.getLogger(Events.class);

    private record Subscriber<E extends Event>(Class<E> type, Consumer<? super E> consumer) {
        void tell(Event event) {
            if (type.isInstance(event)) {
                consumer.accept(type.cast(event));
            }
        }
    }

    private record Insider<E extends Event>(Class<E> type, BiConsumer<Transaction, ? super E> consumer) {
        void tell(Transaction transaction, Event event) {
            if (type.isInstance(event)) {
                consumer.accept(transaction, type.cast(event));
            }
        }
    }

    private final List<Insider<?>> insiders = new CopyOnWriteArrayList<>();
    private final List<Subscriber<?>> subscribers = new CopyOnWriteArrayList<>();

    /** Subscribes to events of a type, its subtypes included. */
    public <E extends Event> Registration subscribe(Class<E> type, Consumer<? super E> consumer) {
        Subscriber<E> subscriber = new Subscriber<>(type, consumer);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    /**
     * Subscribes to events of a type at the end of the transaction that makes them true, for what is to be written with
     * them. One that throws rolls the transaction back.
     */
    public <E extends Event> Registration within(Class<E> type, BiConsumer<Transaction, ? super E> consumer) {
        Insider<E> insider = new Insider<>(type, consumer);
        insiders.add(insider);
        return () -> insiders.remove(insider);
    }

    /** Tells those who write something with a fact; {@code Database.write} does, before the commit. */
    public void within(Transaction transaction, Event event) {
        insiders.forEach(insider -> insider.tell(transaction, event));
    }

    /** Publishes a fact. Call it after the commit; {@code Transaction.publish} does. */
    public void publish(Event event) {
        for (Subscriber<?> subscriber : subscribers) {
            try {
                subscriber.tell(event);
            } catch (RuntimeException e) {
                log.error("A subscriber failed on {}", event.getClass().getSimpleName(), e);
            }
        }
    }
}
