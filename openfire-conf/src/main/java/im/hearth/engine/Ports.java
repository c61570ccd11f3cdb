package im.hearth.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The TCP ports of an engine, all on loopback.
 *
 * @param xmpp XMPP over TCP, RFC 6120
 * @param web REST, BOSH and WebSocket over HTTP
 * @param webTls the same over HTTPS
 * @param admin the administrator's page
 */
public record Ports(int xmpp, int web, int webTls, int admin) {
    /** The ports that Openfire's documentation names. */
    private static final Ports STANDARD = new Ports(5222, 7070, 7443, 9090);

    private static final int HIGHEST = 65535;

    private static final int CONNECT_MILLIS = 1000;

    public Ports {
        for (int port : new int[] {xmpp, web, webTls, admin}) {
            if (port < 1 || port > HIGHEST) {
                throw new IllegalArgumentException("not a port: " + port);
            }
        }
    }

    /**
     * The standard ports, each moved up.
     *
     * @throws IllegalArgumentException when one of them would leave 1 to 65535
     */
    static Ports standard(int offset) {
        return new Ports(
                STANDARD.xmpp + offset, STANDARD.web + offset, STANDARD.webTls + offset, STANDARD.admin + offset);
    }

    /**
     * Four ports that nobody listens on now. They lie below 32768, where Linux begins to take ports for outgoing
     * connections (ip_local_port_range), so that none is lost between this look and the server's bind.
     */
    public static Ports free() {
        Set<Integer> found = new LinkedHashSet<>();
        while (found.size() < 4) {
            int candidate = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(candidate)) {
                found.add(candidate);
            }
        }
        List<Integer> ports = List.copyOf(found);
        return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }

    /** Name of each port, in the order of this record. */
    Map<String, Integer> byName() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("XMPP", xmpp);
        ports.put("web", web);
        ports.put("web TLS", webTls);
        ports.put("admin", admin);
        return ports;
    }

    /** The form that {@code --ports} reads. */
    String asOption() {
        return xmpp + "," + web + "," + webTls + "," + admin;
    }

    /**
     * Says so if somebody else listens on one of these ports.
     *
     * @throws Refusal naming the first port that is taken
     */
    void requireFree() {
        byName().forEach((name, port) -> {
            if (!isFree(port)) {
                throw new Refusal("Port " + port + " (" + name
                        + ") is taken: stop what listens there, or move all ports" + " with --offset 1000.");
            }
        });
    }

    /** Whether connections for XMPP and for the web are accepted now. */
    boolean areServed() {
        return accepts(xmpp) && accepts(web);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server does: a port whose old connections linger in TIME_WAIT is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
