package im.hearth.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure as {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code urn:hearth:problem:SLUG}; what a program tells failures apart by
 * @param title the kind of failure, the same for every one of its status
 * @param status the HTTP status
 * @param detail what is wrong and what to do next, for people
 * @param errors the wrong fields; only for 422
 * @param requestId as in the header {@code X-Request-Id}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        List<FieldError> errors,
        @Nullable String requestId) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:hearth:problem:";

    static ProblemBody of(Problem problem) {
        Kind kind = problem.kind();
        return new ProblemBody(
                TYPE_PREFIX + problem.slug(), kind.title(), kind.status(), problem.detail(), problem.errors(), null);
    }

    /** A failure by a status that is no {@link Kind}. */
    static ProblemBody of(int status, String title) {
        return new ProblemBody(TYPE_PREFIX + "http-" + status, title, status, title + ".", List.of(), null);
    }

    ProblemBody withRequestId(String id) {
        return new ProblemBody(type, title, status, detail, errors, id);
    }
}
