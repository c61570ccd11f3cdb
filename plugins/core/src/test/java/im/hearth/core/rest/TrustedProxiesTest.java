package im.hearth.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = new TrustedProxies(List.of("127.0.0.1", "10.0.0.0/8", "2001:db8:f::/48"));

    @Test
    void a_peer_that_is_no_proxy_cannot_say_that_it_is_somebody_else() {
        assertThat(client("198.51.100.9", "192.0.2.1")).isEqualTo("198.51.100.9");
    }

    @Test
    void nobody_is_trusted_unless_named() {
        TrustedProxies nobody = new TrustedProxies(List.of());

        assertThat(nobody.client("127.0.0.1", List.of("192.0.2.1")).text()).isEqualTo("127.0.0.1");
    }

    @Test
    void behind_a_trusted_proxy_the_client_is_who_called_the_proxy() {
        assertThat(client("10.1.2.3", "192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void what_the_client_itself_wrote_into_the_list_counts_for_nothing() {
        assertThat(client("10.1.2.3", "1.1.1.1, 2.2.2.2, 192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void a_chain_of_trusted_proxies_is_followed_to_its_end() {
        assertThat(client("127.0.0.1", "8.8.8.8, 192.0.2.1, 10.0.0.7")).isEqualTo("192.0.2.1");
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(client("127.0.0.1", "8.8.8.8", "192.0.2.1", "10.0.0.7")).isEqualTo("192.0.2.1");
    }

    @Test
    void a_list_of_proxies_only_ends_at_the_left_most() {
        assertThat(client("127.0.0.1", "10.0.0.8, 10.0.0.7")).isEqualTo("10.0.0.8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unknown", "", "300.1.1.1", "1.2.3", "example.org", "::zz", "_hidden", "1.2.3.4.5", "１.2.3.4"})
    void what_is_no_address_ends_the_list_at_the_last_proxy(String hop) {
        assertThat(client("127.0.0.1", "192.0.2.1, " + hop + ", 10.0.0.7")).isEqualTo("10.0.0.7");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:8080, 192.0.2.1",
        "[2001:db8::1]:443, 2001:db8:0:0:0:0:0:1",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void addresses_are_read_in_every_form_that_proxies_write(String written, String address) {
        assertThat(client("127.0.0.1", written)).isEqualTo(address);
    }

    @Test
    void an_ipv6_proxy_is_trusted_by_its_network() {
        assertThat(client("2001:db8:f:1::2", "192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(client("2001:db8:e:1::2", "192.0.2.1")).isEqualTo("2001:db8:e:1:0:0:0:2");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.127, true", "192.0.2.128, false", "192.0.3.1, false", "193.0.2.1, false"})
    void a_prefix_may_end_within_an_octet(String peer, boolean trusted) {
        assertThat(new TrustedProxies(List.of("192.0.2.0/25")).trusts(peer)).isEqualTo(trusted);
    }

    @Test
    void limits_count_an_ipv4_address_by_itself_and_an_ipv6_address_by_its_64() {
        assertThat(proxies.client("192.0.2.1", List.of()).network()).isEqualTo("192.0.2.1");
        assertThat(proxies.client("2001:db8:1:2:3:4:5:6", List.of()).network()).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(proxies.client("2001:db8:1:2::ffff", List.of()).network()).isEqualTo("2001:db8:1:2:0:0:0:0/64");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.8.8.8, true", "::1, true", "192.0.2.1, false", "::2, false"})
    void loopback_is_known(String peer, boolean loopback) {
        assertThat(new TrustedProxies(List.of()).client(peer, List.of()).loopback())
                .isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "10.0.0/8"})
    void a_setting_that_names_no_network_is_refused(String text) {
        assertThatThrownBy(() -> TrustedProxies.SETTING.parse().apply(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_setting_is_a_list() {
        Settings settings = new Settings(Map.of("HEARTH_WEB_TRUSTED_PROXIES", "10.0.0.0/8, ::1"), new NoProperties());

        assertThat(settings.get(TrustedProxies.SETTING)).containsExactly("10.0.0.0/8", "::1");
    }

    private String client(String peer, String... forwardedFor) {
        return proxies.client(peer, List.of(forwardedFor)).text();
    }
}
