package im.hearth.phoneauth.tokens;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.ECKey;
import im.hearth.core.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code /.well-known/jwks.json}: the public keys (RFC 7517, section 5), for whoever checks our tokens elsewhere. */
public final class JwksServlet extends HttpServlet {
    /** Shorter than the notice that a new key gives. */
    private static final Duration CACHED = SigningKeys.NOTICE.dividedBy(2);

    private final transient SigningKeys keys;
    private final transient ObjectMapper json = new ObjectMapper();

    public JwksServlet(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<Map<String, Object>> published;
        try {
            published = keys.published().stream().map(ECKey::toJSONObject).toList();
        } catch (Problem problem) {
            response.setHeader("Retry-After", "5");
            response.setStatus(problem.kind().status());
            return;
        }
        byte[] body = json.writeValueAsBytes(Map.of("keys", published));
        response.setContentType("application/jwk-set+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "public, max-age=" + CACHED.toSeconds());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
