package im.hearth.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class SecretBoxTest {
    private final SecureRandom random = new SecureRandom();
    private final SecretBox box = new SecretBox(new byte[32], random);
    private final byte[] secret = "a private key".getBytes(StandardCharsets.UTF_8);

    @Test
    void what_was_sealed_opens_in_its_place() {
        String sealed = box.seal("signing-key:1", secret);
        assertThat(sealed).doesNotContain("private");
        assertThat(box.unseal("signing-key:1", sealed)).isEqualTo(secret);
    }

    @Test
    void it_does_not_open_elsewhere_or_changed_or_with_another_key() {
        String sealed = box.seal("signing-key:1", secret);
        byte[] other = new byte[32];
        other[0] = 1;
        char last = sealed.charAt(20) == 'A' ? 'B' : 'A';
        String changed = sealed.substring(0, 20) + last + sealed.substring(21);
        assertThatThrownBy(() -> box.unseal("signing-key:2", sealed)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> box.unseal("signing-key:1", changed)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SecretBox(other, random).unseal("signing-key:1", sealed))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> box.unseal("signing-key:1", "AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_same_secret_never_looks_the_same_twice() {
        assertThat(box.seal("x", secret)).isNotEqualTo(box.seal("x", secret));
    }

    @Test
    void a_hash_depends_on_purpose_and_key() {
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(box.hash("code", "123456")).isEqualTo(box.hash("code", "123456"));
        assertThat(box.hash("code", "123456")).isNotEqualTo(box.hash("refresh", "123456"));
        assertThat(box.hash("code", "123456")).isNotEqualTo(new SecretBox(other, random).hash("code", "123456"));
    }
}
