package im.hearth.phoneauth.sasl;

import im.hearth.core.openfire.SaslMechanisms;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.TokenCheck;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of OAUTHBEARER (RFC 7628): an access token logs in. After a bad one the client gets the reason as JSON,
 * answers with a single U+0001, and fails (section 3.2.3).
 */
public final class OAuthBearerServer implements SaslServer {
    public static final String MECHANISM = "OAUTHBEARER";

    private static final byte[] NOTHING = {};

    private enum State {
        BEGUN,
        REFUSED,
        DONE,
        FAILED
    }

    private final String domain;
    private final TokenCheck tokens;
    private final Consumer<String> opened;
    private State state = State.BEGUN;
    private @Nullable String username;

    /**
     * Begins an exchange.
     *
     * @param domain the XMPP domain, which an authorization identity may name
     * @param opened takes the token session that opens the stream
     */
    public OAuthBearerServer(String domain, TokenCheck tokens, Consumer<String> opened) {
        this.domain = domain;
        this.tokens = tokens;
        this.opened = opened;
    }

    @Override
    public String getMechanismName() {
        return MECHANISM;
    }

    @Override
    public byte @Nullable [] evaluateResponse(byte[] response) throws SaslException {
        if (state != State.BEGUN) {
            state = State.FAILED;
            throw new SaslException("The token was refused");
        }
        if (response.length == 0) {
            // The client kept its first words for after an empty challenge (RFC 4422, section 4).
            return NOTHING;
        }
        Optional<InitialResponse> said = InitialResponse.parse(response);
        if (said.isEmpty()) {
            return refuse("invalid_request");
        }
        Optional<Caller> caller = check(said.get().token());
        if (caller.isEmpty()
                || !isOwn(said.get().authorizationId(), caller.get().username())) {
            return refuse("invalid_token");
        }
        username = caller.get().username();
        state = State.DONE;
        opened.accept(caller.get().sessionId());
        return null;
    }

    @Override
    public boolean isComplete() {
        return state == State.DONE;
    }

    /** The username, once complete. */
    @Override
    public String getAuthorizationID() {
        String known = username;
        if (known == null) {
            throw new IllegalStateException("The exchange is not complete");
        }
        return known;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw new IllegalStateException("OAUTHBEARER has no security layer");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw new IllegalStateException("OAUTHBEARER has no security layer");
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String name) {
        return null;
    }

    @Override
    public void dispose() {
        username = null;
    }

    private byte[] refuse(String status) {
        state = State.REFUSED;
        return ("{\"status\":\"" + status + "\",\"schemes\":\"bearer\"}").getBytes(StandardCharsets.UTF_8);
    }

    private Optional<Caller> check(String token) throws SaslException {
        try {
            return Optional.of(tokens.check(token));
        } catch (Problem problem) {
            if (problem.kind() == Kind.UNAUTHORIZED) {
                return Optional.empty();
            }
            state = State.FAILED;
            if (problem.kind() == Kind.FORBIDDEN) {
                throw SaslMechanisms.accountDisabled(problem.detail());
            }
            throw new SaslException("The token cannot be checked now", problem);
        }
    }

    /** A token lets nobody act as somebody else. */
    private boolean isOwn(@Nullable String authorizationId, String tokenUser) {
        if (authorizationId == null) {
            return true;
        }
        String name = authorizationId.toLowerCase(Locale.ROOT);
        return name.equals(tokenUser) || name.equals(tokenUser + "@" + domain.toLowerCase(Locale.ROOT));
    }
}
