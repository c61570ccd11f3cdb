package im.hearth.push.webpush;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Where a push may go: anybody can register an endpoint, so no name may lead into our own network. The client connects to the
 * addresses that were checked here and to no others, whatever the name says a moment later.
 */
final class Addresses implements DnsResolver {
    /** Not for the public (https://www.iana.org/assignments/iana-ipv4-special-registry). */
    private static final List<Block> NOT_PUBLIC_4 = List.of(
            new Block("0.0.0.0", 8),
            new Block("10.0.0.0", 8),
            new Block("100.64.0.0", 10),
            new Block("127.0.0.0", 8),
            new Block("169.254.0.0", 16),
            new Block("172.16.0.0", 12),
            new Block("192.0.0.0", 24),
            new Block("192.0.2.0", 24),
            new Block("192.88.99.0", 24),
            new Block("192.168.0.0", 16),
            new Block("198.18.0.0", 15),
            new Block("198.51.100.0", 24),
            new Block("203.0.113.0", 24),
            new Block("224.0.0.0", 3));

    /** All that is public in IPv6 is in here (https://www.iana.org/assignments/iana-ipv6-special-registry) … */
    private static final Block PUBLIC_6 = new Block("2000::", 3);

    /** … but for protocols' own (with Teredo), documentation, and 6to4, which names IPv4 addresses. */
    private static final List<Block> NOT_PUBLIC_6 = List.of(
            new Block("2001::", 23), new Block("2001:db8::", 32), new Block("2002::", 16), new Block("3fff::", 20));

    private final boolean allowLoopback;
    private final DnsResolver names;

    /** Asks the machine's resolver. */
    Addresses(boolean allowLoopback) {
        this(allowLoopback, SystemDefaultDnsResolver.INSTANCE);
    }

    Addresses(boolean allowLoopback, DnsResolver names) {
        this.allowLoopback = allowLoopback;
        this.names = names;
    }

    /** The name leads where no push goes. */
    static final class Forbidden extends UnknownHostException {
        Forbidden() {
            super("Not an address of the public internet");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = names.resolve(host);
        InetAddress[] allowed = Arrays.stream(found).filter(this::isAllowed).toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new Forbidden();
        }
        return allowed;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** Whether it is a name that means this machine. */
    static boolean isLoopbackName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]");
    }

    private boolean isAllowed(InetAddress address) {
        if (allowLoopback && address.isLoopbackAddress()) {
            return true;
        }
        // An IPv4 address in IPv6 clothes is an Inet4Address to Java.
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC_4.stream().noneMatch(block -> block.has(address));
        }
        return PUBLIC_6.has(address) && NOT_PUBLIC_6.stream().noneMatch(block -> block.has(address));
    }

    private static final class Block {
        private final byte[] first;
        private final int bits;

        Block(String first, int bits) {
            try {
                // A literal: nobody is asked.
                this.first = InetAddress.getByName(first).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(first, e);
            }
            this.bits = bits;
        }

        boolean has(InetAddress address) {
            byte[] other = address.getAddress();
            if (other.length != first.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((other[i / 8] & mask) != (first[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
