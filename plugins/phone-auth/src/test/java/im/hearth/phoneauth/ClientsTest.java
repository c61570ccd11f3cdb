package im.hearth.phoneauth;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.rest.ClientAddress;
import java.lang.reflect.Proxy;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final ClientAddress ADDRESS =
            new ClientAddress("2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:0/64", false);

    private static HttpServletRequest request(@Nullable String userAgent) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ClientsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttribute" -> ADDRESS;
                    case "getHeader" -> userAgent;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void a_client_is_its_address_its_network_and_what_it_says_it_is() {
        assertThat(Clients.of(request("Gajim 2.0")))
                .isEqualTo(new Client("2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:0/64", false, "Gajim 2.0"));
        assertThat(Clients.of(request("Gajim 2.0"), "Alice's phone").device()).isEqualTo("Alice's phone");
        assertThat(Clients.of(request("Gajim 2.0"), " ").device()).isEqualTo("Gajim 2.0");
        assertThat(Clients.of(request(null)).device()).isEmpty();
    }

    @Test
    void what_it_says_is_kept_without_what_cannot_be_shown_and_at_most_200_characters_long() {
        assertThat(Clients.of(request("a\0b\r\nc\ud800d")).device()).isEqualTo("a b  c d");
        assertThat(Clients.of(request("x".repeat(10_000))).device()).hasSizeBetween(100, 200);
        assertThat(Clients.of(request("📱".repeat(10_000))).device().length()).isLessThanOrEqualTo(200);
    }
}
