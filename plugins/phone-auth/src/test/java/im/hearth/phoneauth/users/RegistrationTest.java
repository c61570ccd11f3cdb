package im.hearth.phoneauth.users;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.AccountRegistered;
import im.hearth.core.accounts.LoggedIn;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Parallel;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.sms.Channel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private CodeSent ask(String number, String username) {
        return house.users.register(number, username, "Some One", Channel.SMS, HOME);
    }

    private Login redeem(CodeSent sent, String number) {
        return house.logins.withCode(sent.verificationId(), house.phones.codeOf(number), HOME);
    }

    @Test
    void a_verified_code_makes_the_account_and_logs_in() {
        CodeSent sent = ask("0151 12345678", "Alice");
        assertThat(sent.channel()).isEqualTo("sms");
        assertThat(sent.expiresAt()).isEqualTo(house.clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(sent.resendAt()).isEqualTo(house.clock.instant().plus(Duration.ofMinutes(1)));

        Login login = redeem(sent, ALICE);

        assertThat(login.existing()).isFalse();
        assertThat(login.account().username()).isEqualTo("alice");
        assertThat(login.account().phoneNumber()).isEqualTo(ALICE);
        assertThat(login.account().name()).isEqualTo("Some One");
        assertThat(house.serverUsers.exists("alice")).isTrue();
        assertThat(house.caller(login).username()).isEqualTo("alice");
        assertThat(house.events).hasExactlyElementsOfTypes(AccountRegistered.class, LoggedIn.class);
    }

    @Test
    void there_is_no_account_before_the_code_is_verified() {
        ask(ALICE, "alice");
        assertThat(house.accounts.find("alice")).isEmpty();
        assertThat(house.accounts.findByPhone(ALICE)).isEmpty();
    }

    @Test
    void a_known_number_logs_in_to_its_account_and_the_new_username_is_ignored() {
        house.register(ALICE, "alice");
        Login again = redeem(ask(ALICE, "other"), ALICE);
        assertThat(again.existing()).isTrue();
        assertThat(again.account().username()).isEqualTo("alice");
        assertThat(house.accounts.find("other")).isEmpty();
    }

    @Test
    void a_taken_username_is_a_conflict_for_every_number_alike() {
        house.register(ALICE, "alice");
        Problem own = Problems.of(() -> ask(ALICE, "alice"));
        Problem stranger = Problems.of(() -> ask(BOB, "alice"));
        assertThat(own.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(own.slug()).isEqualTo("username-taken");
        assertThat(own.detail()).isEqualTo(stranger.detail());
        assertThat(house.phones.sent()).isEqualTo(1);
    }

    @Test
    void of_two_who_wait_for_a_code_with_one_username_the_first_to_verify_gets_it() {
        CodeSent first = ask(ALICE, "alice");
        CodeSent second = ask(BOB, "alice");
        redeem(second, BOB);

        Problem late = Problems.of(() -> redeem(first, ALICE));
        assertThat(late.slug()).isEqualTo("username-taken");
        assertThat(late.detail()).contains("meantime");
        assertThat(house.accounts.findByPhone(ALICE)).isEmpty();

        // The code was right, so nobody has to wait for the next one.
        assertThat(redeem(ask(ALICE, "alice2"), ALICE).account().username()).isEqualTo("alice2");
    }

    @Test
    void of_many_who_verify_for_one_username_at_once_one_gets_it() throws InterruptedException {
        List<String> numbers = List.of(ALICE, BOB, "+4915212345678", "+4916012345678");
        List<CodeSent> sent =
                numbers.stream().map(number -> ask(number, "alice")).toList();
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();

        List<Object> results = Parallel.run(numbers.size(), () -> {
            int i = next.getAndIncrement();
            return redeem(sent.get(i), numbers.get(i));
        });

        assertThat(results.stream().filter(Login.class::isInstance)).hasSize(1);
        assertThat(results.stream().filter(Problem.class::isInstance).map(p -> ((Problem) p).slug()))
                .containsOnly("username-taken")
                .hasSize(numbers.size() - 1);
    }

    @Test
    void a_code_asked_for_to_log_in_makes_no_account() {
        CodeSent sent = house.ask(ALICE);
        Problem problem = Problems.of(() -> redeem(sent, ALICE));
        assertThat(problem.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(problem.slug()).isEqualTo("not-registered");
        assertThat(problem.detail()).contains("/api/users/");
        // Registering works at once.
        assertThat(redeem(ask(ALICE, "alice"), ALICE).existing()).isFalse();
    }

    @Test
    void the_number_and_the_code_log_in_without_the_verification() {
        house.register(ALICE, "alice");
        house.ask(ALICE);
        Login login = house.logins.withLastCode("0151/12345678", house.phones.codeOf(ALICE), HOME);
        assertThat(login.account().username()).isEqualTo("alice");
    }

    @Test
    void a_bad_username_or_name_is_refused_by_field_and_no_code_is_sent() {
        assertThat(Problems.of(() -> ask(ALICE, "a\u200Blice")).errors().get(0).field())
                .isEqualTo("username");
        assertThat(Problems.of(() -> house.users.register(ALICE, "alice", "x\u202Ey", Channel.SMS, HOME))
                        .errors()
                        .get(0)
                        .field())
                .isEqualTo("name");
        assertThat(house.phones.sent()).isZero();
    }
}
