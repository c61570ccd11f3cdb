package im.hearth.it;

import java.nio.charset.StandardCharsets;
import javax.security.auth.callback.CallbackHandler;
import org.jivesoftware.smack.SASLAuthentication;
import org.jivesoftware.smack.sasl.SASLMechanism;

/** SASL OAUTHBEARER (RFC 7628) for Smack, which has none: the password of the configuration is the access token. */
public final class OauthBearer extends SASLMechanism {
    static final String NAME = "OAUTHBEARER";
    private static final char SEPARATOR = 1;

    static void register() {
        SASLAuthentication.registerSASLMechanism(new OauthBearer());
    }

    @Override
    protected void authenticateInternal(CallbackHandler handler) {
        throw new UnsupportedOperationException("a token is no callback");
    }

    @Override
    protected byte[] getAuthenticationText() {
        String text = "n,," + SEPARATOR + "auth=Bearer " + password + SEPARATOR + SEPARATOR;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected byte[] evaluateChallenge(byte[] challenge) {
        // RFC 7628, section 3.2.3: a client answers the error with a single separator, and the server fails it.
        return new byte[] {SEPARATOR};
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public int getPriority() {
        return 50;
    }

    @Override
    public void checkIfSuccessfulOrThrow() {
        // Nothing to check: the server says whether it took the token.
    }

    @Override
    protected SASLMechanism newInstance() {
        return new OauthBearer();
    }
}
