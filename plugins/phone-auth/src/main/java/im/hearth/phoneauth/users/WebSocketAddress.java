package im.hearth.phoneauth.users;

import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import java.net.URI;

/** Where XMPP over WebSocket is: at the origin that the API was called at, unless the operator names another one. */
public final class WebSocketAddress {
    /** The origin of the web port as clients see it, such as {@code https://chat.example.org}, behind a proxy. */
    public static final Setting<String> PUBLIC_URL =
            new Setting<>("hearth.web.public-url", "", WebSocketAddress::origin, false);

    private static final String PATH = "/ws/";

    private final Settings settings;

    public WebSocketAddress(Settings settings) {
        this.settings = settings;
    }

    /** The address for a client that called the API there. */
    String of(URI called) {
        String named = settings.get(PUBLIC_URL);
        URI origin = named.isEmpty() ? called : URI.create(named);
        String scheme = "https".equalsIgnoreCase(origin.getScheme()) ? "wss" : "ws";
        return scheme + "://" + origin.getRawAuthority() + PATH;
    }

    private static String origin(String text) {
        String address = text.strip();
        if (URI.create(address).getHost() == null) {
            throw new IllegalArgumentException("an address such as https://chat.example.org");
        }
        return address;
    }
}
