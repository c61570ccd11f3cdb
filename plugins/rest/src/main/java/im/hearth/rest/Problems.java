package im.hearth.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.NotAllowedException;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.glassfish.hk2.api.MultiException;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.glassfish.jersey.server.ParamException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every failure as {@code application/problem+json}, and logs those that are our fault. */
final class Problems implements ExceptionMapper<Throwable> {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final Kind[] KINDS = Kind.values();

    private final ObjectMapper mapper;

    Problems(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        Throwable failure = meant(thrown);
        if (failure instanceof WebApplicationException answer
                && answer.getResponse().getStatusInfo().getFamily() == Response.Status.Family.REDIRECTION) {
            return answer.getResponse();
        }
        if (failure instanceof NotAllowedException refused) {
            Response.ResponseBuilder response = response(Problem.of(
                    Kind.METHOD_NOT_ALLOWED, "This path does not take that method; the header Allow says which."));
            return response.allow(refused.getResponse().getAllowedMethods()).build();
        }
        if (failure instanceof WebApplicationException answer && kind(answer) == null) {
            Response.StatusType status = answer.getResponse().getStatusInfo();
            ProblemBody body = ProblemBody.of(status.getStatusCode(), status.getReasonPhrase());
            return Response.status(status)
                    .type(ProblemBody.MEDIA_TYPE)
                    .entity(body)
                    .build();
        }
        return response(problem(failure)).build();
    }

    private static Response.ResponseBuilder response(Problem problem) {
        Response.ResponseBuilder response = Response.status(problem.kind().status())
                .type(ProblemBody.MEDIA_TYPE)
                .entity(ProblemBody.of(problem));
        problem.retryAfter().ifPresent(time -> response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(time)));
        return response;
    }

    /** Writes a failure outside of Jersey; does nothing where an answer is under way. */
    void write(HttpServletResponse response, Exchange exchange, Throwable failure) throws IOException {
        Problem problem = problem(
                failure instanceof ServletException && failure.getCause() != null ? failure.getCause() : failure);
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.kind().status());
        problem.retryAfter()
                .ifPresent(time -> response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wholeSeconds(time))));
        if (problem.kind() == Kind.UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(exchange));
        }
        if (problem.kind() == Kind.TOO_LARGE) {
            // The rest of the body is not read.
            response.setHeader("Connection", "close");
        }
        byte[] body = mapper.writeValueAsBytes(ProblemBody.of(problem).withRequestId(exchange.requestId()));
        response.setContentType(ProblemBody.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** The challenge of a 401 (RFC 6750, section 3): a bad token is named as such, no token at all is not. */
    static String challenge(Exchange exchange) {
        return exchange.hasBadToken()
                ? "Bearer realm=\"hearth\", error=\"invalid_token\", "
                        + "error_description=\"The access token is forged, expired or revoked\""
                : "Bearer realm=\"hearth\"";
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof Problem problem) {
            if (problem.kind() == Kind.INTERNAL) {
                log.error("A request failed", problem);
            }
            return problem;
        }
        if (failure instanceof ParamException.QueryParamException wrong) {
            return Problem.invalid(List.of(new FieldError(wrong.getParameterName(), "has a value of the wrong type")));
        }
        if (failure instanceof ParamException.HeaderParamException wrong) {
            return Problem.of(Kind.BAD_REQUEST, "The header " + wrong.getParameterName() + " has a wrong value.");
        }
        if (failure instanceof WebApplicationException answer) {
            Kind kind = kind(answer);
            if (kind != null && kind != Kind.INTERNAL) {
                return Problem.of(kind, detail(kind));
            }
        }
        if (failure instanceof HeaderValueException header
                && header.getContext() == HeaderValueException.Context.INBOUND) {
            return Problem.of(Kind.BAD_REQUEST, "A header of the request cannot be read.");
        }
        if (goneAway(failure)) {
            log.debug("A client went away", failure);
            return Problem.of(Kind.BAD_REQUEST, "The request was cut off.");
        }
        log.error("A request failed", failure);
        return Problem.of(
                Kind.INTERNAL,
                "Something went wrong here. If it stays so, tell whoever runs this server the request id.");
    }

    /** What was thrown while HK2 made a bean of parameters, or the thing itself. */
    private static Throwable meant(Throwable thrown) {
        if (thrown instanceof MultiException several) {
            return several.getErrors().stream()
                    .filter(WebApplicationException.class::isInstance)
                    .findFirst()
                    .orElse(thrown);
        }
        return thrown;
    }

    private static boolean goneAway(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    /** The kind that has the answer's status; null where none has. */
    private static @Nullable Kind kind(WebApplicationException answer) {
        int status = answer.getResponse().getStatus();
        return Arrays.stream(KINDS)
                .filter(kind -> kind.status() == status)
                .findFirst()
                .orElse(null);
    }

    private static String detail(Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> "There is nothing at this path.";
            case NOT_ACCEPTABLE -> "This path answers in another media type than the header Accept asks for.";
            case UNSUPPORTED_TYPE -> "This path does not take a body of that media type; most take application/json.";
            case BAD_REQUEST -> "The request cannot be read.";
            default -> kind.title() + ".";
        };
    }

    private static long wholeSeconds(Duration time) {
        return Math.max(1, (time.toMillis() + 999) / 1000);
    }
}
