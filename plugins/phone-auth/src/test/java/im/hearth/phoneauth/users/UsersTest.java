package im.hearth.phoneauth.users;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.Ties;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.PageRequest;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.Limit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    private static final String CAROL = "+4915212345678";

    private final House house = new House();

    @SuppressWarnings("NullAway.Init")
    private Caller alice;

    @SuppressWarnings("NullAway.Init")
    private Caller bob;

    @BeforeEach
    void register() {
        alice = house.caller(house.register(ALICE, "alice"));
        bob = house.caller(house.register(BOB, "bob"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static UserChange patch(String json) {
        try {
            return Json.mapper().readValue(json, UserPatch.class).change();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private UserView change(String json) {
        return house.users.change(alice, "alice", patch(json), HOME);
    }

    private Problem changeFails(String json) {
        return Problems.of(() -> change(json));
    }

    private UserView changeNumber(String number, CodeSent sent, String code) {
        UserChange.NewNumber wanted = new UserChange.NewNumber(number, sent.verificationId(), code);
        return house.users.change(alice, "alice", new UserChange(null, null, null, wanted), HOME);
    }

    private void delete(@Nullable String id, @Nullable String code, @Nullable String password) {
        house.users.delete(alice, "alice", id, code, password, HOME);
    }

    private List<String> names(Caller caller, String prefix) {
        return house.users.search(caller, prefix, new PageRequest()).items().stream()
                .map(UserView::username)
                .toList();
    }

    private List<UserView> byNumber(Caller caller, String number) {
        return house.users.byNumber(caller, number).items();
    }

    // Changing oneself

    @Test
    void only_what_is_sent_changes_and_null_clears() {
        UserView named = change("{\"name\": \"Alice A.\", \"email\": \" a@example.org \"}");
        assertThat(named.name()).isEqualTo("Alice A.");
        assertThat(named.email()).isEqualTo("a@example.org");

        assertThat(change("{}")).isEqualTo(named);
        UserView nameless = change("{\"name\": null}");
        assertThat(nameless.name()).isNull();
        assertThat(nameless.email()).isEqualTo("a@example.org");
        assertThat(change("{\"email\": \"\"}").email()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "@", "a@", "@b", "a b@c", "a@b\\nBcc: c@d", "a@b\\u0000"})
    void what_is_no_email_address_is_refused_by_field(String email) {
        assertThat(changeFails("{\"email\": \"" + email + "\"}").errors())
                .extracting(FieldError::field)
                .containsExactly("email");
    }

    @Test
    void an_email_address_that_is_too_long_is_refused() {
        String address = "a".repeat(250) + "@b.c";
        assertThat(change("{\"email\": \"" + address + "\"}").email()).isEqualTo(address);
        assertThat(changeFails("{\"email\": \"a" + address + "\"}").kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void a_name_with_hidden_characters_or_without_end_is_refused_by_field() {
        for (String name : List.of("x\u202Ey", "a\u0000b", "a".repeat(10_000))) {
            UserChange change = new UserChange(new UserChange.Sent(name), null, null, null);
            assertThat(Problems.of(() -> house.users.change(alice, "alice", change, HOME))
                            .errors())
                    .extracting(FieldError::field)
                    .containsExactly("name");
        }
    }

    @Test
    void if_one_field_is_wrong_none_changes() {
        assertThat(changeFails("{\"name\": \"New\", \"email\": \"wrong\"}").kind())
                .isEqualTo(Kind.INVALID);
        assertThat(house.accounts.require("alice").name()).isNull();
    }

    @Test
    void nobody_changes_or_deletes_somebody_else() {
        UserChange change = patch("{\"name\": \"Mallory\"}");
        assertThat(Problems.of(() -> house.users.change(bob, "alice", change, HOME))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        CodeSent sent = house.ask(BOB);
        assertThat(Problems.of(() -> house.users.delete(
                                bob, "alice", sent.verificationId(), house.phones.codeOf(BOB), null, HOME))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(Problems.of(() -> house.users.change(bob, "nobody", change, HOME))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    // The number

    @Test
    void a_new_number_wants_a_code_that_went_to_it() {
        CodeSent sent = house.ask(CAROL);
        UserView changed = changeNumber("0152 12345678", sent, house.phones.codeOf(CAROL));

        assertThat(changed.phoneNumber()).isEqualTo(CAROL);
        assertThat(house.events).contains(new PhoneNumberChanged("alice"));
        // The old number is free, and logs in to nothing.
        assertThat(house.register(ALICE, "alice2").existing()).isFalse();
        house.ask(CAROL);
        assertThat(house.logins
                        .withLastCode(CAROL, house.phones.codeOf(CAROL), HOME)
                        .account()
                        .username())
                .isEqualTo("alice");
    }

    @Test
    void a_code_to_another_number_or_a_wrong_one_changes_nothing() {
        CodeSent toAlice = house.ask(ALICE);
        Problem other = Problems.of(() -> changeNumber(CAROL, toAlice, house.phones.codeOf(ALICE)));
        CodeSent toCarol = house.ask(CAROL);
        Problem wrong = Problems.of(() -> changeNumber(CAROL, toCarol, house.phones.wrongCodeOf(CAROL)));

        assertThat(List.of(other, wrong))
                .allMatch(problem ->
                        problem.kind() == Kind.FORBIDDEN && problem.slug().equals(Verifications.WRONG_CODE));
        assertThat(house.accounts.require("alice").phoneNumber()).isEqualTo(ALICE);
    }

    @Test
    void the_code_that_changed_the_number_is_used_up() {
        CodeSent sent = house.ask(CAROL);
        changeNumber(CAROL, sent, house.phones.codeOf(CAROL));
        assertThat(Problems.of(() -> changeNumber(CAROL, sent, house.phones.codeOf(CAROL)))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void somebody_elses_number_is_a_conflict_and_stays_theirs() {
        CodeSent sent = house.ask(BOB);
        Problem taken = Problems.of(() -> changeNumber(BOB, sent, house.phones.codeOf(BOB)));
        assertThat(taken.slug()).isEqualTo("number-taken");
        assertThat(house.accounts.require("bob").phoneNumber()).isEqualTo(BOB);
        assertThat(house.accounts.require("alice").phoneNumber()).isEqualTo(ALICE);
    }

    @Test
    void a_number_without_its_code_or_a_code_without_a_number_is_told_by_field() {
        assertThat(changeFails("{\"phone_number\": \"" + CAROL + "\"}").errors())
                .extracting(FieldError::field)
                .containsExactly("verification_id", "code");
        assertThat(changeFails("{\"code\": \"123456\"}").errors())
                .extracting(FieldError::field)
                .containsExactly("phone_number", "verification_id");
    }

    // Leaving

    @Test
    void deleting_wants_a_fresh_code_to_the_own_number() {
        assertThat(Problems.of(() -> delete(null, null, null)).slug()).isEqualTo("fresh-code-needed");
        assertThat(Problems.of(() -> delete(null, null, "a password")).slug()).isEqualTo("fresh-code-needed");

        CodeSent toBob = house.ask(BOB);
        assertThat(Problems.of(() -> delete(toBob.verificationId(), house.phones.codeOf(BOB), null))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        CodeSent sent = house.ask(ALICE);
        assertThat(Problems.of(() -> delete(sent.verificationId(), house.phones.wrongCodeOf(ALICE), null))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(house.accounts.find("alice")).isPresent();

        delete(sent.verificationId(), house.phones.codeOf(ALICE), null);
        assertThat(house.accounts.find("alice")).isEmpty();
        assertThat(house.events).contains(new AccountDeleted("alice"));
    }

    @Test
    void after_deleting_no_session_goes_on_the_number_is_free_and_the_username_is_not() {
        change("{\"discoverable\": false}");
        String access =
                house.logins.withLastCode(ALICE, codeOf(ALICE), HOME).tokens().access();
        CodeSent sent = house.ask(ALICE);
        delete(sent.verificationId(), house.phones.codeOf(ALICE), null);

        assertThat(Problems.of(() -> house.sessions.check(access)).kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(house.count("hearth_discovery")).isZero();
        assertThat(house.count("hearth_session WHERE username = 'alice'")).isZero();
        assertThat(house.count("hearth_verification WHERE phone_number = '" + ALICE + "'"))
                .isZero();
        assertThat(Problems.of(() -> house.register(ALICE, "alice")).slug()).isEqualTo("username-taken");
        assertThat(house.register(ALICE, "alice2").existing()).isFalse();
    }

    @Test
    void somebody_without_a_number_deletes_the_account_with_the_password() {
        house.serverUsers.ensure("operator", "the password", null, null);
        Caller operator = new Caller("operator", "", false);
        assertThat(Problems.of(() -> house.users.delete(operator, "operator", null, null, null, HOME))
                        .slug())
                .isEqualTo("password-needed");
        assertThat(Problems.of(() -> house.users.delete(operator, "operator", null, null, "wrong", HOME))
                        .slug())
                .isEqualTo("wrong-password");
        house.users.delete(operator, "operator", null, null, "the password", HOME);
        assertThat(house.accounts.find("operator")).isEmpty();
    }

    @Test
    void wrong_passwords_for_deleting_are_limited() {
        house.serverUsers.ensure("operator", "the password", null, null);
        Caller operator = new Caller("operator", "", false);
        for (int i = 0; i < 10; i++) {
            assertThat(Problems.of(() -> house.users.delete(operator, "operator", null, null, "wrong", HOME))
                            .kind())
                    .isEqualTo(Kind.FORBIDDEN);
        }
        assertThat(Problems.of(() -> house.users.delete(operator, "operator", null, null, "the password", HOME))
                        .kind())
                .isEqualTo(Kind.TOO_OFTEN);
    }

    // Being seen and found

    @Test
    void number_and_email_are_seen_by_their_owner_and_moderators_only() {
        change("{\"email\": \"a@example.org\"}");
        UserView own = house.users.view(alice, "alice");
        assertThat(own.phoneNumber()).isEqualTo(ALICE);
        assertThat(own.email()).isEqualTo("a@example.org");

        UserView others = house.users.view(bob, "alice");
        assertThat(others.phoneNumber()).isNull();
        assertThat(others.email()).isNull();
        assertThat(others.discoverable()).isNull();
        assertThat(others.jid()).isEqualTo("alice@example.org");

        Caller moderator = new Caller("mod", "", true);
        assertThat(house.users.view(moderator, "alice").phoneNumber()).isEqualTo(ALICE);
    }

    @Test
    void a_user_who_does_not_exist_is_not_found() {
        for (String username : List.of("nobody", "", "\0", "a".repeat(10_000), "' OR 1=1 --")) {
            assertThat(Problems.of(() -> house.users.view(alice, username)).kind())
                    .isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void whoever_has_a_number_finds_its_owner_who_may_forbid_it() {
        assertThat(byNumber(bob, "0151 12345678"))
                .extracting(UserView::username)
                .containsExactly("alice");
        assertThat(byNumber(bob, ALICE).get(0).phoneNumber()).isNull();

        house.people.knownBy(new Shy());
        assertThat(byNumber(bob, ALICE)).isEmpty();
        assertThat(byNumber(alice, ALICE)).hasSize(1);
        assertThat(byNumber(new Caller("mod", "", true), ALICE)).hasSize(1);
        // Searching by name is another matter.
        assertThat(names(bob, "ali")).containsExactly("alice");
    }

    /** Nobody shows anything of themselves to others. */
    private static final class Shy implements Ties {
        @Override
        public boolean areFriends(String one, String other) {
            return false;
        }

        @Override
        public boolean hasBlocked(String person, String other) {
            return false;
        }

        @Override
        public Set<String> blockersOf(String other, Collection<String> people) {
            return Set.of();
        }

        @Override
        public boolean shows(String person, Aspect aspect, String viewer) {
            return person.equals(viewer);
        }

        @Override
        public Set<String> showing(Collection<String> people, Aspect aspect, String viewer) {
            return people.contains(viewer) ? Set.of(viewer) : Set.of();
        }
    }

    @Test
    void looking_up_numbers_is_limited_also_for_those_that_nobody_has() {
        house.set(Limit.LOOKUPS_PER_ACCOUNT.size(), "2");
        assertThat(byNumber(bob, ALICE)).hasSize(1);
        assertThat(byNumber(bob, CAROL)).isEmpty();
        assertThat(Problems.of(() -> byNumber(bob, CAROL)).kind()).isEqualTo(Kind.TOO_OFTEN);
        assertThat(byNumber(alice, CAROL)).isEmpty();
        for (int i = 0; i < 5; i++) {
            byNumber(new Caller("mod", "", true), CAROL);
        }
    }

    @Test
    void searching_finds_the_beginning_of_usernames_and_names_of_those_who_allow_it() {
        change("{\"name\": \"Robert'); DROP TABLE hearth_account\"}");
        assertThat(names(bob, "A")).containsExactly("alice");
        assertThat(names(bob, "robert')")).containsExactly("alice");
        assertThat(names(bob, "")).containsExactly("alice", "bob");
        assertThat(names(bob, "%")).isEmpty();

        change("{\"discoverable\": false}");
        assertThat(names(bob, "")).containsExactly("bob");
        assertThat(names(alice, "")).containsExactly("alice", "bob");
        assertThat(names(new Caller("mod", "", true), "")).containsExactly("alice", "bob");
        assertThat(house.users.view(bob, "alice").username()).isEqualTo("alice");

        change("{\"discoverable\": true}");
        assertThat(names(bob, "a")).containsExactly("alice");
    }

    @Test
    void the_answer_has_the_fields_of_the_contract() throws JsonProcessingException {
        Map<?, ?> json =
                Json.mapper().readValue(Json.mapper().writeValueAsString(house.users.view(bob, "alice")), Map.class);
        assertThat(json.keySet().stream().map(String::valueOf))
                .contains("id", "jid", "username", "name", "phone_number", "date_joined");
    }

    private String codeOf(String number) {
        house.ask(number);
        return house.phones.codeOf(number);
    }
}
