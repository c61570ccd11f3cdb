package im.hearth.phoneauth.users;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.problem.Kind;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Networks give numbers away again: after 28 days of silence an account must not fall into the new owner's hands. */
class RecyclingTest {
    private static final String PASSWORD = "correct horse";

    private final House house = new House();
    private final Login alice = house.register(ALICE, "alice");

    @AfterEach
    void close() {
        house.close();
    }

    private void silence() {
        house.clock.advance(Duration.ofDays(28).plusMillis(1));
    }

    private String code() {
        house.ask(ALICE);
        return house.phones.codeOf(ALICE);
    }

    @Test
    void until_28_days_of_silence_the_number_is_its_accounts() {
        house.clock.advance(Duration.ofDays(28));
        Login again = house.register(ALICE, "somebody");
        assertThat(again.existing()).isTrue();
        assertThat(again.account().username()).isEqualTo("alice");
    }

    @Test
    void after_28_days_of_silence_whoever_registers_the_number_gets_a_new_account() {
        silence();
        Login stranger = house.register(ALICE, "stranger");
        assertThat(stranger.existing()).isFalse();
        assertThat(stranger.account().username()).isEqualTo("stranger");
        assertThat(house.accounts.require("alice").phoneNumber()).isNull();
        assertThat(house.events).contains(new PhoneNumberChanged("alice"));
    }

    @Test
    void the_old_accounts_sessions_end_when_its_number_goes() {
        house.set(im.hearth.core.settings.Setting.duration("hearth.tokens.access-lifetime", Duration.ZERO), "P90D");
        Login old = house.logins.withLastCode(ALICE, code(), HOME);
        silence();
        house.register(ALICE, "stranger");
        assertThat(Problems.of(() -> house.caller(old)).kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(Problems.of(() -> house.sessions.refresh(alice.tokens().refresh(), HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void a_code_to_the_number_logs_nobody_in_to_the_silent_account_and_resets_no_password() {
        silence();
        assertThat(Problems.of(() -> house.logins.withLastCode(ALICE, code(), HOME))
                        .slug())
                .isEqualTo("not-registered");
        CodeSent sent = house.ask(ALICE);
        assertThat(Problems.of(() -> house.passwords.reset(
                                sent.verificationId(), house.phones.codeOf(ALICE), PASSWORD, HOME))
                        .slug())
                .isEqualTo("not-registered");
        assertThat(house.serverUsers.checkPassword("alice", PASSWORD)).isFalse();
    }

    @Test
    void the_silent_accounts_owner_comes_back_with_the_password_and_gives_it_a_number_again() {
        house.passwords.change("alice", PASSWORD, HOME);
        silence();
        house.register(ALICE, "stranger");

        Login back = house.logins.withPassword("alice", PASSWORD, HOME);
        CodeSent sent = house.ask(BOB);
        UserChange.NewNumber number = new UserChange.NewNumber(BOB, sent.verificationId(), house.phones.codeOf(BOB));
        house.users.change(house.caller(back), "alice", new UserChange(null, null, null, number), HOME);

        assertThat(house.accounts.require("alice").phoneNumber()).isEqualTo(BOB);
        assertThat(house.accounts.require("stranger").phoneNumber()).isEqualTo(ALICE);
    }

    @Test
    void somebody_who_changes_to_a_silent_accounts_number_gets_it() {
        silence();
        Login bob = house.register(BOB, "bob");
        CodeSent sent = house.ask(ALICE);
        UserChange.NewNumber number =
                new UserChange.NewNumber(ALICE, sent.verificationId(), house.phones.codeOf(ALICE));
        house.users.change(house.caller(bob), "bob", new UserChange(null, null, null, number), HOME);
        assertThat(house.accounts.findByPhone(ALICE).orElseThrow().username()).isEqualTo("bob");
        assertThat(house.accounts.require("alice").phoneNumber()).isNull();
    }

    @Test
    void somebody_who_is_connected_is_not_silent() {
        house.streams.connect("alice", "a stream of months");
        silence();
        assertThat(house.register(ALICE, "stranger").account().username()).isEqualTo("alice");
    }

    @Test
    void using_a_token_breaks_the_silence() {
        house.clock.advance(Duration.ofDays(27));
        house.sessions.refresh(alice.tokens().refresh(), HOME);
        house.clock.advance(Duration.ofDays(27));
        assertThat(house.register(ALICE, "stranger").existing()).isTrue();
    }

    @Test
    void how_long_is_a_setting() {
        house.set(Silence.RECYCLE_AFTER, "P90D");
        silence();
        assertThat(house.register(ALICE, "stranger").existing()).isTrue();
    }
}
