package im.hearth.core.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;
import org.jivesoftware.openfire.sasl.Failure;
import org.jivesoftware.openfire.sasl.SaslFailureException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mechanism lets everybody in by saying who they are; bob is refused all the same. */
final class LoginVetoTest {
    private static final String MECHANISM = "X-TRUST";

    private final Provider trusting = new SaslMechanisms.OneMechanism("Trust", MECHANISM, new Trust());
    private @Nullable Registration veto;

    @BeforeEach
    void offer() {
        Security.addProvider(trusting);
    }

    @AfterEach
    void close() {
        if (veto != null) {
            veto.close();
        }
        Security.removeProvider("Trust");
    }

    private void refuse(Predicate<String> isRefused) {
        veto = LoginVeto.add(List.of(MECHANISM), isRefused);
    }

    private static @Nullable SaslServer begin() throws SaslException {
        return Sasl.createSaslServer(MECHANISM, "xmpp", "hearth.test", Map.of(), callbacks -> {});
    }

    private static SaslServer login(String username) throws SaslException {
        SaslServer server = begin();
        if (server == null) {
            throw new SaslException("Nobody offers the mechanism");
        }
        server.evaluateResponse(username.getBytes(StandardCharsets.UTF_8));
        return server;
    }

    @Test
    void whom_nobody_refuses_is_let_in() throws SaslException {
        refuse("bob"::equals);

        SaslServer login = login("alice");

        assertThat(login.isComplete()).isTrue();
        assertThat(login.getAuthorizationID()).isEqualTo("alice");
    }

    @Test
    void who_is_refused_is_told_no_more_than_for_a_wrong_password() {
        refuse("bob"::equals);

        assertThat(catchThrowableOfType(SaslException.class, () -> login("bob")))
                .isNotInstanceOf(SaslFailureException.class);
        assertThat(catchThrowableOfType(SaslException.class, () -> login("BOB@hearth.test")))
                .isNotNull();
    }

    @Test
    void while_nobody_can_say_whether_they_are_refused_they_are_asked_to_come_again() {
        refuse(username -> {
            throw Problem.unavailable("database-away", "The database is away.", null);
        });

        SaslFailureException failure = catchThrowableOfType(SaslFailureException.class, () -> login("alice"));

        assertThat(failure.getFailure()).isEqualTo(Failure.TEMPORARY_AUTH_FAILURE);
    }

    @Test
    void a_mechanism_that_nobody_else_offers_is_not_offered() throws SaslException {
        refuse("bob"::equals);
        Security.removeProvider("Trust");

        assertThat(begin()).isNull();
    }

    @Test
    void once_it_is_taken_out_all_are_let_in() throws SaslException {
        refuse("bob"::equals);
        if (veto != null) {
            veto.close();
        }

        assertThat(login("bob").isComplete()).isTrue();
    }

    private static final class Trust implements SaslServerFactory {
        @Override
        public SaslServer createSaslServer(
                String mechanism,
                String protocol,
                String serverName,
                @Nullable Map<String, ?> properties,
                @Nullable CallbackHandler callbacks) {
            return new Trusting();
        }

        @Override
        public String[] getMechanismNames(@Nullable Map<String, ?> properties) {
            return new String[] {MECHANISM};
        }
    }

    private static final class Trusting implements SaslServer {
        private @Nullable String username;

        @Override
        public String getMechanismName() {
            return MECHANISM;
        }

        @Override
        public byte[] evaluateResponse(byte[] response) {
            username = new String(response, StandardCharsets.UTF_8);
            return new byte[0];
        }

        @Override
        public boolean isComplete() {
            return username != null;
        }

        @Override
        public @Nullable String getAuthorizationID() {
            return username;
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            return incoming;
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            return outgoing;
        }

        @Override
        public @Nullable Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {}
    }
}
