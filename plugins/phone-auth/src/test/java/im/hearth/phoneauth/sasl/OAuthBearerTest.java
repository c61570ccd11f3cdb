package im.hearth.phoneauth.sasl;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.TokenCheck;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.users.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OAUTHBEARER, RFC 7628. */
class OAuthBearerTest {
    private static final byte[] DISMAY = {1};

    private final House house = new House();
    private final Login alice = house.register(ALICE, "alice");
    private final String token = alice.tokens().access();
    private final List<String> opened = new ArrayList<>();
    private final OAuthBearerServer server = server(house.sessions);

    @AfterEach
    void close() {
        house.close();
    }

    private OAuthBearerServer server(TokenCheck tokens) {
        return new OAuthBearerServer("example.org", tokens, opened::add);
    }

    /** The client's words, with ^ for U+0001. */
    private byte @Nullable [] say(String text) throws SaslException {
        return server.evaluateResponse(text.replace('^', '\u0001').getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(byte @Nullable [] challenge, String status) throws IOException {
        assertThat(server.isComplete()).isFalse();
        Map<?, ?> json = new ObjectMapper().readValue(Objects.requireNonNull(challenge), Map.class);
        assertThat(json.get("status")).isEqualTo(status);
        // Section 3.2.3: the client answers with one U+0001, and the exchange fails.
        assertThatThrownBy(() -> server.evaluateResponse(DISMAY)).isInstanceOf(SaslException.class);
        assertThat(server.isComplete()).isFalse();
        assertThat(opened).isEmpty();
        assertThatThrownBy(server::getAuthorizationID).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,,^auth=Bearer %s^^",
                "y,,^auth=Bearer %s^^",
                "n,a=alice@example.org,^auth=Bearer %s^^",
                "n,a=alice,^auth=Bearer %s^^",
                "n,a=Alice@Example.ORG,^host=example.org^port=5222^auth=bearer %s^^"
            })
    void a_good_token_logs_in_at_once(String words) throws SaslException {
        assertThat(say(words.formatted(token))).isNull();
        assertThat(server.isComplete()).isTrue();
        assertThat(server.getAuthorizationID()).isEqualTo("alice");
        assertThat(opened).containsExactly(house.caller(alice).sessionId());
    }

    @Test
    void a_client_may_keep_its_first_words_for_after_an_empty_challenge() throws SaslException {
        assertThat(server.evaluateResponse(new byte[0])).isEmpty();
        assertThat(server.isComplete()).isFalse();
        assertThat(say("n,,^auth=Bearer " + token + "^^")).isNull();
        assertThat(server.isComplete()).isTrue();
    }

    @Test
    void a_wrong_token_is_refused_with_the_reason_as_json() throws IOException {
        assertRefused(say("n,,^auth=Bearer wrong^^"), "invalid_token");
    }

    @Test
    void an_expired_token_is_refused() throws IOException {
        house.clock.advance(Duration.ofMinutes(15));
        assertRefused(say("n,,^auth=Bearer " + token + "^^"), "invalid_token");
    }

    @Test
    void the_token_of_a_session_that_has_ended_is_refused() throws IOException {
        house.sessions.revoke(alice.tokens().refresh());
        assertRefused(say("n,,^auth=Bearer " + token + "^^"), "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "bob@example.org", "alice@elsewhere.org", "alice@example.org/phone", "alice=2Cbob"})
    void a_token_lets_nobody_act_as_somebody_else(String other) throws IOException {
        house.register(BOB, "bob");
        assertRefused(say("n,a=" + other + ",^auth=Bearer " + token + "^^"), "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^",
                "n,,",
                "n,,^^",
                "n,,^auth=Bearer %s",
                "n,,^auth=Bearer %s^",
                "n,,auth=Bearer %s^^",
                "n,^auth=Bearer %s^^",
                "p=tls-unique,,^auth=Bearer %s^^",
                "n,a=,^auth=Bearer %s^^",
                "n,a=al=ice,^auth=Bearer %s^^",
                "n,,^auth=Basic %s^^",
                "n,,^auth=Bearer^^",
                "n,,^auth=Bearer ^^",
                "n,,^auth=%s^^",
                "n,,^auth=Bearer %s^auth=Bearer %s^^",
                "n,,^AUTH=Bearer %s^^",
                "\u0000alice\u0000password"
            })
    void what_is_not_in_the_form_is_refused(String words) throws IOException {
        assertRefused(say(words.replace("%s", token)), "invalid_request");
    }

    @Test
    void what_is_no_utf_8_or_has_no_end_is_refused() throws IOException {
        assertRefused(server.evaluateResponse(new byte[] {'n', ',', ',', 1, (byte) 0xff, 1, 1}), "invalid_request");
        OAuthBearerServer another = server(house.sessions);
        byte[] endless =
                ("n,,\u0001auth=Bearer " + "a".repeat(100_000) + "\u0001\u0001").getBytes(StandardCharsets.UTF_8);
        assertThat(new String(Objects.requireNonNull(another.evaluateResponse(endless)), StandardCharsets.UTF_8))
                .contains("invalid_request");
    }

    @Test
    void after_a_refusal_a_good_token_comes_too_late() throws IOException {
        say("n,,^auth=Bearer wrong^^");
        assertThatThrownBy(() -> say("n,,^auth=Bearer " + token + "^^")).isInstanceOf(SaslException.class);
        assertThat(server.isComplete()).isFalse();
        assertThat(opened).isEmpty();
    }

    @Test
    void if_tokens_cannot_be_checked_now_the_exchange_fails_without_blaming_the_token() {
        OAuthBearerServer troubled = server(text -> {
            throw Problem.unavailable("database-away", "The database is away.", null);
        });
        byte[] words = ("n,,\u0001auth=Bearer " + token + "\u0001\u0001").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> troubled.evaluateResponse(words)).isInstanceOf(SaslException.class);
        assertThat(troubled.isComplete()).isFalse();
    }
}
