package im.hearth.rest;

import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Cross-origin requests (Fetch standard, section 3.2): none unless the operator names origins. Credentials are never
 * allowed: tokens travel in {@code Authorization}, which the page itself sets.
 */
final class Cors {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, X-Request-Id";
    private static final String RESPONSE_HEADERS =
            "ETag, Idempotency-Replayed, Location, Retry-After, WWW-Authenticate, X-Request-Id";
    /** Two hours: the longest that Chromium keeps it. */
    private static final String MAX_AGE_SECONDS = "7200";

    private Cors() {}

    /**
     * Whether a request comes from a page of this server, or of an allowed origin, or from no page at all. What no CORS
     * guards, a WebSocket, asks this.
     */
    static boolean isOwn(Set<String> origins, HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null || origins.contains(origin) || origins.contains("*")) {
            return true;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(request.getHeader("Host"));
    }

    /** Adds what an allowed origin needs; says whether this was a preflight, which is answered by that. */
    static boolean handle(Set<String> origins, HttpServletRequest request, HttpServletResponse response) {
        if (origins.isEmpty()) {
            return false;
        }
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin == null || !(origins.contains(origin) || origins.contains("*"))) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
        if (!"OPTIONS".equals(request.getMethod()) || request.getHeader("Access-Control-Request-Method") == null) {
            response.setHeader("Access-Control-Expose-Headers", RESPONSE_HEADERS);
            return false;
        }
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
        response.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }
}
