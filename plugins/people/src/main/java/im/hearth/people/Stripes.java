package im.hearth.people;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Keeps two threads of this node from doing something to the same thing at once; two things seldom share a lock. */
public final class Stripes {
    private final ReentrantLock[] locks = new ReentrantLock[64];

    public Stripes() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Does the work while nobody else does any for that key. */
    public <T> T with(String key, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(key.hashCode(), locks.length)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #with(String, Supplier)}, without a result. */
    public void with(String key, Runnable work) {
        with(key, () -> {
            work.run();
            return true;
        });
    }
}
