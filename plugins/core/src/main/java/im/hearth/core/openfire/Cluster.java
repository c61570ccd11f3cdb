package im.hearth.core.openfire;

import org.jivesoftware.openfire.cluster.ClusterManager;

/** The servers that are one together, by the server's Hazelcast plugin. */
public final class Cluster {
    /** Whether this server is one of them now. */
    public boolean isOn() {
        return ClusterManager.isClusteringStarted();
    }
}
