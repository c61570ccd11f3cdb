package im.hearth.phoneauth.users;

import static im.hearth.phoneauth.House.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.ClientAddress;
import im.hearth.core.web.WebOrigin;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.users.TokenResource.Credentials;
import im.hearth.phoneauth.users.TokenResource.Refresh;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenResourceTest {
    private final House house = new House();
    private final TokenResource resource =
            new TokenResource(house.logins, house.sessions, house.users, new WebSocketAddress(house.settings));

    @AfterEach
    void close() {
        house.close();
    }

    /** A request to that base address, as far as the resource asks it. */
    private static <T> T fake(Class<T> type, String base) {
        return type.cast(Proxy.newProxyInstance(
                TokenResourceTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getAttribute" -> new ClientAddress("192.0.2.7", "192.0.2.7", false);
                        case "getHeader" -> "a test";
                        case "getBaseUri" -> URI.create(base);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                }));
    }

    private TokenAnswer logIn(Credentials sent, String base) {
        return resource.logIn(sent, fake(HttpServletRequest.class, base), fake(UriInfo.class, base));
    }

    private TokenAnswer register() {
        CodeSent sent = house.users.register(ALICE, "alice", null, im.hearth.phoneauth.sms.Channel.SMS, House.HOME);
        return logIn(
                new Credentials(sent.verificationId(), null, house.phones.codeOf(ALICE), null, null, "My phone"),
                "https://example.org:7443/api/");
    }

    @Test
    void the_answer_has_the_pair_of_tokens_the_person_and_where_to_connect() {
        TokenAnswer answer = register();
        assertThat(answer.tokenType()).isEqualTo("Bearer");
        assertThat(answer.expiresIn()).isEqualTo(900);
        assertThat(answer.existing()).isFalse();
        assertThat(answer.user().phoneNumber()).isEqualTo(ALICE);
        assertThat(answer.xmpp().jid()).isEqualTo("alice@example.org");
        assertThat(answer.xmpp().websocketUrl()).isEqualTo("wss://example.org:7443/ws/");
        assertThat(house.sessions.check(answer.access()).username()).isEqualTo("alice");

        TokenAnswer next = resource.refresh(
                new Refresh(answer.refresh()),
                fake(HttpServletRequest.class, "http://localhost:7070/api/"),
                fake(UriInfo.class, "http://localhost:7070/api/"));
        assertThat(next.existing()).isTrue();
        assertThat(next.xmpp().websocketUrl()).isEqualTo("ws://localhost:7070/ws/");
        resource.revoke(new Refresh(next.refresh()));
        assertThat(Problems.of(() -> house.sessions.check(next.access())).kind())
                .isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void behind_a_proxy_the_websocket_is_where_the_operator_says() {
        house.set(WebOrigin.PUBLIC_URL, "https://chat.example.org/");
        assertThat(register().xmpp().websocketUrl()).isEqualTo("wss://chat.example.org/ws/");
    }

    static Stream<Arguments> unclear() {
        return Stream.of(
                arguments(null, null, null, null, null),
                arguments("id", null, null, null, null),
                arguments(null, ALICE, null, null, null),
                arguments(null, null, "123456", null, null),
                arguments(null, null, null, "alice", null),
                arguments(null, null, null, null, "password"),
                arguments("id", ALICE, "123456", null, null),
                arguments("id", null, "123456", "alice", null),
                arguments("id", null, "123456", "alice", "password"),
                arguments(null, ALICE, "123456", null, "password"),
                arguments(null, null, "123456", "alice", "password"));
    }

    @ParameterizedTest
    @MethodSource("unclear")
    void unless_it_is_clear_who_logs_in_nobody_does(
            @Nullable String id,
            @Nullable String number,
            @Nullable String code,
            @Nullable String username,
            @Nullable String password) {
        Credentials sent = new Credentials(id, number, code, username, password, null);
        Problem problem = Problems.of(() -> logIn(sent, "http://localhost/api/"));
        assertThat(problem.kind()).isEqualTo(Kind.INVALID);
        assertThat(problem.errors()).hasSize(1);
        assertThat(house.count("hearth_limit")).isZero();
    }
}
