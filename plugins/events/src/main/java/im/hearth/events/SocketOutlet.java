package im.hearth.events;

import im.hearth.core.web.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same events on a WebSocket: a JSON object a message. */
final class SocketOutlet implements Outlet {
    private final Socket socket;
    private final Deque<String> rest = new ArrayDeque<>();
    private @Nullable Runnable done;

    SocketOutlet(Socket socket) {
        this.socket = socket;
    }

    @Override
    public String event(@Nullable String id, String type, String json) {
        String place = id == null ? "" : "\"id\":\"" + id + "\",";
        return "{" + place + "\"type\":\"" + type + "\",\"data\":" + json + "}";
    }

    @Override
    public String heartbeat(String id) {
        return event(id, "heartbeat", "{}");
    }

    @Override
    public void write(List<String> frames, Runnable whenDone) {
        synchronized (this) {
            rest.addAll(frames);
            done = whenDone;
        }
        sendNext();
    }

    private void sendNext() {
        String frame;
        Runnable finished = null;
        synchronized (this) {
            frame = rest.poll();
            if (frame == null) {
                finished = done;
                done = null;
            }
        }
        if (frame != null) {
            socket.send(frame, this::sendNext);
        } else if (finished != null) {
            finished.run();
        }
    }

    @Override
    public void close(Farewell why) {
        if (why == Farewell.SLOW) {
            // A close frame would wait behind what is not read.
            socket.drop();
        } else {
            socket.close(why.code(), why.reason());
        }
    }
}
