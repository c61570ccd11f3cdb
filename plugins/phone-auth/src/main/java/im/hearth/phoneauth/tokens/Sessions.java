package im.hearth.phoneauth.tokens;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.LoggedIn;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.accounts.Suspensions;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.TokenCheck;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.phoneauth.Client;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Token sessions: begun by a login, kept by refreshing, ended by logging out, or by a refresh token that comes twice
 * (RFC 9700, section 4.14.2: one of the two who had it stole it, and we do not know which).
 *
 * <p>An access token is good only while its session is there. A node believes for {@link #BELIEVED} that a session that
 * it saw is still there; one that ends on this node is refused at once. The sessions of somebody who is kept out stay,
 * but open nothing as long as that lasts.
 */
public final class Sessions implements TokenCheck {
    /** How long another node may take to notice that a session has ended. */
    static final Duration BELIEVED = Duration.ofSeconds(5);

    /** How exact {@link Session#lastUsedAt} is. */
    private static final Duration USED_GRAIN = Duration.ofMinutes(1);

    /** 128 bits: sessions are named in URLs and tokens, and the name opens nothing. */
    private static final int ID_BYTES = 16;

    /** Those bytes in Base64url; nothing else is looked for. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");

    /** 256 bits. */
    private static final int REFRESH_BYTES = 32;

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Database database;
    private final SessionStore store;
    private final AccessTokens accessTokens;
    private final Accounts accounts;
    private final Suspensions suspensions;
    private final ServerUsers users;
    private final ClientSessions streams;
    private final SecretBox secrets;
    private final Settings settings;
    private final Clock clock;
    private final SecureRandom random;
    private final Recent<String, Session> seen;

    public Sessions(
            Database database,
            SessionStore store,
            AccessTokens accessTokens,
            Accounts accounts,
            Suspensions suspensions,
            ServerUsers users,
            ClientSessions streams,
            SecretBox secrets,
            Settings settings,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        this.store = store;
        this.accessTokens = accessTokens;
        this.accounts = accounts;
        this.suspensions = suspensions;
        this.users = users;
        this.streams = streams;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.seen = new Recent<>(BELIEVED, clock);
    }

    /**
     * Begins a session of somebody who has just shown who he is.
     *
     * @throws Problem of kind FORBIDDEN, {@code suspended}, for somebody who is kept out
     */
    public Tokens begin(Account account, Client client) {
        return database.write(transaction -> begin(transaction, account, client));
    }

    /** As {@link #begin(Account, Client)}, within the transaction. */
    public Tokens begin(Transaction transaction, Account account, Client client) {
        if (!accounts.hold(transaction, account.username())) {
            throw Problem.of(Kind.UNAUTHORIZED, "This account is gone.");
        }
        suspensions.require(account.username());
        Instant now = clock.instant();
        Session session = new Session(
                randomText(ID_BYTES),
                account.username(),
                client.device(),
                client.address(),
                now,
                now,
                now.plus(refreshLifetime()));
        store.insert(transaction.handle(), session);
        transaction.afterCommit(() -> {
            accounts.ensureUser(account);
            accounts.used(account);
            log.info("{} logged in", account.username());
        });
        transaction.publish(new LoggedIn(account.username(), session.id(), client.device(), client.address()));
        return tokens(transaction, session.username(), session.id(), session.expiresAt());
    }

    /**
     * Spends a refresh token for a new pair. A token that comes a second time ends its session, also where the two come
     * at once.
     *
     * @throws Problem of kind UNAUTHORIZED, {@code bad-refresh-token}; FORBIDDEN, {@code suspended}, for somebody who is
     *     kept out: the token stays good for after that
     */
    public Tokens refresh(String refresh, Client client) {
        String hash = hash(refresh);
        SessionStore.Refresh known =
                database.read(handle -> store.findRefresh(handle, hash)).orElseThrow(Sessions::badRefresh);
        if (known.expiresAt() <= clock.millis()) {
            throw badRefresh();
        }
        database.read(handle -> store.find(handle, known.sessionId())).ifPresent(session -> {
            suspensions.require(session.username());
            if (accounts.isGone(session.username())) {
                throw badRefresh();
            }
        });
        Optional<Tokens> next = known.spent() ? Optional.empty() : database.write(tx -> spend(tx, hash, known, client));
        return next.orElseThrow(() -> {
            log.warn("A refresh token was used twice: its session ends");
            end(known.sessionId());
            return badRefresh();
        });
    }

    /** Logs out the session of a refresh token, spent or not; one that nobody has is logged out already (RFC 7009). */
    public void revoke(String refresh) {
        database.read(handle -> store.findRefresh(handle, hash(refresh))).ifPresent(known -> end(known.sessionId()));
    }

    /**
     * Who an access token stands for.
     *
     * @throws Problem of kind UNAUTHORIZED if it is forged or expired, or its session has ended; FORBIDDEN,
     *     {@code suspended}, if the person is kept out
     */
    @Override
    public Caller check(String accessToken) {
        AccessTokens.Claims claims = accessTokens.check(accessToken);
        Session session = seen.get(claims.sessionId())
                .or(() -> look(claims.sessionId()))
                .filter(found -> found.username().equals(claims.username()))
                .orElseThrow(() -> Problem.of(
                        Kind.UNAUTHORIZED, "bad-token", "This session has ended. Log in to begin another one."));
        return new Caller(session.username(), session.id(), users.isAdministrator(session.username()));
    }

    @Override
    public Instant expiresAt(String accessToken) {
        return accessTokens.check(accessToken).expiresAt();
    }

    /** A person's sessions, the newest first. */
    public Page<Session> list(String username, @Nullable String key, int limit) {
        Position after = Position.parse(key);
        List<Session> rows =
                database.read(handle -> store.list(handle, username, after.createdAt(), after.id(), limit + 1));
        return Page.of(rows, limit, session -> session.createdAt().toEpochMilli() + ":" + session.id());
    }

    /**
     * Ends one of a person's sessions, with the streams that its tokens opened.
     *
     * @throws Problem of kind NOT_FOUND if the person has no such session
     */
    public void end(String username, String sessionId) {
        boolean own = ID.matcher(sessionId).matches()
                && database.read(handle -> store.find(handle, sessionId))
                        .filter(session -> session.username().equals(username))
                        .isPresent();
        if (!own) {
            throw Problem.notFound("You have no such session.");
        }
        end(sessionId);
    }

    /** Ends all sessions of a person within the transaction. */
    public void endAll(Transaction transaction, String username) {
        for (String id : store.ids(transaction.handle(), username)) {
            end(transaction, username, id);
        }
    }

    /** As {@link #endAll(Transaction, String)}, in a transaction of its own. */
    public void endAll(String username) {
        database.write(transaction -> {
            endAll(transaction, username);
            return true;
        });
    }

    /** Looks anew at the sessions of somebody who is kept out from now on: this node refuses them at once. */
    public void doubt(String username) {
        database.read(handle -> store.ids(handle, username)).forEach(seen::remove);
    }

    /** Forgets what is over. */
    public void purge() {
        long now = clock.millis();
        database.write(transaction -> store.purgeSessions(transaction.handle(), now));
        database.write(transaction -> store.purgeRefreshes(transaction.handle(), now));
    }

    private Optional<Tokens> spend(Transaction transaction, String hash, SessionStore.Refresh known, Client client) {
        Instant now = clock.instant();
        if (store.spend(transaction.handle(), hash, now.toEpochMilli()) == 0) {
            return Optional.empty();
        }
        Instant expires = now.plus(refreshLifetime());
        Session session = store.find(transaction.handle(), known.sessionId()).orElseThrow(Sessions::badRefresh);
        int renewed = store.renew(
                transaction.handle(), session.id(), client.address(), now.toEpochMilli(), expires.toEpochMilli());
        if (renewed == 0) {
            throw badRefresh();
        }
        transaction.afterCommit(() -> accounts.find(session.username()).ifPresent(accounts::used));
        return Optional.of(tokens(transaction, session.username(), session.id(), expires));
    }

    private Tokens tokens(Transaction transaction, String username, String sessionId, Instant expires) {
        String refresh = randomText(REFRESH_BYTES);
        store.insertRefresh(transaction.handle(), hash(refresh), sessionId, expires.toEpochMilli());
        return new Tokens(username, accessTokens.issue(username, sessionId), refresh, accessTokens.lifetime());
    }

    private Optional<Session> look(String sessionId) {
        Instant now = clock.instant();
        Optional<Session> found = database.read(handle -> store.find(handle, sessionId))
                .filter(session -> session.expiresAt().isAfter(now))
                // The sessions of who has left go after the commit.
                .filter(session -> !accounts.isGone(session.username()));
        found.ifPresent(session -> {
            suspensions.require(session.username());
            seen.put(sessionId, session);
            if (session.lastUsedAt().plus(USED_GRAIN).isBefore(now)) {
                database.write(tx -> store.touch(tx.handle(), sessionId, now.toEpochMilli()));
                accounts.find(session.username()).ifPresent(accounts::used);
            }
        });
        return found;
    }

    private void end(String sessionId) {
        database.write(transaction -> {
            store.find(transaction.handle(), sessionId)
                    .ifPresent(session -> end(transaction, session.username(), sessionId));
            return true;
        });
    }

    private void end(Transaction transaction, String username, String sessionId) {
        if (store.delete(transaction.handle(), sessionId) == 0) {
            return;
        }
        transaction.afterCommit(() -> {
            seen.remove(sessionId);
            streams.endOpenedBy(username, sessionId::equals);
            log.info("A session of {} ended", username);
        });
        transaction.publish(new SessionEnded(username, sessionId));
    }

    private Duration refreshLifetime() {
        return settings.get(TokenSettings.REFRESH_LIFETIME);
    }

    private String hash(String refresh) {
        return secrets.hash("refresh-token", refresh);
    }

    private String randomText(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Problem badRefresh() {
        return Problem.of(Kind.UNAUTHORIZED, "bad-refresh-token", "The refresh token is no longer good. Log in again.");
    }

    /** The place of a session in its owner's list. */
    private record Position(long createdAt, String id) {
        static Position parse(@Nullable String key) {
            if (key == null) {
                return new Position(Long.MAX_VALUE, "");
            }
            int colon = key.indexOf(':');
            try {
                return new Position(Long.parseLong(key.substring(0, Math.max(0, colon))), key.substring(colon + 1));
            } catch (NumberFormatException e) {
                throw Problem.invalid("cursor", "is not one that a list gave as next");
            }
        }
    }
}
