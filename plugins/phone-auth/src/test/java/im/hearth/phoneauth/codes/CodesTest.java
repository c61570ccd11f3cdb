package im.hearth.phoneauth.codes;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Parallel;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.limits.Limit;
import im.hearth.phoneauth.users.Login;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private Problem refused(CodeSent sent, String code) {
        return Problems.of(() -> house.verifications.check(sent.verificationId(), code, HOME));
    }

    private Problem wrong(CodeSent sent) {
        return refused(sent, house.phones.wrongCodeOf(ALICE));
    }

    private Verification right(CodeSent sent) {
        return house.verifications.check(sent.verificationId(), house.phones.codeOf(ALICE), HOME);
    }

    private Problem tooSoon() {
        Problem problem = Problems.of(() -> house.ask(ALICE));
        assertThat(problem.kind()).isEqualTo(Kind.TOO_OFTEN);
        return problem;
    }

    @Test
    void codes_that_are_typed_are_counted_by_what_they_were() {
        CodeSent sent = house.ask(ALICE);
        wrong(sent);
        right(sent);

        assertThat(house.meters
                        .counter("hearth.codes.checked", "result", "wrong")
                        .count())
                .isEqualTo(1);
        assertThat(house.meters
                        .counter("hearth.codes.checked", "result", "right")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void codes_are_6_digits_and_differ() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            house.ask(House.number(i));
            String code = house.phones.codeOf(House.number(i));
            assertThat(code).matches("[0-9]{6}");
            codes.add(code);
            house.clock.advance(Duration.ofHours(1));
        }
        assertThat(codes).hasSizeGreaterThan(15);
    }

    @Test
    void a_code_is_good_until_5_minutes_are_over() {
        CodeSent sent = house.ask(ALICE);
        house.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(right(sent).phoneNumber()).isEqualTo(ALICE);
        house.clock.advance(Duration.ofMillis(1));
        assertThat(refused(sent, house.phones.codeOf(ALICE)).slug()).isEqualTo(Verifications.WRONG_CODE);
    }

    @Test
    void after_5_wrong_codes_the_right_one_is_refused_too() {
        CodeSent sent = house.ask(ALICE);
        for (int i = 0; i < 5; i++) {
            Problem problem = wrong(sent);
            assertThat(problem.kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(problem.slug()).isEqualTo(Verifications.WRONG_CODE);
        }
        Problem worn = refused(sent, house.phones.codeOf(ALICE));
        assertThat(worn.kind()).isEqualTo(Kind.TOO_OFTEN);
        assertThat(worn.retryAfter()).contains(Duration.ofMinutes(1));
    }

    @Test
    void of_200_wrong_codes_at_once_on_two_nodes_5_are_checked() throws InterruptedException {
        house.set(Limit.WRONG_CODES_PER_ADDRESS.size(), "1000");
        CodeSent sent = house.ask(ALICE);
        List<House> nodes = List.of(house, house.anotherNode());
        AtomicInteger next = new AtomicInteger();
        String wrong = house.phones.wrongCodeOf(ALICE);

        List<Object> results = Parallel.run(
                200,
                () -> nodes.get(next.getAndIncrement() % 2).verifications.check(sent.verificationId(), wrong, HOME));

        assertThat(results).hasSize(200).allMatch(Problem.class::isInstance);
        assertThat(results.stream().map(Problem.class::cast).filter(p -> p.kind() == Kind.UNAUTHORIZED))
                .hasSize(5);
        assertThat(results.stream().map(Problem.class::cast).filter(p -> p.kind() == Kind.TOO_OFTEN))
                .hasSize(195);
    }

    @Test
    void a_code_logs_in_once() {
        house.register(ALICE, "alice");
        CodeSent sent = house.ask(ALICE);
        String code = house.phones.codeOf(ALICE);
        house.logins.withCode(sent.verificationId(), code, HOME);
        assertThat(Problems.of(() -> house.logins.withCode(sent.verificationId(), code, HOME))
                        .slug())
                .isEqualTo(Verifications.WRONG_CODE);
    }

    @Test
    void a_code_that_comes_many_times_at_once_logs_in_once() throws InterruptedException {
        house.register(ALICE, "alice");
        CodeSent sent = house.ask(ALICE);
        String code = house.phones.codeOf(ALICE);
        House other = house.anotherNode();
        List<Object> results = Parallel.run(16, () -> other.logins.withCode(sent.verificationId(), code, HOME));
        assertThat(results.stream().filter(Login.class::isInstance)).hasSize(1);
        assertThat(results.stream().filter(Problem.class::isInstance)).hasSize(15);
        assertThat(house.count("hearth_session")).isEqualTo(2);
    }

    @Test
    void a_code_is_good_for_its_own_verification_only() {
        CodeSent alice = house.ask(ALICE);
        house.ask(BOB);
        assumeThat(house.phones.codeOf(BOB)).isNotEqualTo(house.phones.codeOf(ALICE));
        assertThat(refused(alice, house.phones.codeOf(BOB)).slug()).isEqualTo(Verifications.WRONG_CODE);

        String first = house.phones.codeOf(ALICE);
        house.clock.advance(Duration.ofMinutes(1));
        CodeSent again = house.ask(ALICE);
        assumeThat(house.phones.codeOf(ALICE)).isNotEqualTo(first);
        assertThat(refused(again, first).slug()).isEqualTo(Verifications.WRONG_CODE);
        // The earlier one, late in coming, is still good with its own.
        assertThat(house.verifications
                        .check(alice.verificationId(), first, HOME)
                        .phoneNumber())
                .isEqualTo(ALICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "\0",
                "' OR '1'='1",
                "VE00000000000000000000000000000\0",
                "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"
            })
    void a_verification_that_was_never_made_is_answered_like_a_wrong_code(String id) {
        Problem problem = Problems.of(() -> house.verifications.check(id, "123456", HOME));
        Problem wrong = wrong(house.ask(ALICE));
        assertThat(problem.slug()).isEqualTo(wrong.slug());
        assertThat(problem.detail()).isEqualTo(wrong.detail());
    }

    @Test
    void the_next_code_comes_after_1_2_5_and_10_minutes_and_5_come_in_a_day() {
        for (int minutes : List.of(1, 2, 5, 10, 10)) {
            Duration wait = Duration.ofMinutes(minutes);
            assertThat(house.ask(ALICE).resendAt())
                    .isEqualTo(house.clock.instant().plus(wait));
            assertThat(tooSoon().retryAfter()).contains(wait);
            house.clock.advance(wait.minusMillis(1));
            tooSoon();
            house.clock.advance(Duration.ofMillis(1));
        }
        assertThat(house.phones.sent()).isEqualTo(5);
        Problem enough = tooSoon();
        assertThat(enough.retryAfter()).contains(Duration.ofDays(1).minusMinutes(28));

        house.clock.advance(Duration.ofDays(1).minusMinutes(28));
        house.ask(ALICE);
        assertThat(house.phones.sent()).isEqualTo(6);
    }

    @Test
    void after_a_day_without_codes_the_waits_begin_anew() {
        house.ask(ALICE);
        house.clock.advance(Duration.ofMinutes(1));
        house.ask(ALICE);
        house.clock.advance(Duration.ofDays(1).plusMinutes(3));
        assertThat(house.ask(ALICE).resendAt()).isEqualTo(house.clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void whoever_used_a_code_need_not_wait_for_the_next_one() {
        house.register(ALICE, "alice");
        assertThat(house.ask(ALICE).resendAt()).isEqualTo(house.clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void of_many_who_ask_for_a_number_at_once_one_gets_a_code() throws InterruptedException {
        House other = house.anotherNode();
        AtomicInteger next = new AtomicInteger();
        List<Object> results = Parallel.run(16, () -> (next.getAndIncrement() % 2 == 0 ? house : other).ask(ALICE));
        assertThat(results.stream().filter(CodeSent.class::isInstance)).hasSize(1);
        assertThat(house.phones.sent()).isEqualTo(1);
        assertThat(house.count("hearth_verification")).isEqualTo(1);
    }

    @Test
    void the_last_code_of_a_number_logs_in_and_no_earlier_one() {
        house.register(ALICE, "alice");
        house.ask(ALICE);
        String first = house.phones.codeOf(ALICE);
        house.clock.advance(Duration.ofMinutes(1));
        house.ask(ALICE);
        String last = house.phones.codeOf(ALICE);
        assumeThat(last).isNotEqualTo(first);

        assertThat(Problems.of(() -> house.logins.withLastCode(ALICE, first, HOME))
                        .slug())
                .isEqualTo(Verifications.WRONG_CODE);
        assertThat(house.logins.withLastCode(ALICE, last, HOME).account().username())
                .isEqualTo("alice");
    }

    @Test
    void asking_with_a_known_number_and_an_unknown_one_looks_the_same() {
        house.register(ALICE, "alice");
        CodeSent known = house.ask(ALICE);
        CodeSent unknown = house.ask(BOB);
        assertThat(known.verificationId()).hasSameSizeAs(unknown.verificationId());
        assertThat(known)
                .usingRecursiveComparison()
                .ignoringFields("verificationId")
                .isEqualTo(unknown);
        assertThat(house.phones.sent()).isEqualTo(3);
    }

    @Test
    void a_wrong_code_for_a_known_number_and_an_unknown_one_looks_the_same() {
        house.register(ALICE, "alice");
        house.ask(ALICE);
        Problem known = Problems.of(() -> house.logins.withLastCode(ALICE, house.phones.wrongCodeOf(ALICE), HOME));
        Problem unknown = Problems.of(() -> house.logins.withLastCode(BOB, "123456", HOME));
        assertThat(known.slug()).isEqualTo(unknown.slug());
        assertThat(known.detail()).isEqualTo(unknown.detail());
        assertThat(known.retryAfter()).isEqualTo(unknown.retryAfter());
    }

    @Test
    void a_code_is_kept_as_a_hash_that_is_bound_to_its_verification() {
        CodeSent sent = house.ask(ALICE);
        String code = house.phones.codeOf(ALICE);
        Map<String, Object> row = house.database.read(handle -> handle.createQuery("SELECT * FROM hearth_verification")
                .mapToMap()
                .one());
        assertThat(row.get("code_hash")).asString().hasSize(43);
        List<String> texts = new ArrayList<>();
        row.forEach((column, value) -> {
            if (value instanceof String text && !column.equals("phone_number")) {
                texts.add(text);
            }
        });
        assertThat(texts).noneMatch(text -> text.contains(code));

        // Moved to another verification, the hash is worth nothing.
        CodeSent bob = house.ask(BOB);
        house.database.write(tx -> tx.handle()
                .createUpdate("UPDATE hearth_verification SET code_hash = :hash WHERE id = :id")
                .bind("hash", row.get("code_hash"))
                .bind("id", bob.verificationId())
                .execute());
        assertThat(refused(bob, code).slug()).isEqualTo(Verifications.WRONG_CODE);
        assertThat(right(sent).phoneNumber()).isEqualTo(ALICE);
    }

    @Test
    void what_is_over_is_purged_and_what_is_not_stays() {
        house.ask(ALICE);
        house.clock.advance(Duration.ofMinutes(5));
        CodeSent live = house.ask(BOB);
        house.clock.advance(Duration.ofMillis(1));
        house.verifications.purge();
        assertThat(house.count("hearth_verification")).isEqualTo(1);
        assertThat(house.count("hearth_code_number")).isEqualTo(2);
        assertThat(house.verifications
                        .check(live.verificationId(), house.phones.codeOf(BOB), HOME)
                        .phoneNumber())
                .isEqualTo(BOB);

        house.clock.advance(Duration.ofDays(1).plusMinutes(2));
        house.verifications.purge();
        assertThat(house.count("hearth_verification")).isZero();
        assertThat(house.count("hearth_code_number")).isZero();
    }

    @Test
    void a_fault_of_the_sender_that_nobody_expected_counts_for_nothing() {
        House broken = House.sendingWith(settings -> new im.hearth.phoneauth.BrokenSender());
        try (broken) {
            for (int i = 0; i < 7; i++) {
                assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> broken.ask(ALICE)))
                        .isInstanceOf(IllegalStateException.class);
            }
            assertThat(broken.count("hearth_verification")).isZero();
            assertThat(broken.count("hearth_code_number")).isZero();
            assertThat(broken.count("hearth_limit WHERE taken > 0")).isZero();
        }
    }
}
