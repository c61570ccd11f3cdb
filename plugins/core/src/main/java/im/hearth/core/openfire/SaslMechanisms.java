package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;
import org.jivesoftware.openfire.net.SASLAuthentication;
import org.jivesoftware.openfire.sasl.Failure;
import org.jivesoftware.openfire.sasl.SaslFailureException;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jspecify.annotations.Nullable;

/**
 * SASL mechanisms for clients (RFC 6120, section 6) besides the server's own. The server finds them the way Java does:
 * by a security provider.
 */
public final class SaslMechanisms {
    /** What a security provider calls a service that makes the server's side of exchanges. */
    static final String TYPE = "SaslServerFactory";

    private final ClientSessions sessions;

    public SaslMechanisms(ClientSessions sessions) {
        this.sessions = sessions;
    }

    /** Begins an exchange with one client. */
    @FunctionalInterface
    public interface Mechanism {
        /**
         * The server's side of a new exchange.
         *
         * @param opened takes the id of the token session that opens this stream, once that is known
         */
        SaslServer begin(Consumer<String> opened);
    }

    /** The failure {@code account-disabled} (RFC 6120, section 6.5.1). */
    public static SaslException accountDisabled(String why) {
        return new SaslFailureException(Failure.ACCOUNT_DISABLED, why);
    }

    /** The failure {@code temporary-auth-failure} (RFC 6120, section 6.5.10). */
    static SaslException temporaryFailure(String why) {
        return new SaslFailureException(Failure.TEMPORARY_AUTH_FAILURE, why);
    }

    /** Offers a mechanism to clients. */
    public Registration add(String name, Mechanism mechanism) {
        Provider provider = new OneMechanism("Hearth " + name, name, new Factory(name, mechanism, sessions));
        Security.addProvider(provider);
        SASLAuthentication.addSupportedMechanism(name);
        return () -> {
            SASLAuthentication.removeSupportedMechanism(name);
            Security.removeProvider(provider.getName());
        };
    }

    /** A security provider of one mechanism. */
    static final class OneMechanism extends Provider {
        OneMechanism(String name, String mechanism, SaslServerFactory factory) {
            super(name, "1", "SASL mechanism " + mechanism);
            putService(new Service(this, TYPE, mechanism, factory.getClass().getName(), List.of(), Map.of()) {
                @Override
                public Object newInstance(@Nullable Object parameter) {
                    return factory;
                }
            });
        }
    }

    private record Factory(String name, Mechanism mechanism, ClientSessions sessions) implements SaslServerFactory {
        @Override
        public @Nullable SaslServer createSaslServer(
                String asked,
                String protocol,
                String serverName,
                @Nullable Map<String, ?> properties,
                @Nullable CallbackHandler callbacks) {
            // The server leaves the session of the client among the properties, under the name of its class.
            if (name.equals(asked)
                    && properties != null
                    && properties.get(LocalSession.class.getCanonicalName()) instanceof LocalClientSession client) {
                return mechanism.begin(tokenSession -> sessions.openedBy(client, tokenSession));
            }
            return null;
        }

        @Override
        public String[] getMechanismNames(@Nullable Map<String, ?> properties) {
            return new String[] {name};
        }
    }
}
