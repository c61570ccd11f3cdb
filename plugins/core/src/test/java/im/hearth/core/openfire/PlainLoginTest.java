package im.hearth.core.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jivesoftware.openfire.sasl.Failure;
import org.jivesoftware.openfire.sasl.SaslFailureException;
import org.jivesoftware.openfire.sasl.VerifyPasswordCallback;
import org.junit.jupiter.api.Test;

/** Bob is locked out, and alice is not; both have the password "secret". */
final class PlainLoginTest {
    /** As the server's: it verifies nobody who is locked out. */
    private static CallbackHandler server(String username) {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof VerifyPasswordCallback verifying) {
                    verifying.setVerified(
                            username.equals("alice") && new String(verifying.getPassword()).equals("secret"));
                } else if (callback instanceof AuthorizeCallback authorizing) {
                    authorizing.setAuthorized(true);
                    authorizing.setAuthorizedID(username);
                }
            }
        };
    }

    private static SaslServer login(String username) throws SaslException {
        PlainLogin.Factory factory =
                new PlainLogin.Factory("bob"::equals, (name, password) -> password.equals("secret"));
        return Objects.requireNonNull(
                factory.createSaslServer("PLAIN", "xmpp", "hearth.test", Map.of(), server(username)));
    }

    private static byte[] response(String username, String password) {
        return ('\0' + username + '\0' + password).getBytes(StandardCharsets.UTF_8);
    }

    private static SaslException refusal(String username, String password) {
        return catchThrowableOfType(
                SaslException.class, () -> login(username).evaluateResponse(response(username, password)));
    }

    @Test
    void who_is_not_locked_out_logs_in_by_the_password() throws SaslException {
        SaslServer login = login("alice");

        login.evaluateResponse(response("alice", "secret"));

        assertThat(login.isComplete()).isTrue();
        assertThat(login.getAuthorizationID()).isEqualTo("alice");
        assertThat(refusal("alice", "guess")).isNotInstanceOf(SaslFailureException.class);
    }

    @Test
    void who_is_locked_out_is_told_so_if_they_know_the_password() {
        SaslException refusal = refusal("bob", "secret");

        assertThat(refusal).isInstanceOf(SaslFailureException.class);
        assertThat(((SaslFailureException) refusal).getFailure()).isEqualTo(Failure.ACCOUNT_DISABLED);
        assertThat(refusal("bob", "guess")).isNotInstanceOf(SaslFailureException.class);
    }

    @Test
    void other_mechanisms_are_left_to_the_server() throws SaslException {
        PlainLogin.Factory factory = new PlainLogin.Factory("bob"::equals, (name, password) -> true);

        assertThat(factory.createSaslServer("SCRAM-SHA-1", "xmpp", "hearth.test", Map.of(), server("bob")))
                .isNull();
    }
}
