package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.problem.Problem;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Has the last word in a SASL exchange (RFC 6120, section 6) that would let somebody in: whom it refuses is told
 * {@code not-authorized}, as for a wrong password. The exchange itself is that of whoever else offers the mechanism.
 */
public final class LoginVeto {
    private LoginVeto() {}

    /**
     * Refuses people, by whichever of these mechanisms they come.
     *
     * @param isRefused of a username
     */
    public static Registration add(List<String> mechanisms, Predicate<String> isRefused) {
        Registrations registrations = new Registrations();
        for (String mechanism : mechanisms) {
            String name = "Hearth veto " + mechanism;
            Provider provider =
                    new SaslMechanisms.OneMechanism(name, mechanism, new Factory(name, mechanism, isRefused));
            // Java asks providers in their order.
            Security.insertProviderAt(provider, 1);
            registrations.add(() -> Security.removeProvider(name));
        }
        return registrations::close;
    }

    /**
     * Makes the server's side of an exchange from that of the next one who does.
     *
     * @param name of its own provider
     */
    private record Factory(String name, String mechanism, Predicate<String> isRefused) implements SaslServerFactory {
        @Override
        public @Nullable SaslServer createSaslServer(
                String asked,
                String protocol,
                String serverName,
                @Nullable Map<String, ?> properties,
                @Nullable CallbackHandler callbacks)
                throws SaslException {
            if (!mechanism.equals(asked)) {
                return null;
            }
            for (SaslServerFactory other : others()) {
                SaslServer server = other.createSaslServer(asked, protocol, serverName, properties, callbacks);
                if (server != null) {
                    return new Server(server, isRefused);
                }
            }
            return null;
        }

        @Override
        public String[] getMechanismNames(@Nullable Map<String, ?> properties) {
            return others().isEmpty() ? new String[0] : new String[] {mechanism};
        }

        private List<SaslServerFactory> others() {
            List<SaslServerFactory> others = new ArrayList<>();
            for (Provider provider : Security.getProviders()) {
                Provider.Service service = provider.getService(SaslMechanisms.TYPE, mechanism);
                if (service != null && !provider.getName().equals(name)) {
                    try {
                        others.add((SaslServerFactory) service.newInstance(null));
                    } catch (NoSuchAlgorithmException e) {
                        throw new IllegalStateException("A SASL provider does not do what it says", e);
                    }
                }
            }
            return others;
        }
    }

    private static final class Server extends ForwardingSaslServer {
        private final Predicate<String> isRefused;

        Server(SaslServer other, Predicate<String> isRefused) {
            super(other);
            this.isRefused = isRefused;
        }

        @Override
        public byte @Nullable [] evaluateResponse(byte[] response) throws SaslException {
            byte[] challenge = super.evaluateResponse(response);
            if (isComplete() && isRefused(getAuthorizationID())) {
                throw new SaslException("Somebody may not log in who knows how to.");
            }
            return challenge;
        }

        private boolean isRefused(@Nullable String authorized) throws SaslException {
            if (authorized == null) {
                return false;
            }
            int end = authorized.indexOf('@');
            String username = (end < 0 ? authorized : authorized.substring(0, end)).toLowerCase(Locale.ROOT);
            try {
                return isRefused.test(username);
            } catch (Problem away) {
                throw SaslMechanisms.temporaryFailure(away.detail());
            }
        }
    }
}
