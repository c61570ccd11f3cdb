package im.hearth.core.openfire;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.entitycaps.EntityCapabilities;
import org.jivesoftware.openfire.entitycaps.EntityCapabilitiesManager;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What clients say that they know (XEP-0115). 4.2 has one manager of that for all; 5.x has it as a module of the server.
 */
final class Capabilities {
    private final XMPPServer server;
    private volatile @Nullable EntityCapabilitiesManager found;

    Capabilities(XMPPServer server) {
        this.server = server;
    }

    /** Whether a client has a feature, or has not told the server yet. */
    boolean mayHave(JID resource, String feature) {
        EntityCapabilities known = known(resource);
        return known == null || known.containsFeature(feature);
    }

    private @Nullable EntityCapabilities known(JID resource) {
        try {
            return manager().getEntityCapabilities(resource);
        } catch (NullPointerException e) {
            // 4.2 looks in its cache for what no client has said, under no key.
            return null;
        }
    }

    private EntityCapabilitiesManager manager() {
        EntityCapabilitiesManager manager = found;
        if (manager == null) {
            manager = find();
            found = manager;
        }
        return manager;
    }

    private EntityCapabilitiesManager find() {
        try {
            return (EntityCapabilitiesManager)
                    XMPPServer.class.getMethod("getEntityCapabilitiesManager").invoke(server);
        } catch (NoSuchMethodException e) {
            return former();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Openfire does not say what clients know", e);
        }
    }

    private static EntityCapabilitiesManager former() {
        try {
            return (EntityCapabilitiesManager)
                    EntityCapabilitiesManager.class.getMethod("getInstance").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Openfire does not say what clients know", e);
        }
    }
}
