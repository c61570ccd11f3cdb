package im.hearth.rest;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletRequest;

/** Does something once a request has ended, be it served at once or asynchronously. */
final class Ending implements AsyncListener {
    private final Runnable task;
    private final AtomicBoolean done = new AtomicBoolean();

    private Ending(Runnable task) {
        this.task = task;
    }

    /** Runs the task now, or when the asynchronous part of the request is complete; once. */
    static void of(ServletRequest request, Runnable task) {
        Ending ending = new Ending(task);
        if (request.isAsyncStarted()) {
            try {
                request.getAsyncContext().addListener(ending);
                return;
            } catch (IllegalStateException e) {
                // It was complete by now: end it here.
            }
        }
        ending.end();
    }

    private void end() {
        if (done.compareAndSet(false, true)) {
            task.run();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // onComplete follows.
    }

    @Override
    public void onError(AsyncEvent event) {
        // onComplete follows.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
