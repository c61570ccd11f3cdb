package im.hearth.core.openfire;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/** Another server's side of a SASL exchange, of which a subclass does something in its own way. */
abstract class ForwardingSaslServer implements SaslServer {
    private final SaslServer other;

    ForwardingSaslServer(SaslServer other) {
        this.other = other;
    }

    @Override
    public byte @Nullable [] evaluateResponse(byte[] response) throws SaslException {
        return other.evaluateResponse(response);
    }

    @Override
    public String getMechanismName() {
        return other.getMechanismName();
    }

    @Override
    public boolean isComplete() {
        return other.isComplete();
    }

    @Override
    public String getAuthorizationID() {
        return other.getAuthorizationID();
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) throws SaslException {
        return other.unwrap(incoming, offset, length);
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) throws SaslException {
        return other.wrap(outgoing, offset, length);
    }

    @Override
    public Object getNegotiatedProperty(String name) {
        return other.getNegotiatedProperty(name);
    }

    @Override
    public void dispose() throws SaslException {
        other.dispose();
    }
}
