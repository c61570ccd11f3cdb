package im.hearth.phoneauth.sms;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.LogLines;
import im.hearth.phoneauth.Parallel;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.Limit;
import im.hearth.phoneauth.users.Login;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registering and logging in with codes that go through Twilio: whatever it answers, nothing is lost. */
class TwilioFlowTest {
    private final FakeTwilio twilio = new FakeTwilio();
    private final LogLines log = new LogLines();
    private final House house = House.sendingWith(this::senders);

    private CodeSender senders(Settings settings) {
        twilio.configure(settings);
        TwilioClient client = new TwilioClient(settings);
        settings.set(Senders.PROVIDER, "twilio-verify");
        return new Senders(
                settings,
                new NoSender(),
                new ConsoleSender(),
                new TwilioVerifySender(client),
                new TwilioMessagingSender(client, settings));
    }

    @AfterEach
    void close() {
        log.close();
        twilio.close();
        house.close();
    }

    private CodeSent register() {
        return house.users.register(ALICE, "alice", null, Channel.SMS, HOME);
    }

    private Login redeem(CodeSent sent) {
        return house.logins.withCode(sent.verificationId(), "123456", HOME);
    }

    /** That the sizes of all limits are 1 shows that nothing stays counted. */
    private void allowOne() {
        for (Limit limit : Limit.values()) {
            house.set(limit.size(), "1");
        }
    }

    @Test
    void somebody_registers_with_a_code_that_twilio_made_and_checked() {
        CodeSent sent = register();
        twilio.checksAnswer("approved");
        assertThat(redeem(sent).account().phoneNumber()).isEqualTo(ALICE);
    }

    @Test
    void a_code_that_twilio_approved_is_good_once() {
        CodeSent sent = register();
        twilio.checksAnswer("approved");
        redeem(sent);
        assertThat(Problems.of(() -> redeem(sent)).slug()).isEqualTo(Verifications.WRONG_CODE);
    }

    @Test
    void a_code_that_twilio_approved_serves_again_if_what_it_was_for_was_refused() {
        twilio.checksAnswer("approved");
        redeem(register());
        CodeSent sent = house.ask(ALICE);
        String id = sent.verificationId();
        assertThat(Problems.of(() -> house.passwords.reset(id, "123456", "15112345678", HOME))
                        .kind())
                .isEqualTo(Kind.INVALID);

        // Twilio approves once; asked again, it does not know the verification any more.
        twilio.refuse(404, 20404);
        assertThat(Problems.of(() -> house.passwords.reset(id, "654321", "a good password", HOME))
                        .slug())
                .isEqualTo(Verifications.WRONG_CODE);
        house.passwords.reset(id, "123456", "a good password", HOME);

        assertThat(house.serverUsers.checkPassword("alice", "a good password")).isTrue();
    }

    @Test
    void of_many_who_redeem_a_code_at_once_one_logs_in() throws InterruptedException {
        CodeSent sent = register();
        twilio.checksAnswer("approved");
        List<Object> results = Parallel.run(5, () -> redeem(sent));
        assertThat(results.stream().filter(Login.class::isInstance)).hasSize(1);
        assertThat(results.stream().filter(Problem.class::isInstance)).hasSize(4);
    }

    @Test
    void of_200_wrong_codes_at_once_twilio_checks_at_most_5() throws InterruptedException {
        house.set(Limit.WRONG_CODES_PER_ADDRESS.size(), "1000");
        CodeSent sent = register();
        int before = twilio.requests().size();
        List<Object> results = Parallel.run(200, () -> redeem(sent));
        assertThat(twilio.requests()).hasSize(before + Verifications.CHECKS);
        assertThat(results).allMatch(Problem.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 60200",
        "429, 60203",
        "403, 60205",
        "403, 60410",
        "403, 60605",
        "401, 20003",
        "429, 20429",
        "500, 20500"
    })
    void a_code_that_was_not_sent_counts_for_nothing_but_the_address(int status, int code) {
        allowOne();
        house.set(Limit.CODES_PER_ADDRESS.size(), "2");
        CodeSent sent;
        try (FakeTwilio failing = new FakeTwilio()) {
            failing.configure(house.settings);
            failing.refuse(status, code);
            assertThat(Problems.of(this::register).detail()).isNotEmpty();
        }
        twilio.configure(house.settings);
        sent = register();
        // The ladder begins at its first step, too.
        assertThat(sent.resendAt()).isEqualTo(house.clock.instant().plusSeconds(60));
    }

    @Test
    void while_twilio_is_away_nothing_at_all_is_counted() {
        allowOne();
        house.set(TwilioSettings.GATEWAY, "http://127.0.0.1:1");
        for (int i = 0; i < 10; i++) {
            assertThat(Problems.of(this::register).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        twilio.configure(house.settings);
        CodeSent sent = register();

        house.set(TwilioSettings.GATEWAY, "http://127.0.0.1:1");
        for (int i = 0; i < 10; i++) {
            assertThat(Problems.of(() -> redeem(sent)).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        twilio.configure(house.settings);
        twilio.checksAnswer("approved");
        assertThat(redeem(sent).existing()).isFalse();
    }

    @Test
    void codes_that_twilio_made_are_checked_there_also_after_another_sender_took_over() {
        CodeSent sent = register();
        house.set(Senders.PROVIDER, "twilio-messaging");
        twilio.checksAnswer("approved");
        assertThat(redeem(sent).account().username()).isEqualTo("alice");
    }

    @Test
    void a_channel_that_the_sender_has_not_is_refused_by_field() {
        house.set(Senders.PROVIDER, "twilio-messaging");
        Problem refused = Problems.of(() -> house.users.register(ALICE, "alice", null, Channel.WHATSAPP, HOME));
        assertThat(refused.errors()).extracting(e -> e.field()).containsExactly("channel");
        assertThat(twilio.requests()).isEmpty();
    }

    @Test
    void without_a_sender_nobody_gets_a_code_and_the_log_says_once_what_to_set() {
        allowOne();
        house.set(Senders.PROVIDER, "none");
        for (int i = 0; i < 3; i++) {
            assertThat(Problems.of(this::register).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        assertThat(twilio.requests()).isEmpty();
        assertThat(log.errors())
                .filteredOn(line -> line.contains("No codes"))
                .singleElement()
                .asString()
                .contains("hearth.sms.sender");
    }

    @Test
    void the_log_names_a_missing_setting_once() {
        house.set(TwilioSettings.VERIFY_SERVICE, "");
        for (int i = 0; i < 3; i++) {
            assertThat(Problems.of(this::register).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        assertThat(log.errors()).singleElement().asString().contains("hearth.twilio.verify-service");
    }

    @ParameterizedTest
    @CsvSource({"401, 20003, hearth.twilio.auth-token", "404, 20404, hearth.twilio.verify-service"})
    void the_log_names_the_settings_that_twilio_refuses(int status, int code, String setting) {
        twilio.refuse(status, code);
        assertThat(Problems.of(this::register).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(log.errors()).singleElement().asString().contains(setting);
    }

    @Test
    void the_log_holds_no_number_code_or_token() {
        twilio.checksAnswer("approved");
        redeem(register());
        for (int code : List.of(60200, 60203, 60410, 60605, 20003, 20500, 99999)) {
            twilio.refuse(400, code);
            assertThat(Problems.of(() -> house.ask(ALICE)).detail()).isNotEmpty();
        }
        twilio.answer(FakeTwilio.page(502));
        assertThat(Problems.of(() -> house.ask(ALICE)).detail()).isNotEmpty();
        twilio.stop();
        assertThat(Problems.of(() -> house.ask(ALICE)).detail()).isNotEmpty();

        assertThat(log.all())
                .hasSizeGreaterThan(5)
                .noneMatch(line ->
                        line.contains("15112345678") || line.contains("123456") || line.contains(FakeTwilio.TOKEN));
    }
}
