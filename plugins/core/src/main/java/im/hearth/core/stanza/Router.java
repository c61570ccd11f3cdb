package im.hearth.core.stanza;

import org.jivesoftware.openfire.PacketRouter;
import org.xmpp.packet.Packet;

/** The way of our own stanzas into the server's router, past our own interceptor. */
public final class Router {
    private final PacketRouter server;
    private final ThreadLocal<Boolean> routing = ThreadLocal.withInitial(() -> false);

    public Router(PacketRouter server) {
        this.server = server;
    }

    /** Routes a stanza that the rules have made or have already let pass. */
    public void route(Packet packet) {
        boolean outer = routing.get();
        routing.set(true);
        try {
            server.route(packet);
        } finally {
            routing.set(outer);
        }
    }

    /** Whether this thread is inside {@link #route}. */
    boolean isRouting() {
        return routing.get();
    }
}
