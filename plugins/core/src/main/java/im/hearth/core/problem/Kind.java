package im.hearth.core.problem;

import org.xmpp.packet.PacketError;

/** The kinds of problems: an HTTP status (RFC 9110) and the stanza error that says the same (RFC 6120, 8.3.3). */
public enum Kind {
    BAD_REQUEST(400, "bad-request", "Bad request", PacketError.Condition.bad_request, PacketError.Type.modify),
    UNAUTHORIZED(401, "unauthorized", "Unauthorized", PacketError.Condition.not_authorized, PacketError.Type.auth),
    FORBIDDEN(403, "forbidden", "Forbidden", PacketError.Condition.forbidden, PacketError.Type.auth),
    NOT_FOUND(404, "not-found", "Not found", PacketError.Condition.item_not_found, PacketError.Type.cancel),
    METHOD_NOT_ALLOWED(
            405,
            "method-not-allowed",
            "Method not allowed",
            PacketError.Condition.feature_not_implemented,
            PacketError.Type.cancel),
    NOT_ACCEPTABLE(
            406, "not-acceptable", "Not acceptable", PacketError.Condition.not_acceptable, PacketError.Type.modify),
    CONFLICT(409, "conflict", "Conflict", PacketError.Condition.conflict, PacketError.Type.cancel),
    /** Against the state in which it is for good, so that no other try helps. */
    NOT_ALLOWED(409, "conflict", "Conflict", PacketError.Condition.not_allowed, PacketError.Type.cancel),
    TOO_LARGE(413, "too-large", "Too large", PacketError.Condition.not_acceptable, PacketError.Type.modify),
    UNSUPPORTED_TYPE(
            415,
            "unsupported-type",
            "Unsupported media type",
            PacketError.Condition.not_acceptable,
            PacketError.Type.modify),
    INVALID(422, "invalid", "Invalid fields", PacketError.Condition.bad_request, PacketError.Type.modify),
    TOO_OFTEN(429, "too-often", "Too often", PacketError.Condition.resource_constraint, PacketError.Type.wait),
    INTERNAL(500, "internal", "Internal error", PacketError.Condition.internal_server_error, PacketError.Type.cancel),
    UNAVAILABLE(
            503,
            "unavailable",
            "Temporarily unavailable",
            PacketError.Condition.internal_server_error,
            PacketError.Type.wait);

    private final int status;
    private final String slug;
    private final String title;
    private final PacketError.Condition condition;
    private final PacketError.Type type;

    Kind(int status, String slug, String title, PacketError.Condition condition, PacketError.Type type) {
        this.status = status;
        this.slug = slug;
        this.title = title;
        this.condition = condition;
        this.type = type;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The name of the kind in the RFC 9457 {@code type}. */
    public String slug() {
        return slug;
    }

    /** The RFC 9457 {@code title}. */
    public String title() {
        return title;
    }

    /** A new stanza error of this kind, with the text for people. */
    public PacketError stanzaError(String text) {
        return new PacketError(condition, type, text);
    }
}
