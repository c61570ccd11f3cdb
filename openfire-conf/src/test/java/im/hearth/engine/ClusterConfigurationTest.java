package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The configuration that is shipped for clusters, read by the Hazelcast of the server's clustering plugin. */
final class ClusterConfigurationTest {
    private final List<HazelcastInstance> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.getLifecycleService().terminate());
    }

    /** As the clustering plugin includes it. */
    private static Config read(int port, String members) {
        String plugins =
                """
                <hazelcast xmlns="http://www.hazelcast.com/schema/config"
                           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                           xsi:schemaLocation="http://www.hazelcast.com/schema/config
                           https://www.hazelcast.com/schema/config/hazelcast-config-5.5.xsd">
                  <import resource="%s"/>
                  <cluster-name>openfire-cluster-by-hazelcast</cluster-name>
                  <properties>
                    <property name="hazelcast.phone.home.enabled">false</property>
                    <property name="hazelcast.logging.type">none</property>
                    <property name="hazelcast.socket.bind.any">false</property>
                  </properties>
                </hazelcast>
                """.formatted(Path.of("cluster/hazelcast-local-config.xml").toUri());
        Properties properties = new Properties();
        properties.setProperty("hearth.cluster.address", "127.0.0.1:" + port);
        properties.setProperty("hearth.cluster.members", members);
        Config config = new XmlConfigBuilder(new ByteArrayInputStream(plugins.getBytes(StandardCharsets.UTF_8)))
                .setProperties(properties)
                .build();
        config.getNetworkConfig().setPort(port).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        return config;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void nodes_that_name_each_other_are_one_cluster() throws IOException {
        int one = freePort();
        int two = freePort();
        String members = "127.0.0.1:" + one + ",127.0.0.1:" + two;

        nodes.add(Hazelcast.newHazelcastInstance(read(one, members)));
        nodes.add(Hazelcast.newHazelcastInstance(read(two, members)));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(nodes)
                .allMatch(node -> node.getCluster().getMembers().size() == 2));
    }

    @Test
    void nobody_is_found_by_multicast() {
        assertThat(read(5701, "127.0.0.1").getNetworkConfig().getJoin())
                .matches(join -> !join.getMulticastConfig().isEnabled())
                .matches(join -> !join.isAutoDetectionEnabled())
                .matches(join -> join.getTcpIpConfig().isEnabled());
    }
}
