package im.hearth.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.openfire.WebSockets;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.RestCalls;
import im.hearth.core.rest.RestRoute;
import im.hearth.core.web.Socket;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/ws/}: the same events on a WebSocket, on which an app also sends what it would post. A browser cannot
 * set {@code Authorization} there: it says who it is in its first message; never in the address, which ends up in logs.
 */
final class SocketRoute implements RestRoute {
    /** So long somebody may be silent who has not said who they are. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How many such there may be. */
    private static final int STRANGERS_MOST = 500;

    private static final Set<String> FIELDS = Set.of("id", "type", "body", "idempotency_key");
    private static final Set<String> AUTH_FIELDS = Set.of("id", "type", "access", "last_event_id");
    private static final int LONGEST_ID = 64;

    private static final Logger log = LoggerFactory.getLogger(SocketRoute.class);

    private final EventStreams streams;
    private final LiveEvents live;
    private final WebSockets sockets;
    private final Supplier<RestCalls> calls;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Set<Conversation> strangers = ConcurrentHashMap.newKeySet();

    SocketRoute(
            EventStreams streams,
            LiveEvents live,
            WebSockets sockets,
            Supplier<RestCalls> calls,
            ObjectMapper mapper,
            Clock clock) {
        this.streams = streams;
        this.live = live;
        this.sockets = sockets;
        this.calls = calls;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public void serve(Call call, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!WebSockets.isUpgrade(request)) {
            response.setHeader("Upgrade", "websocket");
            throw Problem.of(Kind.BAD_REQUEST, "This path takes WebSockets only: send Upgrade: websocket.");
        }
        if (!call.ownOrigin()) {
            throw Problem.forbidden("Pages of this origin may not connect; hearth.rest.cors-origins names who may.");
        }
        if (call.accessToken() == null && strangers.size() >= STRANGERS_MOST) {
            throw Problem.unavailable("too-many-streams", "Too many wait to say who they are. Try again later.", null);
        }
        String lastId = SseRoute.lastId(request);
        Subscriber subscriber = call.accessToken() == null ? null : streams.subscriber(call.accessToken());
        Conversation conversation =
                new Conversation(call.address().text(), subscriber, lastId, clock.millis() + PATIENCE.toMillis());
        sockets.upgrade(request, response, conversation, call.maxBody());
    }

    /** Sends those away who do not say who they are. */
    void tick() {
        long now = clock.millis();
        strangers.forEach(stranger -> stranger.endIfSilentAt(now));
    }

    /** Sends those away who have not said who they are: the server stops. */
    void close() {
        strangers.forEach(stranger -> stranger.leave(Farewell.STOPPING));
    }

    /** What is said on one WebSocket. */
    private final class Conversation implements Socket.Listener {
        private final String peer;
        private final @Nullable Subscriber known;
        private final @Nullable String lastId;
        private final long patienceEnds;
        private volatile @Nullable Socket socket;
        private volatile @Nullable EventStream stream;

        Conversation(String peer, @Nullable Subscriber known, @Nullable String lastId, long patienceEnds) {
            this.peer = peer;
            this.known = known;
            this.lastId = lastId;
            this.patienceEnds = patienceEnds;
        }

        @Override
        public void opened(Socket opened) {
            socket = opened;
            if (known == null) {
                strangers.add(this);
                return;
            }
            try {
                begin(opened, known, lastId);
            } catch (Problem problem) {
                refuse(opened, null, problem);
            }
        }

        private void begin(Socket on, Subscriber subscriber, @Nullable String from) {
            Feed.Start start = streams.start(from);
            EventStream begun = streams.open(ended -> new SocketOutlet(on), subscriber);
            stream = begun;
            strangers.remove(this);
            streams.begin(begun, start);
        }

        @Override
        public void text(String message) {
            Socket on = socket;
            if (on == null) {
                return;
            }
            String id = null;
            try {
                JsonNode envelope = read(message);
                id = text(envelope, "id");
                if (id != null && id.length() > LONGEST_ID) {
                    id = null;
                    throw Problem.invalid("id", "has at most " + LONGEST_ID + " characters");
                }
                String type = text(envelope, "type");
                if (type == null) {
                    throw Problem.invalid("type", "is required");
                }
                if (type.equals("auth")) {
                    authenticate(on, id, envelope);
                } else {
                    post(id, type, envelope);
                }
            } catch (Problem problem) {
                refuse(on, id, problem);
            } catch (RuntimeException e) {
                log.error("Something that came on a WebSocket failed", e);
                refuse(on, id, Problem.of(Kind.INTERNAL, "Something went wrong here. Try again later."));
            }
        }

        private JsonNode read(String message) {
            try {
                JsonNode envelope = mapper.readTree(message);
                if (envelope != null && envelope.isObject()) {
                    return envelope;
                }
            } catch (JsonProcessingException e) {
                log.debug("Something came on a WebSocket that is not JSON");
            }
            throw Problem.of(
                    Kind.BAD_REQUEST, "Send a JSON object, such as {\"id\": \"1\", \"type\": …, \"body\": …}.");
        }

        private void authenticate(Socket on, @Nullable String id, JsonNode envelope) {
            requireKnown(envelope, AUTH_FIELDS);
            String access = text(envelope, "access");
            if (access == null) {
                throw Problem.invalid("access", "is required: an access token");
            }
            Subscriber subscriber = streams.subscriber(access);
            EventStream open = stream;
            if (open == null) {
                String from = text(envelope, "last_event_id");
                begin(on, subscriber, from == null ? lastId : from);
            } else if (open.username().equals(subscriber.username())) {
                open.renew(subscriber);
            } else {
                throw Problem.conflict("another-account", "This is the stream of another account. Open another one.");
            }
            if (id != null) {
                answer(id, 200, "{}");
            }
        }

        private void post(@Nullable String id, String type, JsonNode envelope) {
            EventStream open = stream;
            if (open == null) {
                throw Problem.of(Kind.UNAUTHORIZED, "Say first who you are: {\"type\": \"auth\", \"access\": \"…\"}.");
            }
            requireKnown(envelope, FIELDS);
            String path = live.pathOf(type)
                    .orElseThrow(() -> Problem.invalid(
                            "type",
                            "is none that can be sent here; these can: auth, " + String.join(", ", live.postTypes())));
            JsonNode body = envelope.get("body");
            if (body == null) {
                throw Problem.invalid("body", "is required");
            }
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Authorization", "Bearer " + open.subscriber().accessToken());
            String key = text(envelope, "idempotency_key");
            if (key != null) {
                headers.put("Idempotency-Key", key);
            }
            RestCalls.Answer answer = calls.get().post(path, headers, peer, body.toString());
            answer(id, answer.status(), answer.json());
        }

        private void answer(@Nullable String id, int status, String json) {
            EventStream open = stream;
            if (open != null) {
                open.say(frame(id, status, json));
            }
        }

        /** Answers what went wrong; who has not said who they are must come again. */
        private void refuse(Socket on, @Nullable String id, Problem problem) {
            EventStream open = stream;
            String frame = frame(id, problem.kind().status(), ProblemFrame.json(mapper, problem));
            if (open != null) {
                open.say(frame);
            } else {
                strangers.remove(this);
                on.send(
                        frame,
                        () -> on.close(Farewell.UNKNOWN.code(), problem.kind().title()));
            }
        }

        private String frame(@Nullable String id, int status, String json) {
            ObjectNode head = mapper.createObjectNode();
            head.put("re", id);
            head.put("status", status);
            String text = head.toString();
            return text.substring(0, text.length() - 1) + ",\"body\":" + (json.isBlank() ? "null" : json) + "}";
        }

        private void requireKnown(JsonNode envelope, Set<String> known) {
            for (Iterator<String> names = envelope.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!known.contains(name)) {
                    throw Problem.invalid(name, "is not a field of this message");
                }
            }
        }

        private @Nullable String text(JsonNode envelope, String field) {
            JsonNode value = envelope.get(field);
            if (value == null || value.isNull()) {
                return null;
            }
            if (!value.isTextual()) {
                throw Problem.invalid(field, "must be a string");
            }
            return value.textValue();
        }

        private void endIfSilentAt(long now) {
            if (now >= patienceEnds) {
                leave(Farewell.UNKNOWN);
            }
        }

        private void leave(Farewell why) {
            strangers.remove(this);
            Socket on = socket;
            if (on != null && stream == null) {
                on.close(why.code(), why.reason());
            }
        }

        @Override
        public void closed() {
            strangers.remove(this);
            EventStream open = stream;
            if (open != null) {
                open.gone();
            }
        }
    }
}
