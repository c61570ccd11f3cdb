package im.hearth.phoneauth.users;

import im.hearth.core.settings.Settings;
import im.hearth.core.web.WebOrigin;
import java.net.URI;

/** Where XMPP over WebSocket is: at the origin that the API was called at, unless the operator names another one. */
public final class WebSocketAddress {
    private static final String PATH = "/ws/";

    private final Settings settings;

    public WebSocketAddress(Settings settings) {
        this.settings = settings;
    }

    /** The address for a client that called the API there. */
    String of(URI called) {
        String named = settings.get(WebOrigin.PUBLIC_URL);
        URI origin = named.isEmpty() ? called : URI.create(named);
        String scheme = "https".equalsIgnoreCase(origin.getScheme()) ? "wss" : "ws";
        return scheme + "://" + origin.getRawAuthority() + PATH;
    }
}
