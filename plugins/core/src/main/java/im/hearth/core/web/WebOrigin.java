package im.hearth.core.web;

import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import java.net.URI;

/** The origin of the public web port, for addresses that are given to clients outside of any request of theirs. */
@FunctionalInterface
public interface WebOrigin {
    /** The origin as clients see it, such as {@code https://chat.example.org}, behind a proxy; empty for the server's own. */
    Setting<String> PUBLIC_URL = new Setting<>("hearth.web.public-url", "", WebOrigin::parse, false);

    /** Scheme and authority, with no path. */
    URI origin();

    /** The origin that the operator names, or else this one. */
    default WebOrigin named(Settings settings) {
        return () -> {
            String named = settings.get(PUBLIC_URL);
            return named.isEmpty() ? origin() : URI.create(named);
        };
    }

    private static String parse(String text) {
        URI uri = URI.create(text.strip());
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException("an address such as https://chat.example.org");
        }
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
