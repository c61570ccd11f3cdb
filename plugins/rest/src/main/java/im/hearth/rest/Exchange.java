package im.hearth.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.ClientAddress;
import javax.servlet.ServletRequest;
import javax.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** What is known about one request while it is served. */
final class Exchange {
    private static final String ATTRIBUTE = "im.hearth.exchange";

    private final String requestId;
    private final ClientAddress address;
    private @Nullable Caller caller;
    private @Nullable Problem tokenRefused;
    private String route = "(none)";
    private @Nullable BoundedRequest body;
    private Idempotency.@Nullable Claim claim;

    Exchange(String requestId, ClientAddress address) {
        this.requestId = requestId;
        this.address = address;
    }

    static Exchange of(ServletRequest request) {
        return known(request.getAttribute(ATTRIBUTE));
    }

    static Exchange of(ContainerRequestContext request) {
        return known(request.getProperty(ATTRIBUTE));
    }

    private static Exchange known(@Nullable Object attribute) {
        if (attribute instanceof Exchange exchange) {
            return exchange;
        }
        throw new IllegalStateException("The request did not come through the API servlet");
    }

    void attach(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
        request.setAttribute(ClientAddress.ATTRIBUTE, address);
    }

    String requestId() {
        return requestId;
    }

    ClientAddress address() {
        return address;
    }

    /** Who calls; null for a request without a good token. */
    @Nullable Caller caller() {
        return caller;
    }

    void calledBy(Caller caller) {
        this.caller = caller;
    }

    /** The token was no good: what a method that needs a caller answers. */
    void tokenRefused(Problem problem) {
        this.tokenRefused = problem;
    }

    /** The caller's token was there, and was no good. */
    boolean hasBadToken() {
        return tokenRefused != null && tokenRefused.kind() == Kind.UNAUTHORIZED;
    }

    /**
     * Who calls.
     *
     * @throws Problem where nobody does: why the token was refused, or that there is none
     */
    Caller needCaller() {
        if (caller != null) {
            return caller;
        }
        if (tokenRefused != null) {
            throw tokenRefused;
        }
        throw Problem.of(Kind.UNAUTHORIZED, "Log in first: send Authorization: Bearer with an access token.");
    }

    /** The path's template, such as {@code /users/{user_id}/}; what may be logged of a path. */
    String route() {
        return route;
    }

    void matched(String template) {
        this.route = template;
    }

    void carries(BoundedRequest request) {
        this.body = request;
    }

    /** Lets a method read a body of any length, or bounds it. */
    void bound(boolean streamed) {
        if (body == null) {
            return;
        }
        if (streamed) {
            body.unbound();
        } else {
            body.check();
        }
    }

    /** The claim on an Idempotency-Key that this request holds. */
    Idempotency.@Nullable Claim claim() {
        return claim;
    }

    void claimed(Idempotency.Claim made) {
        this.claim = made;
    }
}
