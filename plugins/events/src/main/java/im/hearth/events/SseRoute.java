package im.hearth.events;

import im.hearth.core.openfire.HttpConnections;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.RestRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/events/}: the events of who calls, as Server-Sent Events. */
final class SseRoute implements RestRoute {
    /** Each event is flushed: what the container would collect first (32 KiB for each stream) is never needed. */
    private static final int BUFFER = 1_024;

    private final EventStreams streams;

    SseRoute(EventStreams streams) {
        this.streams = streams;
    }

    @Override
    public void serve(Call call, HttpServletRequest request, HttpServletResponse response) {
        String token = call.accessToken();
        if (token == null) {
            throw Problem.of(Kind.UNAUTHORIZED, "Log in first: send Authorization: Bearer with an access token.");
        }
        Subscriber subscriber = streams.subscriber(token);
        Feed.Start start = streams.start(lastId(request));
        EventStream stream = streams.open(
                ended -> {
                    response.setContentType("text/event-stream");
                    response.setCharacterEncoding("UTF-8");
                    // nginx would keep events back until it has a buffer full of them.
                    response.setHeader("X-Accel-Buffering", "no");
                    response.setBufferSize(BUFFER);
                    AsyncContext context = request.startAsync();
                    context.setTimeout(0);
                    context.addListener(new Listener(ended));
                    SseOutlet outlet =
                            new SseOutlet(context, output(response), HttpConnections.dropping(request), ended);
                    outlet.start();
                    return outlet;
                },
                subscriber);
        streams.begin(stream, start);
    }

    /** The header that browsers send when they connect again, or the parameter: not all clients can set a header. */
    static @Nullable String lastId(HttpServletRequest request) {
        String header = request.getHeader("Last-Event-ID");
        return header == null || header.isBlank() ? blankIsNone(request.getParameter("last_event_id")) : header.strip();
    }

    private static ServletOutputStream output(HttpServletResponse response) {
        try {
            return response.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String blankIsNone(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private record Listener(Runnable ended) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            ended.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            ended.run();
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            ended.run();
            event.getAsyncContext().complete();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
