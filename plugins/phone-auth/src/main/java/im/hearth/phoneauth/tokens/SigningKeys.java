package im.hearth.phoneauth.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import im.hearth.core.db.Database;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys that sign access tokens (ES256, RFC 7518, section 3.4): made at the first start, the private parts sealed in
 * the database. A new one is published a while before it signs, and an old one is kept for as long as a token that it
 * signed may live.
 */
public final class SigningKeys {
    /** How long a new key is known before it signs: longer than nodes and readers of the JWKS keep what they read. */
    static final Duration NOTICE = Duration.ofMinutes(10);

    /** How long a node believes what it has read. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** How often an unknown kid may make a node read anew: forged ones must not keep the database busy. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    private static final int KID_BYTES = 9;

    private final Database database;
    private final SigningKeyStore store;
    private final SecretBox secrets;
    private final Settings settings;
    private final Clock clock;
    private final SecureRandom random;

    private volatile Loaded loaded = new Loaded(List.of(), Long.MIN_VALUE / 2);

    public SigningKeys(
            Database database,
            SigningKeyStore store,
            SecretBox secrets,
            Settings settings,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    private record Key(ECKey pair, long createdAt, long signsFrom) {}

    /** The newest key first. */
    private record Loaded(List<Key> keys, long at) {}

    /** The key that signs now, with its private part. */
    ECKey current() {
        long now = clock.millis();
        List<Key> keys = keys();
        return keys.stream()
                .filter(key -> key.signsFrom() <= now)
                .findFirst()
                .orElseGet(() -> keys.get(keys.size() - 1))
                .pair();
    }

    /** The public part of the key of that id. */
    Optional<ECKey> find(String kid) {
        Optional<ECKey> known = find(keys(), kid);
        if (known.isEmpty() && clock.millis() - loaded.at() >= LEAST_INTERVAL.toMillis()) {
            return find(load().keys(), kid);
        }
        return known;
    }

    /** The public parts of all keys. */
    public List<ECKey> published() {
        return keys().stream().map(key -> key.pair().toPublicJWK()).toList();
    }

    /** Makes a new key if the last one is old, and drops those whose last tokens have expired. */
    public void rotate() {
        long now = clock.millis();
        List<Key> keys = load().keys();
        if (keys.get(0).createdAt() + settings.get(TokenSettings.KEY_LIFETIME).toMillis() <= now) {
            insert(now, now + NOTICE.toMillis());
        }
        long grace = settings.get(TokenSettings.ACCESS_LIFETIME).plus(NOTICE).toMillis();
        for (int i = 1; i < keys.size(); i++) {
            if (keys.get(i - 1).signsFrom() + grace <= now) {
                String kid = keys.get(i).pair().getKeyID();
                database.write(transaction -> store.delete(transaction.handle(), kid));
            }
        }
        load();
    }

    private static Optional<ECKey> find(List<Key> keys, String kid) {
        return keys.stream()
                .map(Key::pair)
                .filter(pair -> pair.getKeyID().equals(kid))
                .findFirst()
                .map(ECKey::toPublicJWK);
    }

    private List<Key> keys() {
        Loaded known = loaded;
        if (clock.millis() - known.at() < FRESH.toMillis()) {
            return known.keys();
        }
        return load().keys();
    }

    private synchronized Loaded load() {
        List<SigningKeyStore.Row> rows = database.read(store::all);
        if (rows.isEmpty()) {
            long now = clock.millis();
            // Two nodes may both make a first key: both serve, and the newer one signs.
            insert(now, now);
            rows = database.read(store::all);
        }
        loaded = new Loaded(rows.stream().map(this::open).toList(), clock.millis());
        return loaded;
    }

    private void insert(long now, long signsFrom) {
        byte[] bytes = new byte[KID_BYTES];
        random.nextBytes(bytes);
        String kid = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            ECKey pair = new ECKeyGenerator(Curve.P_256)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .secureRandom(random)
                    .generate();
            SigningKeyStore.Row row = new SigningKeyStore.Row(
                    kid,
                    pair.toPublicJWK().toJSONString(),
                    secrets.seal(place(kid), pair.toJSONString().getBytes(StandardCharsets.UTF_8)),
                    now,
                    signsFrom);
            database.write(transaction -> store.insert(transaction.handle(), row));
        } catch (JOSEException e) {
            throw new IllegalStateException("P-256 does not work on this Java", e);
        }
    }

    private Key open(SigningKeyStore.Row row) {
        try {
            String pair = new String(secrets.unseal(place(row.kid()), row.sealedKey()), StandardCharsets.UTF_8);
            return new Key(ECKey.parse(pair), row.createdAt(), row.signsFrom());
        } catch (ParseException e) {
            throw new IllegalStateException("The signing key " + row.kid() + " is not a JWK", e);
        }
    }

    private static String place(String kid) {
        return "signing-key:" + kid;
    }
}
