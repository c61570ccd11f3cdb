package im.hearth.phoneauth.users;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.PasswordChanged;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.Limit;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final String GOOD = "correct horse";

    private final House house = new House();

    @SuppressWarnings("NullAway.Init")
    private Login alice;

    @BeforeEach
    void register() {
        alice = house.register(ALICE, "alice");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void change(String password) {
        house.passwords.change("alice", password, HOME);
    }

    private void reset(CodeSent sent, String code, String password) {
        house.passwords.reset(sent.verificationId(), code, password, HOME);
    }

    private Login logIn(String username, String password) {
        return logIn(username, password, HOME);
    }

    private Login logIn(String username, String password, Client client) {
        return house.logins.withPassword(username, password, client);
    }

    private Problem refused(String username, String password) {
        return Problems.of(() -> logIn(username, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234567",
                "password",
                "PassWord1",
                "12345678",
                "alice",
                "15112345678",
                "0151/12345678",
                "0049 151 12345678",
                "+4915112345678",
                "112345678",
                "pass\u0000word!",
                "pass\u200Bword!",
                "pass\u202Eword!"
            })
    void what_may_not_be_a_password_is_refused_by_field(String password) {
        assertThat(Problems.of(() -> change(password)).errors())
                .extracting(FieldError::field)
                .containsExactly("password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {GOOD, "!?!?!?!?", "#$%&#$%8", "пароль-для-всех", "🐎🔋🐎🔋🐎🔋🐎🔋", "15112345679", "5678 5678 9"
            })
    void what_may_be_a_password_logs_in(String password) {
        change(password);
        assertThat(logIn("alice", password).account().username()).isEqualTo("alice");
    }

    @Test
    void a_password_has_8_to_128_characters_and_nobodys_username() {
        change("a".repeat(128));
        assertThat(Problems.of(() -> change("a".repeat(129))).kind()).isEqualTo(Kind.INVALID);
        house.register(BOB, "bob-the-builder");
        assertThat(Problems.of(() -> house.passwords.change("bob-the-builder", "Bob-The-Builder", HOME))
                        .detail())
                .contains("username");
    }

    @Test
    void changing_the_password_while_logged_in_ends_no_session() {
        change(GOOD);
        assertThat(house.caller(alice).username()).isEqualTo("alice");
        assertThat(house.events).contains(new PasswordChanged("alice", false, HOME.address()));
    }

    @Test
    void a_fresh_code_resets_the_password_and_ends_all_sessions_and_streams() {
        change("the old password");
        house.streams.connect("alice", "with the old password");
        CodeSent sent = house.ask(ALICE);
        reset(sent, house.phones.codeOf(ALICE), GOOD);

        assertThat(logIn("alice", GOOD).account().username()).isEqualTo("alice");
        assertThat(refused("alice", "the old password").kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(Problems.of(() -> house.caller(alice)).kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(Problems.of(() -> house.sessions.refresh(alice.tokens().refresh(), HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
        assertThat(house.streams.streams("alice")).isEmpty();
        assertThat(house.events).contains(new PasswordChanged("alice", true, HOME.address()));
    }

    @Test
    void a_wrong_code_resets_nothing_and_the_right_one_resets_once() {
        CodeSent sent = house.ask(ALICE);
        Problem wrong = Problems.of(() -> reset(sent, house.phones.wrongCodeOf(ALICE), GOOD));
        assertThat(wrong.slug()).isEqualTo(Verifications.WRONG_CODE);
        assertThat(house.caller(alice).username()).isEqualTo("alice");

        reset(sent, house.phones.codeOf(ALICE), GOOD);
        Problem again = Problems.of(() -> reset(sent, house.phones.codeOf(ALICE), "another password"));
        assertThat(again.slug()).isEqualTo(Verifications.WRONG_CODE);
        assertThat(logIn("alice", GOOD).existing()).isTrue();
    }

    @Test
    void a_password_that_may_not_be_leaves_the_code_good() {
        CodeSent sent = house.ask(ALICE);
        assertThat(Problems.of(() -> reset(sent, house.phones.codeOf(ALICE), "short"))
                        .kind())
                .isEqualTo(Kind.INVALID);
        assertThat(Problems.of(() -> reset(sent, house.phones.codeOf(ALICE), "0151 12345678"))
                        .kind())
                .isEqualTo(Kind.INVALID);
        reset(sent, house.phones.codeOf(ALICE), GOOD);
    }

    @Test
    void a_number_without_an_account_has_no_password_to_reset() {
        CodeSent sent = house.ask(BOB);
        assertThat(Problems.of(() -> reset(sent, house.phones.codeOf(BOB), GOOD))
                        .slug())
                .isEqualTo("not-registered");
    }

    @Test
    void a_wrong_password_and_nobodys_are_answered_alike() {
        change(GOOD);
        Problem wrong = refused("alice", "wrong password");
        Problem nobody = refused("nobody", "wrong password");
        Problem impossible = refused("a b\0", "wrong password");
        assertThat(wrong.slug()).isEqualTo("wrong-password");
        for (Problem other : new Problem[] {nobody, impossible}) {
            assertThat(other.slug()).isEqualTo(wrong.slug());
            assertThat(other.detail()).isEqualTo(wrong.detail());
        }
    }

    @Test
    void before_one_is_set_no_password_logs_in() {
        assertThat(refused("alice", "").kind()).isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void after_10_wrong_passwords_the_right_one_waits_15_minutes_from_that_address() {
        change(GOOD);
        for (int i = 0; i < 10; i++) {
            assertThat(refused("alice", "wrong").kind()).isEqualTo(Kind.UNAUTHORIZED);
        }
        Problem enough = refused("ALICE ", GOOD);
        assertThat(enough.kind()).isEqualTo(Kind.TOO_OFTEN);
        assertThat(enough.retryAfter()).contains(Duration.ofMinutes(15));
        // Nobody locks alice out of her own home.
        assertThat(logIn("alice", GOOD, House.from("198.51.100.1")).existing()).isTrue();
        house.clock.advance(Duration.ofMinutes(15));
        assertThat(logIn("alice", GOOD).existing()).isTrue();
    }

    @Test
    void right_passwords_do_not_count() {
        house.set(Limit.WRONG_PASSWORDS.size(), "1");
        house.set(Limit.WRONG_PASSWORDS_PER_ADDRESS.size(), "1");
        change(GOOD);
        for (int i = 0; i < 3; i++) {
            logIn("alice", GOOD);
        }
    }

    @Test
    void wrong_passwords_for_many_accounts_from_one_address_are_limited_too() {
        house.set(Limit.WRONG_PASSWORDS_PER_ADDRESS.size(), "3");
        for (int i = 0; i < 3; i++) {
            assertThat(refused("somebody" + i, "wrong").kind()).isEqualTo(Kind.UNAUTHORIZED);
        }
        assertThat(refused("somebody", "wrong").kind()).isEqualTo(Kind.TOO_OFTEN);
    }

    @Test
    void what_has_no_end_is_refused() {
        assertThat(refused("a".repeat(10_000), "wrong").kind()).isEqualTo(Kind.UNAUTHORIZED);
    }
}
