package im.hearth.core.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import javax.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The IP address that a request comes from, as {@link TrustedProxies} sees it.
 *
 * <p>A resource method takes {@code @Context HttpServletRequest request} and asks {@code ClientAddress.of(request)}. A
 * servlet of a feature's own, outside {@code /api}, asks {@link TrustedProxies#client} itself.
 *
 * @param text the address in its usual form: {@code 192.0.2.7}, {@code 2001:db8:0:0:0:0:0:1}
 * @param network what limits count by: the address itself for IPv4; for IPv6 its /64, such as
 *     {@code 2001:db8:0:0:0:0:0:0/64}, since that is what one household or phone gets (RFC 6177)
 * @param loopback whether the request comes from this machine
 */
public record ClientAddress(String text, String network, boolean loopback) {
    /** The request attribute that the REST host leaves it in. */
    public static final String ATTRIBUTE = "im.hearth.client-address";

    private static final int IPV6_NETWORK_BYTES = 8;

    /** The address that the REST host found out for this request. */
    public static ClientAddress of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof ClientAddress address) {
            return address;
        }
        throw new IllegalStateException("Only requests that came through the REST host have a client address");
    }

    static ClientAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        String text = literal(address);
        if (bytes.length == 4) {
            return new ClientAddress(text, text, address.isLoopbackAddress());
        }
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        return new ClientAddress(text, literal(fromBytes(bytes)) + "/64", address.isLoopbackAddress());
    }

    /**
     * The address that a text holds, with or without a port, brackets and a zone: {@code 192.0.2.7:443},
     * {@code [2001:db8::1]:443}, {@code fe80::1%eth0}. Never asks the DNS. An IPv4 address mapped into IPv6 is the IPv4
     * address.
     *
     * @return null where it holds none
     */
    static @Nullable InetAddress parse(String text) {
        String address = text.trim();
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            address = end < 0 ? "" : address.substring(1, end);
        } else if (address.indexOf(':') == address.lastIndexOf(':') && address.indexOf(':') > 0) {
            address = address.substring(0, address.indexOf(':'));
        }
        int zone = address.indexOf('%');
        if (zone >= 0) {
            address = address.substring(0, zone);
        }
        return address.indexOf(':') >= 0 ? ipv6(address) : ipv4(address);
    }

    private static @Nullable InetAddress ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = parts[i];
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                return null;
            }
            bytes[i] = (byte) octet;
        }
        return fromBytes(bytes);
    }

    private static @Nullable InetAddress ipv6(String text) {
        if (!text.chars().allMatch(c -> c == ':' || c == '.' || (c < 128 && Character.digit(c, 16) >= 0))) {
            return null;
        }
        try {
            // With a colon in it, this is never taken for a host name.
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static InetAddress fromBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("An IP address has 4 or 16 bytes", e);
        }
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
