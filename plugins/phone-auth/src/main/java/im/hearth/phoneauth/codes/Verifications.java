package im.hearth.phoneauth.codes;

import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.SecretBox;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.limits.Contention;
import im.hearth.phoneauth.limits.Limit;
import im.hearth.phoneauth.limits.Limits;
import im.hearth.phoneauth.sms.CodeSender;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes: made, sent, checked.
 *
 * <p>A code is sent whether or not somebody here has the number, and within the request: that way the answer is the
 * same in content and in time, and the caller still hears from the provider that a number cannot get one.
 */
public final class Verifications {
    /** How long a code is good. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** How many times a code may be checked, right or wrong. */
    public static final int CHECKS = 5;

    /** How long a number waits for another code after the first, the second, … in a row of which none was used. */
    private static final List<Duration> WAITS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10));

    /** After how long without codes a number starts at the first wait again. */
    private static final Duration LADDER_MEMORY = Duration.ofDays(1);

    /** The slug of the problem for a code that is wrong, used, over, or was never made. */
    public static final String WRONG_CODE = "wrong-code";

    private static final int ID_BYTES = 24;

    /** Those bytes in Base64url; anything else is none of ours, and need not be looked for. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{32}");

    private static final int CODES = 1_000_000;

    private static final Logger log = LoggerFactory.getLogger(Verifications.class);

    private final Database database;
    private final VerificationStore store;
    private final Limits limits;
    private final CodeSender sender;
    private final SecretBox secrets;
    private final MeterRegistry meters;
    private final Clock clock;
    private final SecureRandom random;

    public Verifications(
            Database database,
            VerificationStore store,
            Limits limits,
            CodeSender sender,
            SecretBox secrets,
            MeterRegistry meters,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        this.store = store;
        this.limits = limits;
        this.sender = sender;
        this.secrets = secrets;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Sends a code.
     *
     * @throws Problem of kind TOO_OFTEN within a limit's time; INVALID for a number or channel that cannot get one;
     *     UNAVAILABLE if the provider is away, in which case the caller may try again at once
     */
    public CodeSent request(CodeRequest request) {
        if (!sender.channels().contains(request.channel())) {
            throw Problem.invalid("channel", "is not one that this server has");
        }
        String code = String.format(Locale.ROOT, "%06d", random.nextInt(CODES));
        Verification verification = verification(request, code);
        Step step = Contention.write(database, transaction -> reserve(transaction, request, verification));
        try {
            sender.send(request.number(), request.channel(), code)
                    .ifPresent(reference -> database.write(
                            transaction -> store.setReference(transaction.handle(), verification.id(), reference)));
        } catch (RuntimeException e) {
            release(request, verification, step, isRefusal(e));
            throw e;
        }
        log.info(
                "Sent a code for {} to {} by {}",
                request.purpose().label(),
                request.number(),
                request.channel().label());
        return new CodeSent(
                verification.id(),
                request.channel().label(),
                verification.expiresAt(),
                Instant.ofEpochMilli(step.to().nextAt()));
    }

    /**
     * Checks a code for a verification. The check is counted and committed before the comparison, so that however many
     * are tried at once, on whatever nodes, no more than {@link #CHECKS} are compared.
     *
     * @return the verification, which is not used up yet: see {@link #use}
     * @throws Problem of kind UNAUTHORIZED, {@code wrong-code}, for a wrong one, or one that was used, is over, or was
     *     never made; TOO_OFTEN after {@link #CHECKS} checks
     */
    public Verification check(String id, String code, Client client) {
        limits.takeFor(Limit.WRONG_CODES_PER_ADDRESS, client);
        try {
            Verification verification = find(id).orElseThrow(Verifications::wrong);
            compare(verification, code);
            count("right");
            limits.giveBackFor(Limit.WRONG_CODES_PER_ADDRESS, client);
            return verification;
        } catch (RuntimeException e) {
            count(isRefusal(e) ? "wrong" : "failed");
            if (!isRefusal(e)) {
                limits.giveBackFor(Limit.WRONG_CODES_PER_ADDRESS, client);
            }
            throw e;
        }
    }

    /** {@code hearth.codes.checked}: right, wrong (used, over or worn out as well), failed for a fault of ours. */
    private void count(String result) {
        meters.counter("hearth.codes.checked", "result", result).increment();
    }

    /** As {@link #check}, for the last live code that went to the number. */
    public Verification checkLast(PhoneNumber number, String code, Client client) {
        Verification last = database.read(handle -> store.findLast(handle, number.e164(), clock.millis()))
                .orElseThrow(() -> {
                    limits.takeFor(Limit.WRONG_CODES_PER_ADDRESS, client);
                    return wrong();
                });
        return check(last.id(), code, client);
    }

    /**
     * Uses up a verification within the transaction that does what it was for.
     *
     * @throws Problem of kind UNAUTHORIZED, {@code wrong-code}, if somebody was faster
     */
    public void use(Transaction transaction, Verification verification) {
        if (store.use(transaction.handle(), verification.id(), clock.millis()) == 0) {
            throw wrong();
        }
        // The person has the phone at hand: the next code, if any, is not a resend.
        store.deleteLadder(transaction.handle(), verification.phoneNumber());
        limits.use(transaction, Limit.CODES_PER_PREFIX, PhoneNumber.prefix(verification.phoneNumber()));
    }

    /** As {@link #use(Transaction, Verification)}, where the code was right but what it was for cannot be done. */
    public void use(Verification verification) {
        database.write(transaction -> {
            use(transaction, verification);
            return true;
        });
    }

    /** Forgets the verifications of a number. */
    public void forget(String phoneNumber) {
        database.write(transaction -> store.deleteAll(transaction.handle(), phoneNumber));
    }

    /** Forgets what is over. */
    public void purge() {
        long now = clock.millis();
        database.write(transaction -> store.purge(transaction.handle(), now));
        database.write(transaction -> store.purgeLadders(transaction.handle(), now - LADDER_MEMORY.toMillis()));
    }

    private record Step(Optional<VerificationStore.Ladder> from, VerificationStore.Ladder to) {}

    private Verification verification(CodeRequest request, String code) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        return new Verification(
                id,
                request.number().e164(),
                request.purpose(),
                request.username(),
                request.name(),
                hash(id, code),
                null,
                now,
                now.plus(LIFETIME));
    }

    private Step reserve(Transaction transaction, CodeRequest request, Verification verification) {
        String phone = verification.phoneNumber();
        Step step = climb(transaction, phone);
        limits.take(transaction, Limit.CODES_PER_NUMBER, phone);
        limits.requireUse(transaction, request.number().prefix());
        limits.take(transaction, Limit.CODES_PER_PREFIX, request.number().prefix());
        limits.take(transaction, Limit.CODES_IN_ALL, "");
        limits.takeFor(transaction, Limit.CODES_PER_ADDRESS, request.client());
        store.insert(transaction.handle(), verification);
        return step;
    }

    private Step climb(Transaction transaction, String phone) {
        long now = clock.millis();
        Optional<VerificationStore.Ladder> from = store.ladder(transaction.handle(), phone);
        long nextAt = from.map(VerificationStore.Ladder::nextAt).orElse(now);
        if (nextAt > now) {
            throw tooSoon(nextAt - now);
        }
        int before = nextAt < now - LADDER_MEMORY.toMillis()
                ? 0
                : from.map(VerificationStore.Ladder::inARow).orElse(0);
        Duration wait = WAITS.get(Math.min(before, WAITS.size() - 1));
        VerificationStore.Ladder to = new VerificationStore.Ladder(before + 1, now + wait.toMillis());
        if (from.isEmpty()) {
            store.insertLadder(transaction.handle(), phone, to);
        } else if (store.moveLadder(transaction.handle(), phone, from.get(), to) == 0) {
            throw tooSoon(wait.toMillis());
        }
        return new Step(from, to);
    }

    /** Nothing was sent: gives back what was counted; the address keeps a number that cannot get codes. */
    private void release(CodeRequest request, Verification verification, Step step, boolean refused) {
        String phone = verification.phoneNumber();
        database.write(transaction -> {
            if (step.from().isPresent()) {
                store.moveLadder(
                        transaction.handle(), phone, step.to(), step.from().get());
            } else {
                store.deleteLadder(transaction.handle(), phone);
            }
            return store.delete(transaction.handle(), verification.id());
        });
        limits.giveBack(Limit.CODES_PER_NUMBER, phone);
        limits.giveBack(Limit.CODES_PER_PREFIX, request.number().prefix());
        limits.giveBack(Limit.CODES_IN_ALL, "");
        if (!refused) {
            limits.giveBackFor(Limit.CODES_PER_ADDRESS, request.client());
        }
    }

    /** Whether the provider had an answer, rather than not working. */
    private static boolean isRefusal(RuntimeException e) {
        return e instanceof Problem problem && problem.kind() != Kind.UNAVAILABLE;
    }

    private void compare(Verification verification, String code) {
        String id = verification.id();
        long now = clock.millis();
        int counted = database.write(transaction -> store.countCheck(transaction.handle(), id, CHECKS, now));
        if (counted == 0) {
            throw database.read(handle -> store.isWornOut(handle, id, CHECKS, now)) ? wornOut(verification) : wrong();
        }
        if (!isRight(verification, code)) {
            throw wrong();
        }
    }

    private boolean isRight(Verification verification, String code) {
        String reference = verification.reference();
        if (reference == null) {
            return isOurs(verification, code);
        }
        try {
            if (sender.check(reference, code)) {
                keep(verification, code);
                return true;
            }
        } catch (RuntimeException e) {
            if (!isRefusal(e)) {
                database.write(transaction -> store.giveCheckBack(transaction.handle(), verification.id()));
            }
            throw e;
        }
        // The provider says yes once. Whoever comes again, or at the same time, finds what was kept of that.
        return find(verification.id())
                .filter(now -> now.reference() == null && isOurs(now, code))
                .isPresent();
    }

    private boolean isOurs(Verification verification, String code) {
        return MessageDigest.isEqual(bytes(hash(verification.id(), code)), bytes(verification.codeHash()));
    }

    /**
     * From here on the code is ours to check: what it was for may fail, as with a password that may not be, and is tried
     * again with the same code.
     */
    private void keep(Verification verification, String code) {
        String hash = hash(verification.id(), code);
        database.write(transaction -> store.keepCode(transaction.handle(), verification.id(), hash));
    }

    private Optional<Verification> find(String id) {
        return ID.matcher(id).matches() ? database.read(handle -> store.find(handle, id)) : Optional.empty();
    }

    private String hash(String id, String code) {
        return secrets.hash("verification-code", id + ":" + code);
    }

    private Problem wornOut(Verification verification) {
        long wait = database.read(handle -> store.ladder(handle, verification.phoneNumber()))
                .map(ladder -> ladder.nextAt() - clock.millis())
                .orElse(0L);
        return Problem.tooOften(
                Duration.ofMillis(Math.max(1_000, wait)), "That code was tried too often. Ask for a new one.");
    }

    private static Problem tooSoon(long waitMillis) {
        return Problem.tooOften(
                Duration.ofMillis(Math.max(1_000, waitMillis)),
                "A code was sent a moment ago. Wait for it, or ask for another one later.");
    }

    private static Problem wrong() {
        return Problem.of(
                Kind.UNAUTHORIZED, WRONG_CODE, "That code is wrong or no longer good. Check it, or ask for a new one.");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
