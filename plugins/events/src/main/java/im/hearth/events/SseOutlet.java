package im.hearth.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-Sent Events (HTML standard, section 9.2), written without a thread that waits (Servlet 3.1, section 5.7): the
 * container calls when the connection takes more.
 */
final class SseOutlet implements Outlet, WriteListener {
    private static final Logger log = LoggerFactory.getLogger(SseOutlet.class);

    /** What is to be done next with the bytes at hand. */
    private enum Step {
        WRITE,
        FLUSH,
        DONE
    }

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable drop;
    private final Runnable whenGone;

    private byte[] bytes = {};
    private Step step = Step.DONE;
    private @Nullable Runnable done;
    private boolean open;
    private boolean closed;

    /**
     * An outlet; {@link #start} lets it write.
     *
     * @param drop drops the connection
     * @param whenGone runs when the reader has gone
     */
    SseOutlet(AsyncContext context, ServletOutputStream out, Runnable drop, Runnable whenGone) {
        this.context = context;
        this.out = out;
        this.drop = drop;
        this.whenGone = whenGone;
    }

    void start() {
        out.setWriteListener(this);
    }

    @Override
    public String event(@Nullable String id, String type, String json) {
        return (id == null ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: " + json + "\n\n";
    }

    @Override
    public String heartbeat(String id) {
        // Without data nothing is dispatched, but the reader's last event id moves on.
        return ": still here\nid: " + id + "\n\n";
    }

    @Override
    public void write(List<String> frames, Runnable whenDone) {
        Runnable finished;
        synchronized (this) {
            bytes = String.join("", frames).getBytes(StandardCharsets.UTF_8);
            done = whenDone;
            step = Step.WRITE;
            finished = open ? advance() : null;
        }
        run(finished);
    }

    @Override
    public void onWritePossible() {
        Runnable finished;
        synchronized (this) {
            open = true;
            finished = advance();
        }
        run(finished);
    }

    /** Goes as far as the connection lets it; answers what is to be run if all is on its way. */
    private @Nullable Runnable advance() {
        try {
            while (!closed && step != Step.DONE && out.isReady()) {
                if (step == Step.WRITE) {
                    step = Step.FLUSH;
                    out.write(bytes);
                } else {
                    step = Step.DONE;
                    out.flush();
                }
            }
            // After a flush that could not finish, the container calls again.
            if (closed || step != Step.DONE || done == null || !out.isReady()) {
                return null;
            }
            Runnable finished = done;
            done = null;
            bytes = new byte[0];
            return finished;
        } catch (IOException | IllegalStateException e) {
            log.debug("A reader has gone", e);
            return whenGone;
        }
    }

    private static void run(@Nullable Runnable task) {
        if (task != null) {
            task.run();
        }
    }

    @Override
    public void onError(Throwable failure) {
        log.debug("A reader has gone", failure);
        whenGone.run();
        complete();
    }

    @Override
    public void close(Farewell why) {
        boolean waits;
        synchronized (this) {
            waits = done != null;
        }
        if (waits) {
            // The end would wait behind what is not read.
            drop.run();
        }
        complete();
    }

    private void complete() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            context.complete();
        } catch (IllegalStateException e) {
            log.debug("A stream was over already", e);
        }
    }
}
