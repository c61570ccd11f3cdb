package im.hearth.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.push.testing.Browser;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VapidKeysTest {
    private final MemoryProperties properties = new MemoryProperties();
    private final Settings settings = new Settings(Map.of(), properties);

    private static SecretBox box(int fill) {
        byte[] master = new byte[32];
        java.util.Arrays.fill(master, (byte) fill);
        return new SecretBox(master, new SecureRandom());
    }

    @Test
    void the_public_key_is_a_point_on_the_curve_in_base64url() {
        byte[] point = Browser.decode(new VapidKeys(settings, box(1)).publicKey());
        assertThat(point).hasSize(65).startsWith(4);
    }

    @Test
    void nodes_that_start_at_once_have_the_same_key() {
        VapidKeys one = new VapidKeys(new Settings(Map.of(), new MemoryProperties()), box(1));
        VapidKeys other = new VapidKeys(new Settings(Map.of(), new MemoryProperties()), box(1));
        assertThat(one.publicKey()).isEqualTo(other.publicKey());
    }

    @Test
    void another_server_has_another_key() {
        VapidKeys other = new VapidKeys(new Settings(Map.of(), new MemoryProperties()), box(2));
        assertThat(new VapidKeys(settings, box(1)).publicKey()).isNotEqualTo(other.publicKey());
    }

    @Test
    void the_key_outlives_the_master_key() {
        String first = new VapidKeys(settings, box(1)).publicKey();
        assertThat(new VapidKeys(settings, box(2)).publicKey()).isEqualTo(first);
    }

    @Test
    void an_operators_key_is_used() {
        // The pair of RFC 8291, appendix A.
        settings.set(WebPushSettings.PRIVATE_KEY, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        assertThat(new VapidKeys(settings, box(1)).publicKey())
                .isEqualTo("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    }

    @Test
    void a_key_that_is_none_is_told_of_without_showing_it() {
        settings.set(WebPushSettings.PRIVATE_KEY, "no key!");
        VapidKeys keys = new VapidKeys(settings, box(1));
        assertThatThrownBy(keys::publicKey)
                .hasMessageContaining("hearth.push.webpush.private-key")
                .hasMessageNotContaining("no key!");
    }
}
