package im.hearth.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.ClientAddress;
import im.hearth.core.rest.RestRoute;
import im.hearth.core.rest.TokenCheck;
import im.hearth.core.web.Leftover;
import im.hearth.rest.RestLimit.Rate;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** All of {@code /api}: what every request goes through, before and after the resources in Jersey. */
final class ApiServlet extends HttpServlet {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String ALLOWED = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private static final String REQUEST_ID = "request_id";

    private static final Logger access = LoggerFactory.getLogger("hearth.access");

    private final transient JerseyHost host;
    private final transient Problems problems;
    private final transient Supplier<TokenCheck> tokens;
    private final transient Function<String, Optional<RestRoute>> routes;
    private final transient RateLimiter limiter;
    private final transient Idempotency idempotency;
    private final transient Supplier<RestSettings> settings;
    private final transient RequestMeters meters;
    private final transient RandomGenerator random;

    ApiServlet(
            JerseyHost host,
            Problems problems,
            Supplier<TokenCheck> tokens,
            Function<String, Optional<RestRoute>> routes,
            RateLimiter limiter,
            Idempotency idempotency,
            Supplier<RestSettings> settings,
            RequestMeters meters,
            RandomGenerator random) {
        this.host = host;
        this.problems = problems;
        this.tokens = tokens;
        this.routes = routes;
        this.limiter = limiter;
        this.idempotency = idempotency;
        this.settings = settings;
        this.meters = meters;
        this.random = random;
    }

    @Override
    public void init() {
        host.start(getServletConfig());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long start = System.nanoTime();
        RestSettings now = settings.get();
        Exchange exchange = new Exchange(
                RequestId.of(request.getHeader(RequestId.HEADER), random),
                now.proxies().client(request));
        exchange.attach(request);
        MDC.put(REQUEST_ID, exchange.requestId());
        try {
            serve(exchange, now, request, response);
        } catch (ServletException | RuntimeException e) {
            fail(exchange, request, response, e);
        } finally {
            Ending.of(request, () -> log(exchange, request, response, start));
            MDC.remove(REQUEST_ID);
        }
    }

    private void serve(Exchange exchange, RestSettings now, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        headers(exchange, request, response);
        if (Cors.handle(now.corsOrigins(), request, response)) {
            return;
        }
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader("Allow", ALLOWED);
            throw Problem.of(Kind.METHOD_NOT_ALLOWED, "No path takes that method.");
        }
        RequestLine.check(request);
        identify(exchange, request.getHeader("Authorization"));
        limit(exchange, now);
        Optional<RestRoute> route = "GET".equals(request.getMethod()) ? routes.apply(path(request)) : Optional.empty();
        if (route.isPresent()) {
            serve(route.get(), exchange, now, request, response);
            return;
        }
        BoundedRequest bounded = new BoundedRequest(request, now.maxBody());
        exchange.carries(bounded);
        if (request.getHeader(Idempotency.HEADER) == null || !"POST".equals(request.getMethod())) {
            host.serve(bounded, response);
        } else {
            serveOnce(exchange, bounded, response);
        }
        if (response.getStatus() == Kind.TOO_LARGE.status()) {
            Leftover.drain(request);
        }
    }

    private static void serve(
            RestRoute route,
            Exchange exchange,
            RestSettings now,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        exchange.matched(path(request));
        if (request.getHeader("Authorization") != null) {
            exchange.needCaller();
        }
        String token = exchange.caller() == null ? null : bearer(request.getHeader("Authorization"));
        route.serve(
                new RestRoute.Call(
                        exchange.caller(),
                        token,
                        exchange.address(),
                        Cors.isOwn(now.corsOrigins(), request),
                        now.maxBody()),
                request,
                response);
    }

    private static String path(HttpServletRequest request) {
        return request.getPathInfo() == null ? "/" : request.getPathInfo();
    }

    /** Serves a POST whose answer is kept before it is given. */
    private void serveOnce(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        HeldResponse held = new HeldResponse(response);
        try {
            host.serve(request, held);
        } catch (RuntimeException | ServletException e) {
            problems.write(held, exchange, e);
        }
        Idempotency.Claim claim = exchange.claim();
        if (claim != null) {
            idempotency.finish(claim, held.answer());
        }
        held.release();
    }

    private void identify(Exchange exchange, @Nullable String authorization) {
        if (authorization == null) {
            return;
        }
        try {
            exchange.calledBy(tokens.get().check(bearer(authorization)));
        } catch (Problem e) {
            exchange.tokenRefused(e);
        }
    }

    private static String bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Problem.of(Kind.UNAUTHORIZED, "Send Authorization: Bearer with an access token.");
        }
        return authorization.substring(7).trim();
    }

    private void limit(Exchange exchange, RestSettings now) {
        if (exchange.caller() != null) {
            limiter.take(RestLimit.CALLER, exchange.caller().username(), now.rate(RestLimit.CALLER));
            return;
        }
        ClientAddress address = exchange.address();
        Rate rate = address.loopback() && now.exemptLoopback() ? Rate.OFF : now.rate(RestLimit.ADDRESS);
        limiter.take(RestLimit.ADDRESS, address.network(), rate);
    }

    private static void headers(Exchange exchange, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(RequestId.HEADER, exchange.requestId());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private void fail(Exchange exchange, HttpServletRequest request, HttpServletResponse response, Throwable failure)
            throws IOException {
        problems.write(response, exchange, failure);
        if (response.getStatus() == Kind.TOO_LARGE.status()) {
            Leftover.drain(request);
        }
    }

    private void log(Exchange exchange, HttpServletRequest request, HttpServletResponse response, long start) {
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "(other)";
        meters.served(method, exchange.route(), response.getStatus(), time);
        access.info(
                "{} {} {} {}ms {} {}",
                method,
                exchange.route(),
                response.getStatus(),
                time.toMillis(),
                exchange.caller() == null ? "-" : exchange.caller().username(),
                exchange.requestId());
    }
}
