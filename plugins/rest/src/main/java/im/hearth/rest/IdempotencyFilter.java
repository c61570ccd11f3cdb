package im.hearth.rest;

import im.hearth.core.rest.Caller;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.annotation.Priority;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.glassfish.jersey.server.ExtendedUriInfo;

/**
 * Claims the Idempotency-Key of a POST that is about to be carried out, or gives the answer that it had. The servlet
 * keeps the answer: it sees all of it.
 */
@Priority(Priorities.USER)
final class IdempotencyFilter implements ContainerRequestFilter {
    private final Idempotency idempotency;

    IdempotencyFilter(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String key = request.getHeaderString(Idempotency.HEADER);
        if (key == null || !"POST".equals(request.getMethod())) {
            return;
        }
        Exchange exchange = Exchange.of(request);
        byte[] body = isStreamed(request) ? length(request) : whole(request);
        Optional<Idempotency.Answer> kept =
                idempotency.claim(key, who(exchange), target(request), body, exchange::claimed);
        kept.ifPresent(answer -> request.abortWith(replay(answer)));
    }

    private static boolean isStreamed(ContainerRequestContext request) {
        ExtendedUriInfo uri = (ExtendedUriInfo) request.getUriInfo();
        return ResourceFilter.isStreamed(
                uri.getMatchedResourceMethod().getInvocable().getHandlingMethod());
    }

    private static byte[] whole(ContainerRequestContext request) {
        byte[] body = BoundedRequest.readAll(request.getEntityStream());
        request.setEntityStream(new ByteArrayInputStream(body));
        return body;
    }

    /** What stands for a body that is too long to be read before it is carried out. */
    private static byte[] length(ContainerRequestContext request) {
        return ("length " + request.getHeaderString(HttpHeaders.CONTENT_LENGTH)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String who(Exchange exchange) {
        Caller caller = exchange.caller();
        return caller == null ? "address " + exchange.address().network() : "caller " + caller.username();
    }

    private static String target(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        return (path.endsWith("/") ? path : path + "/") + (query == null ? "" : "?" + query);
    }

    private static Response replay(Idempotency.Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status()).header("Idempotency-Replayed", "true");
        answer.headers().forEach(response::header);
        if (answer.body().length > 0) {
            response.entity(answer.body());
        }
        return response.build();
    }
}
