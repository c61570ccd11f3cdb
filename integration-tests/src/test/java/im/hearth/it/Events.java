package im.hearth.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a stream has told so far, by whichever of the two doors. */
final class Events implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An event, or an answer on a WebSocket.
     *
     * @param data of an event; the whole frame, of an answer
     */
    record Event(@Nullable String id, String type, JsonNode data) {
        String text(String field) {
            return data.path(field).asText();
        }

        boolean isMessage(String event, String content) {
            return type.equals(event) && content.equals(text("content"));
        }
    }

    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable String lastId;
    private volatile int closeCode;
    private Runnable closer = () -> {};
    private @Nullable WebSocket socket;

    private Events() {}

    /** Opens {@code /api/events/}; returns once it is ready. */
    static Events sse(Person person, @Nullable String lastId) {
        Events events = new Events();
        try {
            var request = person.api().request("/api/events/").timeout(java.time.Duration.ofHours(1));
            if (lastId != null) {
                request.header("Last-Event-ID", lastId);
            }
            HttpResponse<InputStream> response =
                    person.api().client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("the stream was refused: " + response.statusCode() + " "
                        + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            InputStream in = response.body();
            events.closer = () -> {
                try {
                    in.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            };
            Thread thread = new Thread(() -> events.read(in), "events of " + person.username());
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        events.await(event -> event.type().equals("ready") || event.type().equals("reset"));
        return events;
    }

    private void read(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String type = "message";
            String data = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && data != null) {
                    queue.add(new Event(lastId, type, JSON.readTree(data)));
                    data = null;
                }
            }
        } catch (IOException e) {
            // The end of the stream, as the test will see.
        } finally {
            ended.countDown();
        }
    }

    /** Opens {@code /api/ws/} and says who it is in its first message; returns once it is ready. */
    static Events webSocket(Person person, @Nullable String lastId) {
        Events events = connect(person.hearth(), null, null);
        String from = lastId == null ? "" : ",\"last_event_id\":\"" + lastId + "\"";
        events.send("{\"type\":\"auth\",\"access\":\"" + person.access() + "\"" + from + "}");
        events.await(event -> event.type().equals("ready") || event.type().equals("reset"));
        return events;
    }

    /** Opens {@code /api/ws/}, maybe with a token, maybe from a page. */
    static Events connect(Hearth hearth, @Nullable String access, @Nullable String origin) {
        Events events = new Events();
        WebSocket.Builder builder = hearth.api().client().newWebSocketBuilder();
        if (access != null) {
            builder.header("Authorization", "Bearer " + access);
        }
        if (origin != null) {
            builder.header("Origin", origin);
        }
        URI address = URI.create(hearth.engine().webUrl().replaceFirst("http", "ws") + "/api/ws/");
        WebSocket open = builder.buildAsync(address, events.new Listener()).join();
        events.socket = open;
        events.closer = open::abort;
        return events;
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    JsonNode frame = JSON.readTree(text.toString());
                    String id = frame.path("id").asText(null);
                    lastId = id == null ? lastId : id;
                    boolean answer = frame.has("re");
                    queue.add(new Event(
                            id, answer ? "answer" : frame.path("type").asText(), answer ? frame : frame.path("data")));
                } catch (IOException e) {
                    throw new AssertionError("not JSON: " + text, e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            ended.countDown();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended.countDown();
        }
    }

    void send(String frame) {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("Server-Sent Events go one way");
        }
        CompletableFuture<WebSocket> sent = open.sendText(frame, true);
        sent.join();
    }

    /** The next event that the test wants; others are passed over. */
    Event await(Predicate<Event> wanted) {
        List<Event> others = new ArrayList<>();
        long end = System.nanoTime() + Hearth.PATIENCE.toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                Event event = queue.poll(left, TimeUnit.NANOSECONDS);
                if (event != null && wanted.test(event)) {
                    return event;
                }
                if (event != null) {
                    others.add(event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("never came; but: " + others);
    }

    /** The answer to what was sent under that id. */
    JsonNode answer(String re) {
        return await(event -> event.type().equals("answer") && event.text("re").equals(re))
                .data();
    }

    /** What has come and was not awaited. */
    List<Event> rest() {
        List<Event> rest = new ArrayList<>();
        queue.drainTo(rest);
        return rest;
    }

    /** Waits until the server has ended it; answers the close code of a WebSocket. */
    int awaitEnd() {
        try {
            if (!ended.await(Hearth.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the stream is still open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return closeCode;
    }

    @Nullable String lastId() {
        return lastId;
    }

    @Override
    public void close() {
        closer.run();
    }
}
