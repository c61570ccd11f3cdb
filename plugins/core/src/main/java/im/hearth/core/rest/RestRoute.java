package im.hearth.core.rest;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * A path of the REST door that answers GET with more than a body: a stream that stays open, or a WebSocket. It has gone
 * through what every request goes through: limits, headers, request id, and the check of the token if there was one.
 */
@FunctionalInterface
public interface RestRoute {
    /**
     * What is known about the request.
     *
     * @param caller who calls; null where nobody said
     * @param accessToken the caller's token; null for none
     * @param address where the request comes from
     * @param ownOrigin whether it comes from a page of this server or of an origin that the operator allows, or from no
     *     page of a browser at all
     * @param maxBody how long the body of a request may be, in bytes
     */
    record Call(
            @Nullable Caller caller,
            @Nullable String accessToken,
            ClientAddress address,
            boolean ownOrigin,
            int maxBody) {}

    /**
     * Answers, or starts to.
     *
     * @throws im.hearth.core.problem.Problem to refuse, as long as nothing was answered
     */
    void serve(Call call, HttpServletRequest request, HttpServletResponse response) throws IOException;
}
