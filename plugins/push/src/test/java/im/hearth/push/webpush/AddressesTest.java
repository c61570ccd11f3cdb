package im.hearth.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static DnsResolver names(String... addresses) throws UnknownHostException {
        InMemoryDnsResolver names = new InMemoryDnsResolver();
        InetAddress[] all = new InetAddress[addresses.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(addresses[i]);
        }
        names.add("push.example.net", all);
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.31.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "192.0.0.8",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001::1",
                "2001:db8::1",
                "ff02::1"
            })
    void no_name_leads_into_a_network_that_is_not_public(String address) throws UnknownHostException {
        Addresses addresses = new Addresses(false, names(address));
        assertThatThrownBy(() -> addresses.resolve("push.example.net")).isInstanceOf(Addresses.Forbidden.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"142.250.185.10", "172.32.0.1", "100.128.0.1", "2a00:1450:4001:810::200a", "2600:1901::1"})
    void public_addresses_are_allowed(String address) throws UnknownHostException {
        Addresses addresses = new Addresses(false, names(address));
        assertThat(addresses.resolve("push.example.net")).containsExactly(InetAddress.getByName(address));
    }

    @Test
    void of_several_addresses_only_the_public_ones_are_left() throws UnknownHostException {
        Addresses addresses = new Addresses(false, names("10.0.0.1", "142.250.185.10"));
        assertThat(addresses.resolve("push.example.net")).containsExactly(InetAddress.getByName("142.250.185.10"));
    }

    @Test
    void loopback_is_allowed_where_the_settings_say_so_and_nothing_else() throws UnknownHostException {
        assertThat(new Addresses(true, names("127.0.0.1")).resolve("push.example.net"))
                .hasSize(1);
        Addresses addresses = new Addresses(true, names("10.0.0.1"));
        assertThatThrownBy(() -> addresses.resolve("push.example.net")).isInstanceOf(Addresses.Forbidden.class);
    }
}
