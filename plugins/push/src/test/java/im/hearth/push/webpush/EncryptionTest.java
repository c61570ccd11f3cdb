package im.hearth.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.push.testing.Browser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Security;
import nl.martijndwars.webpush.Utils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the example of RFC 8291, section 5 and appendix A. */
class EncryptionTest {
    private static final String PLAIN = "When I grow up, I want to be a watermelon";
    private static final String SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String SENDER_PUBLIC =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final String BODY = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
            + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    @BeforeAll
    static void asTheServerDoes() {
        Security.addProvider(new BouncyCastleProvider());
    }

    private static Browser browser() throws GeneralSecurityException {
        return Browser.with(
                "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "BTBZMqHH6r4Tts7J_aSIgg");
    }

    private static Subscription subscription(Browser browser) {
        return Subscription.of(
                Targets.of(browser, "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"), false);
    }

    @Test
    void the_example_of_the_rfc_comes_out_byte_by_byte() throws GeneralSecurityException {
        KeyPair sender = new KeyPair(Utils.loadPublicKey(SENDER_PUBLIC), Utils.loadPrivateKey(SENDER_PRIVATE));
        byte[] body = Encryption.encrypt(
                PLAIN.getBytes(StandardCharsets.UTF_8), subscription(browser()), sender, Browser.decode(SALT));
        assertThat(Browser.encode(body)).isEqualTo(BODY);
    }

    @Test
    void the_browser_of_these_tests_opens_the_example_of_the_rfc() throws GeneralSecurityException {
        assertThat(browser().open(Browser.decode(BODY))).isEqualTo(PLAIN);
    }

    @Test
    void what_we_encrypt_opens_and_is_never_twice_the_same() throws GeneralSecurityException {
        Encryption encryption = new Encryption(new SecureRandom());
        byte[] plain = PLAIN.getBytes(StandardCharsets.UTF_8);
        byte[] first = encryption.encrypt(plain, subscription(browser()));
        byte[] second = encryption.encrypt(plain, subscription(browser()));
        assertThat(browser().open(first)).isEqualTo(PLAIN);
        assertThat(browser().open(second)).isEqualTo(PLAIN);
        // Neither the salt nor the sender's key.
        assertThat(java.util.Arrays.copyOf(first, 16)).isNotEqualTo(java.util.Arrays.copyOf(second, 16));
        assertThat(java.util.Arrays.copyOfRange(first, 21, 86))
                .isNotEqualTo(java.util.Arrays.copyOfRange(second, 21, 86));
    }
}
