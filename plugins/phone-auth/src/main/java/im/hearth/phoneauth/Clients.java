package im.hearth.phoneauth;

import im.hearth.core.rest.ClientAddress;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Reads from a request to the REST door where it comes from. */
public final class Clients {
    private static final int LONGEST_DEVICE = 200;

    private Clients() {}

    /** The client, which says what it is in {@code User-Agent}. */
    public static Client of(HttpServletRequest request) {
        return of(request, null);
    }

    /** The client, which may say what it is in the request itself. */
    public static Client of(HttpServletRequest request, @Nullable String device) {
        ClientAddress address = ClientAddress.of(request);
        String said = device == null || device.isBlank() ? request.getHeader("User-Agent") : device;
        return new Client(address.text(), address.network(), address.loopback(), shown(said == null ? "" : said));
    }

    /** Without what cannot be shown, and not too long. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .limit(LONGEST_DEVICE / 2)
                .forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }
}
