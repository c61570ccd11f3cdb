package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.io.IOException;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;
import org.jivesoftware.openfire.sasl.SaslServerPlainImpl;
import org.jivesoftware.openfire.sasl.VerifyPasswordCallback;
import org.jspecify.annotations.Nullable;

/**
 * The server's own SASL PLAIN (RFC 4616), which says {@code account-disabled} (RFC 6120, section 6.5.1) to who is locked
 * out and knows the password. By itself it says {@code not-authorized}: both 4.2 and 5.1 look for lock-outs before they
 * look at the password. Whom it lets in, the server decides as before.
 */
public final class PlainLogin {
    private static final String PLAIN = "PLAIN";

    private PlainLogin() {}

    /**
     * Takes the place of the server's PLAIN, for clients.
     *
     * @param isLockedOut whether a username is locked out now
     * @param hasPassword whether a username has that password, locked out or not
     */
    public static Registration add(Predicate<String> isLockedOut, BiPredicate<String, String> hasPassword) {
        Provider provider =
                new SaslMechanisms.OneMechanism("Hearth PLAIN", PLAIN, new Factory(isLockedOut, hasPassword));
        // Java asks providers in their order, and the server's stands there already.
        Security.insertProviderAt(provider, 1);
        return () -> Security.removeProvider(provider.getName());
    }

    /** Makes the server's side of an exchange. */
    record Factory(Predicate<String> isLockedOut, BiPredicate<String, String> hasPassword)
            implements SaslServerFactory {
        @Override
        public @Nullable SaslServer createSaslServer(
                String mechanism,
                String protocol,
                String serverName,
                @Nullable Map<String, ?> properties,
                @Nullable CallbackHandler callbacks)
                throws SaslException {
            if (!PLAIN.equals(mechanism) || callbacks == null) {
                return null;
            }
            Watch watch = new Watch(callbacks, isLockedOut, hasPassword);
            return new Server(new SaslServerPlainImpl(protocol, serverName, properties, watch), watch);
        }

        @Override
        public String[] getMechanismNames(@Nullable Map<String, ?> properties) {
            return new String[] {PLAIN};
        }
    }

    /** Notes of whom the server did not verify a password whether that was for a lock-out alone. */
    private static final class Watch implements CallbackHandler {
        private final CallbackHandler server;
        private final Predicate<String> isLockedOut;
        private final BiPredicate<String, String> hasPassword;
        private boolean isDisabled;

        Watch(CallbackHandler server, Predicate<String> isLockedOut, BiPredicate<String, String> hasPassword) {
            this.server = server;
            this.isLockedOut = isLockedOut;
            this.hasPassword = hasPassword;
        }

        @Override
        public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
            server.handle(callbacks);
            String name = null;
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback asked) {
                    name = asked.getName() == null ? asked.getDefaultName() : asked.getName();
                } else if (callback instanceof VerifyPasswordCallback verifying && name != null) {
                    isDisabled = !verifying.getVerified()
                            && isLockedOut.test(name)
                            && hasPassword.test(name, new String(verifying.getPassword()));
                }
            }
        }
    }

    private static final class Server extends ForwardingSaslServer {
        private final Watch watch;

        Server(SaslServer plain, Watch watch) {
            super(plain);
            this.watch = watch;
        }

        @Override
        public byte @Nullable [] evaluateResponse(byte[] response) throws SaslException {
            try {
                return super.evaluateResponse(response);
            } catch (SaslException e) {
                if (watch.isDisabled) {
                    throw SaslMechanisms.accountDisabled("This account is locked out.");
                }
                throw e;
            }
        }
    }
}
