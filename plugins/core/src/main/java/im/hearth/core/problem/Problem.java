package im.hearth.core.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused or cannot be served now, with what its caller should know.
 *
 * <p>The rules throw it; each door says it in its own words: the REST door as {@code application/problem+json}
 * (RFC 9457), the XMPP door as a stanza error (RFC 6120, section 8.3). Its detail is shown to people: it says what to do
 * next, and holds no secret, no SQL and no class name.
 */
public final class Problem extends RuntimeException {
    private final Kind kind;
    private final String slug;
    private final List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    private Problem(
            Kind kind,
            String slug,
            String detail,
            List<FieldError> errors,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        // A refusal is an answer, not a fault: no stack trace unless something caused it.
        super(detail, cause, false, cause != null);
        this.kind = kind;
        this.slug = slug;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** A problem of a kind, named by the kind itself. */
    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, kind.slug(), detail, List.of(), null, null);
    }

    /**
     * A problem that callers may want to tell from others of its kind.
     *
     * @param slug lower-case words joined by hyphens, the last part of the RFC 9457 {@code type}; part of the contract
     */
    public static Problem of(Kind kind, String slug, String detail) {
        return new Problem(kind, slug, detail, List.of(), null, null);
    }

    /** 404: it is absent, or the caller may not know that it exists. */
    public static Problem notFound(String detail) {
        return of(Kind.NOT_FOUND, detail);
    }

    /** 403: known, but not allowed. */
    public static Problem forbidden(String detail) {
        return of(Kind.FORBIDDEN, detail);
    }

    /** 409: it stands against what is there already. */
    public static Problem conflict(String slug, String detail) {
        return of(Kind.CONFLICT, slug, detail);
    }

    /** 422: one field is wrong. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** 422: these fields are wrong. */
    public static Problem invalid(List<FieldError> errors) {
        String detail =
                errors.size() == 1 ? errors.get(0).sentence() : errors.size() + " fields are wrong; see errors.";
        return new Problem(Kind.INVALID, Kind.INVALID.slug(), detail, errors, null, null);
    }

    /** 429: too often; try again after that time. */
    public static Problem tooOften(Duration retryAfter, String detail) {
        return new Problem(Kind.TOO_OFTEN, Kind.TOO_OFTEN.slug(), detail, List.of(), retryAfter, null);
    }

    /** 503: something that we need is down; the cause is for the log only. */
    public static Problem unavailable(String slug, String detail, @Nullable Throwable cause) {
        return new Problem(Kind.UNAVAILABLE, slug, detail, List.of(), Duration.ofSeconds(5), cause);
    }

    /** The same problem, with the time after which the next try makes sense. */
    public Problem withRetryAfter(Duration time) {
        return new Problem(kind, slug, detail(), errors, time, getCause());
    }

    public Kind kind() {
        return kind;
    }

    /** The last part of the RFC 9457 {@code type}, such as {@code username-taken}. */
    public String slug() {
        return slug;
    }

    /** What is wrong and what to do next, for people. */
    public String detail() {
        String message = getMessage();
        return message == null ? kind.title() : message;
    }

    /** The wrong fields, for {@link Kind#INVALID}; empty otherwise. */
    public List<FieldError> errors() {
        return errors;
    }

    /** How long to wait before the next try. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
