package im.hearth.core.openfire;

import im.hearth.core.web.WebOrigin;
import java.net.URI;
import org.jivesoftware.openfire.http.HttpBindManager;
import org.jivesoftware.util.JiveGlobals;
import org.jspecify.annotations.Nullable;

/** Where the server's own public web port is. */
public final class ServerWeb implements WebOrigin {
    private static final String NETWORK_INTERFACE = "network.interface";
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * The port with TLS at the server's domain; on a server that only listens on loopback, where nobody trusts its
     * certificate, the one without.
     */
    @Override
    public URI origin() {
        HttpBindManager web = HttpBindManager.getInstance();
        @Nullable String listensOn = JiveGlobals.getXMLProperty(NETWORK_INTERFACE);
        if (LOOPBACK.equals(listensOn)) {
            int port = URI.create(web.getHttpBindUnsecureAddress()).getPort();
            return URI.create("http://" + LOOPBACK + ":" + port);
        }
        URI address =
                URI.create(web.isHttpsBindActive() ? web.getHttpBindSecureAddress() : web.getHttpBindUnsecureAddress());
        return URI.create(address.getScheme() + "://" + address.getRawAuthority());
    }
}
