package im.hearth.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.StreamedBody;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.List;
import javax.annotation.Priority;
import javax.annotation.security.DenyAll;
import javax.annotation.security.PermitAll;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.SecurityContext;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a caller before every resource method, unless {@link PermitAll} says that anybody may; a bad token is as
 * good as none there, so that an app with an expired one can get another. {@link RolesAllowed} with
 * {@code "moderator"} asks for a moderator.
 */
@Priority(Priorities.AUTHENTICATION)
final class ResourceFilter implements ContainerRequestFilter, ContainerResponseFilter {
    static final String MODERATOR = "moderator";

    @Override
    public void filter(ContainerRequestContext request) {
        Exchange exchange = Exchange.of(request);
        ExtendedUriInfo uri = (ExtendedUriInfo) request.getUriInfo();
        exchange.matched(template(uri.getMatchedTemplates()));
        request.setSecurityContext(new CallerContext(
                exchange.caller(), request.getSecurityContext().isSecure()));

        ResourceMethod matched = uri.getMatchedResourceMethod();
        if (!"OPTIONS".equals(request.getMethod())) {
            // What Jersey answers OPTIONS by itself, the allowed methods, is no secret.
            Method method = matched.getInvocable().getHandlingMethod();
            admit(method, exchange);
            exchange.bound(isStreamed(method));
        }
    }

    private static void admit(Method method, Exchange exchange) {
        if (method.isAnnotationPresent(DenyAll.class)) {
            throw Problem.forbidden("Nobody may do this.");
        }
        if (isOpen(method)) {
            return;
        }
        Caller caller = exchange.needCaller();
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        if (roles == null) {
            roles = method.getDeclaringClass().getAnnotation(RolesAllowed.class);
        }
        if (roles != null && !(caller.moderator() && List.of(roles.value()).contains(MODERATOR))) {
            throw Problem.forbidden("Only a moderator may do this.");
        }
    }

    /** Whether a method reads its body as it comes. */
    static boolean isStreamed(Method method) {
        return method.isAnnotationPresent(StreamedBody.class);
    }

    /** Whether a method takes requests from anybody. */
    static boolean isOpen(Method method) {
        return method.isAnnotationPresent(PermitAll.class)
                || (method.getDeclaringClass().isAnnotationPresent(PermitAll.class)
                        && !method.isAnnotationPresent(RolesAllowed.class));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Exchange exchange = Exchange.of(request);
        if (response.getEntity() instanceof ProblemBody body) {
            response.setEntity(body.withRequestId(exchange.requestId()));
        }
        if (response.getStatus() == Kind.TOO_LARGE.status()) {
            // The rest of the body is not read.
            response.getHeaders().putSingle("Connection", "close");
        }
        if (response.getStatus() == Kind.UNAUTHORIZED.status()) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, Problems.challenge(exchange));
        }
    }

    private static String template(List<UriTemplate> innermostFirst) {
        StringBuilder path = new StringBuilder();
        for (int i = innermostFirst.size() - 1; i >= 0; i--) {
            path.append(innermostFirst.get(i).getTemplate());
        }
        // A resource may end where the path of its method begins.
        return path.toString().replace("//", "/");
    }

    private record CallerContext(@Nullable Caller caller, boolean secure) implements SecurityContext {
        @Override
        public @Nullable Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return MODERATOR.equals(role) && caller != null && caller.moderator();
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return caller == null ? null : "Bearer";
        }
    }
}
