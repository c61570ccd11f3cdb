package im.hearth.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.db.Database;
import im.hearth.core.health.HealthChecks;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.RestModule;
import im.hearth.core.rest.RestModules;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/** The REST host on a real web server, with whatever modules and settings a test gives it. */
final class Api implements AutoCloseable {
    static final String ALICE = "token-of-alice";
    static final String BOB = "token-of-bob";
    static final String MODERATOR = "token-of-mod";

    private static final int IDLE_MILLIS = 2_000;
    private static final Map<String, Caller> CALLERS = Map.of(
            ALICE, new Caller("alice", "s1", false),
            BOB, new Caller("bob", "s2", false),
            MODERATOR, new Caller("mod", "s3", true));

    final MutableClock clock = new MutableClock();
    final RestModules modules = new RestModules();
    final HealthChecks checks = new HealthChecks();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TestDatabase database = TestDatabase.with("hearth-rest");
    final MemoryProperties properties = new MemoryProperties();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = Json.mapper();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final RestHost host;

    private Api(Map<String, String> environment, @Nullable Database other, List<Object> resources) {
        checkTokens();
        modules.add(new RestModule("test", resources, Api.class.getResource("/openapi/things.json")));
        host = new RestHost(
                clock,
                new SecureRandom(),
                new Settings(environment, properties),
                new SecretBox(new byte[32], new SecureRandom()),
                other == null ? database.database() : other,
                modules,
                checks,
                meters,
                () -> false);
        modules.add(RestPlugin.module(host));

        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.setContextPath("/api");
        context.setAllowNullPathInfo(true);
        ServletHolder holder = new ServletHolder(host.servlet());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Api with(Object... resources) {
        return new Api(Map.of(), null, List.of(resources));
    }

    /** With settings, as environment variables: {@code HEARTH_REST_MAX_BODY}. */
    static Api with(Map<String, String> environment, Object... resources) {
        return new Api(environment, null, List.of(resources));
    }

    static Api on(Database database, Object... resources) {
        return new Api(Map.of(), database, List.of(resources));
    }

    /** Checks the tokens above. */
    void checkTokens() {
        modules.checkTokensWith(Api::check);
    }

    private static Caller check(String token) {
        Caller caller = CALLERS.get(token);
        if (caller == null) {
            throw Problem.of(Kind.UNAUTHORIZED, "This token is not good.");
        }
        return caller;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/api" + path);
    }

    int port() {
        return connector.getLocalPort();
    }

    int threads() {
        return server.getThreadPool().getThreads() - server.getThreadPool().getIdleThreads();
    }

    /** A request to a path by whoever has the token. */
    HttpRequest.Builder by(String token, String path) {
        return anonymous(path).header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    Answer get(String path) {
        return send(by(ALICE, path).GET());
    }

    Answer post(String path, String body, String... headers) {
        HttpRequest.Builder request = by(ALICE, path).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes as they are and gives all that comes back until the server closes. */
    String raw(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void purge() {
        host.purge();
    }

    /** Sends bytes and goes away without waiting for an answer. */
    void abort(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            host.close();
            database.close();
        }
    }

    /** An answer with its JSON. */
    record Answer(HttpResponse<String> response, ObjectMapper mapper) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return mapper.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(response.body(), e);
            }
        }

        /** The wrong fields with their messages: {@code "limit: must be from 1 to 200"}. */
        List<String> errors() {
            List<String> errors = new ArrayList<>();
            json().path("errors")
                    .forEach(error -> errors.add(error.path("field").asText() + ": "
                            + error.path("message").asText()));
            return errors;
        }

        String problem() {
            return json().path("type").asText();
        }
    }
}
