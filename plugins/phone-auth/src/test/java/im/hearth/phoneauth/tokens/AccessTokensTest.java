package im.hearth.phoneauth.tokens;

import static im.hearth.phoneauth.House.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Parallel;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.users.Login;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final House house = new House();
    private final Login alice = house.register(ALICE, "alice");
    private final String access = alice.tokens().access();

    @AfterEach
    void close() {
        house.close();
    }

    private void assertRefused(String token) {
        Problem problem = Problems.of(() -> house.sessions.check(token));
        assertThat(problem.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(problem.slug()).isEqualTo("bad-token");
    }

    private static SignedJWT parse(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static JWSHeader header(ECKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
    }

    private Tokens begin() {
        return house.sessions.begin(alice.account(), House.HOME);
    }

    private ECKey ours() {
        return house.keys.current();
    }

    @Test
    void a_token_says_who_until_when_and_by_which_key() {
        JWTClaimsSet claims = claims(access);
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getIssuer()).isEqualTo("example.org");
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(house.clock.instant().plus(Duration.ofMinutes(15))));
        assertThat(claims.getClaims().toString()).doesNotContain("15112345678");
        assertThat(parse(access).getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(parse(access).getHeader().getKeyID()).isEqualTo(ours().getKeyID());
        assertThat(alice.tokens().expiresIn()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void a_token_is_good_for_15_minutes_also_where_it_was_seen_before() {
        house.clock.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(house.sessions.check(access).username()).isEqualTo("alice");
        house.clock.advance(Duration.ofMillis(1));
        assertRefused(access);
        House other = house.anotherNode();
        assertThat(Problems.of(() -> other.sessions.check(access)).kind()).isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void a_token_signed_with_none_is_refused() {
        assertRefused(new PlainJWT(claims(access)).serialize());
        String[] parts = access.split("\\.", -1);
        for (String none : List.of("none", "None", "NONE")) {
            Base64URL header = Base64URL.encode(
                    "{\"alg\":\"" + none + "\",\"typ\":\"at+jwt\",\"kid\":\"" + ours().getKeyID() + "\"}");
            assertRefused(header + "." + parts[1] + ".");
            assertRefused(header + "." + parts[1] + "." + parts[2]);
        }
    }

    @Test
    void a_token_of_another_key_is_refused_also_under_our_kid() throws JOSEException {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("foreign").generate();
        ECKey disguised =
                new ECKeyGenerator(Curve.P_256).keyID(ours().getKeyID()).generate();
        assertRefused(sign(header(foreign), claims(access), new ECDSASigner(foreign)));
        assertRefused(sign(header(disguised), claims(access), new ECDSASigner(disguised)));
    }

    @Test
    void a_token_that_brings_its_own_key_is_refused() throws JOSEException {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("foreign").generate();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(foreign.getKeyID())
                .jwk(foreign.toPublicJWK())
                .build();
        assertRefused(sign(header, claims(access), new ECDSASigner(foreign)));
    }

    @Test
    void a_token_with_our_public_key_as_the_secret_of_hs256_is_refused() throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(TYPE)
                .keyID(ours().getKeyID())
                .build();
        byte[] published = house.keys.published().get(0).toECPublicKey().getEncoded();
        assertRefused(sign(header, claims(access), new MACSigner(published)));
        assertRefused(sign(
                header,
                claims(access),
                new MACSigner(house.keys.published().get(0).toJSONString())));
    }

    @Test
    void a_token_of_another_server_or_kind_is_refused_also_with_our_signature() throws JOSEException {
        JWSSigner signer = new ECDSASigner(ours());
        JWTClaimsSet good = claims(access);
        assertThat(house.sessions.check(sign(header(ours()), good, signer)).username())
                .isEqualTo("alice");

        assertRefused(sign(
                header(ours()),
                new JWTClaimsSet.Builder(good).issuer("else.org").build(),
                signer));
        assertRefused(sign(
                header(ours()), new JWTClaimsSet.Builder(good).subject(null).build(), signer));
        assertRefused(sign(
                header(ours()), new JWTClaimsSet.Builder(good).subject("bob").build(), signer));
        assertRefused(sign(
                header(ours()),
                new JWTClaimsSet.Builder(good).claim("sid", null).build(),
                signer));
        assertRefused(sign(
                header(ours()), new JWTClaimsSet.Builder(good).claim("sid", 7).build(), signer));
        assertRefused(sign(
                header(ours()),
                new JWTClaimsSet.Builder(good).expirationTime(null).build(),
                signer));
        JWSHeader untyped = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(ours().getKeyID())
                .build();
        assertRefused(sign(untyped, good, signer));
        assertRefused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).build(), good, signer));
    }

    @Test
    void a_changed_token_is_refused() {
        String[] parts = access.split("\\.", -1);
        String forged = Base64URL.encode(new JWTClaimsSet.Builder(claims(access))
                        .subject("root")
                        .build()
                        .toString())
                .toString();
        assertRefused(parts[0] + "." + forged + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + ".");
        assertRefused(parts[0] + "." + parts[1] + "." + "A".repeat(86));
        assertRefused(parts[0] + "." + parts[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "\0", "null", "ä.ö.ü", "eyJ9.eyJ9.eyJ9"})
    void what_is_no_token_is_refused(String text) {
        assertRefused(text);
    }

    @Test
    void a_token_without_end_is_refused() {
        assertRefused(access + "A".repeat(1_000_000));
    }

    // The keys

    @Test
    void the_published_keys_have_no_private_part_and_the_kept_ones_are_sealed() {
        assertThat(house.keys.published()).hasSize(1).noneMatch(ECKey::isPrivate);
        String secret = ours().getD().toString();
        String kept = house.database.read(
                handle -> handle.createQuery("SELECT public_key || ' ' || sealed_key FROM hearth_signing_key")
                        .mapTo(String.class)
                        .one());
        assertThat(kept).doesNotContain(secret, "\"d\"");
    }

    @Test
    void a_restart_keeps_the_key() {
        assertThat(house.anotherNode().sessions.check(access).username()).isEqualTo("alice");
        assertThat(house.count("hearth_signing_key")).isEqualTo(1);
    }

    @Test
    void after_its_time_a_key_gives_way_to_another_which_was_published_before() {
        String first = ours().getKeyID();
        house.clock.advance(Duration.ofDays(90).minusMillis(1));
        house.keys.rotate();
        assertThat(house.keys.published()).hasSize(1);

        house.clock.advance(Duration.ofMillis(1));
        house.keys.rotate();
        assertThat(house.keys.published()).hasSize(2);
        assertThat(ours().getKeyID()).isEqualTo(first);
        String signedByTheFirst = begin().access();

        house.clock.advance(SigningKeys.NOTICE);
        assertThat(ours().getKeyID()).isNotEqualTo(first);
        assertThat(parse(signedByTheFirst).getHeader().getKeyID()).isEqualTo(first);
        assertThat(house.sessions.check(signedByTheFirst).username()).isEqualTo("alice");
    }

    @Test
    void an_old_key_goes_once_its_last_token_has_expired() {
        String first = ours().getKeyID();
        house.clock.advance(Duration.ofDays(90));
        house.keys.rotate();
        house.clock.advance(SigningKeys.NOTICE.plus(Duration.ofMinutes(15)));
        house.keys.rotate();
        assertThat(house.keys.published()).hasSize(2);
        house.clock.advance(SigningKeys.NOTICE);
        house.keys.rotate();
        assertThat(house.keys.published()).hasSize(1).noneMatch(key -> key.getKeyID()
                .equals(first));
        assertThat(house.count("hearth_signing_key")).isEqualTo(1);
    }

    @Test
    void another_node_takes_a_token_of_a_key_that_it_has_not_seen_yet() {
        House other = house.anotherNode();
        assertThat(other.sessions.check(access).username()).isEqualTo("alice");
        house.clock.advance(Duration.ofDays(90));
        house.keys.rotate();
        house.clock.advance(SigningKeys.NOTICE);
        Tokens fresh = begin();
        assertThat(parse(fresh.access()).getHeader().getKeyID())
                .isNotEqualTo(parse(access).getHeader().getKeyID());
        assertThat(other.sessions.check(fresh.access()).username()).isEqualTo("alice");
    }

    @Test
    void nodes_that_start_at_once_take_each_others_tokens() throws InterruptedException {
        house.database.write(tx -> tx.handle().execute("DELETE FROM hearth_signing_key"));
        List<House> nodes = List.of(house.anotherNode(), house.anotherNode());
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
        List<Object> tokens =
                Parallel.run(2, () -> nodes.get(next.getAndIncrement()).sessions.begin(alice.account(), House.HOME));
        house.clock.advance(Duration.ofSeconds(1));
        for (Object token : tokens) {
            for (House node : nodes) {
                assertThat(node.sessions.check(((Tokens) token).access()).username())
                        .isEqualTo("alice");
            }
        }
    }
}
