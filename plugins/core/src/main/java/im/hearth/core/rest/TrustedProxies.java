package im.hearth.core.rest;

import im.hearth.core.settings.Setting;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose {@code X-Forwarded-For} is believed. Every proxy appends the address that it was called from, so
 * the list is read from the right, for as long as the one who wrote an entry is trusted; what stands further left is
 * the caller's own invention.
 */
public final class TrustedProxies {
    /** Addresses and networks (CIDR) of the proxies in front of us, such as {@code 10.0.0.0/8, 2001:db8::1}. */
    public static final Setting<List<String>> SETTING = new Setting<>(
            "hearth.web.trusted-proxies",
            List.of(),
            text -> {
                List<String> networks = Setting.list("hearth.web.trusted-proxies", List.of())
                        .parse()
                        .apply(text);
                networks.forEach(Network::parse);
                return networks;
            },
            false);

    private final List<Network> networks;

    /**
     * Trusts these addresses and networks.
     *
     * @throws IllegalArgumentException for one that is neither
     */
    public TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(Network::parse).toList();
    }

    /** Where a request comes from. */
    public ClientAddress client(HttpServletRequest request) {
        return client(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    /**
     * Where a request comes from: the peer, or, if that is a trusted proxy, the right-most address of the forwarding
     * list that is not one. Where the list ends, or holds something that is no address, it is the last proxy.
     *
     * @param peer the address that the connection comes from
     * @param forwardedFor the {@code X-Forwarded-For} headers in their order, each with addresses joined by commas
     */
    public ClientAddress client(String peer, List<String> forwardedFor) {
        InetAddress client = ClientAddress.parse(peer);
        if (client == null) {
            throw new IllegalArgumentException("The peer of a connection has an IP address");
        }
        if (networks.isEmpty() || forwardedFor.isEmpty() || !trusts(client)) {
            return ClientAddress.of(client);
        }
        List<String> hops = new ArrayList<>();
        forwardedFor.forEach(header -> hops.addAll(Arrays.asList(header.split(",", -1))));
        for (int i = hops.size() - 1; i >= 0 && trusts(client); i--) {
            InetAddress hop = ClientAddress.parse(hops.get(i));
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return ClientAddress.of(client);
    }

    /** Whether the peer is a trusted proxy, so that its other {@code X-Forwarded-} headers are believed too. */
    public boolean trusts(String peer) {
        InetAddress address = ClientAddress.parse(peer);
        return address != null && trusts(address);
    }

    private boolean trusts(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private record Network(InetAddress address, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            @Nullable InetAddress address = ClientAddress.parse(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                throw new IllegalArgumentException("IP addresses or networks such as 10.0.0.0/8");
            }
            int most = address.getAddress().length * 8;
            int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
            return new Network(address, bits);
        }

        private static int bits(String text, int most) {
            try {
                int bits = Integer.parseInt(text.trim());
                if (bits >= 0 && bits <= most) {
                    return bits;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new IllegalArgumentException("networks with a prefix of 0 to " + most + " bits");
        }

        boolean contains(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            int whole = bits / 8;
            if (!Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            int mask = 0xff << (8 - rest) & 0xff;
            return rest == 0 || (ours[whole] & mask) == (theirs[whole] & mask);
        }
    }
}
