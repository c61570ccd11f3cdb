package im.hearth.it;

import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A started Hearth, and the people who register with it.
 *
 * @param readUpTo by phone number, how many lines of the engine have been searched for codes
 */
record Hearth(EngineProcess engine, Map<String, Integer> readUpTo) implements AutoCloseable {
    private static final AtomicInteger NUMBER =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1000, 9000));
    private static final AtomicInteger SUBSCRIBERS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(9_000_000));

    /** Has no divisor in common with 9,000,000, so that numbers come again only when all have come; about 0.618 of that. */
    private static final long STRIDE = 5_562_307;

    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final class Shared {
        static final Hearth HEARTH = start(UnaryOperator.identity());
    }

    /** The one that tests share which leave it as they found it: other people do not disturb them. */
    static Hearth shared() {
        return Shared.HEARTH;
    }

    /** One of the test's own, in a new folder, on a new database. */
    static Hearth start(UnaryOperator<EngineProcess.Builder> change) {
        // It does not live long enough for better code to pay: it starts in two thirds of the time.
        EngineProcess.Builder builder =
                EngineProcess.onNewFolder("hearth-it").jvmArguments("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        Databases.fresh().ifPresent(builder::db);
        plugins().forEach(builder::plugins);
        return new Hearth(change.apply(builder).start(), new ConcurrentHashMap<>());
    }

    /** The folders of the built plugins. */
    static List<Path> plugins() {
        try (Stream<Path> modules = Files.list(Path.of("..", "plugins"))) {
            return modules.map(module -> module.resolve("target/openfire-plugin"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Api api() {
        return Api.at(URI.create(engine.webUrl()));
    }

    String domain() {
        return engine.domain();
    }

    /** Somebody new, with a name that begins like that, registered by phone. */
    Person register(String name) {
        return register(freshUsername(name), freshNumber());
    }

    Person register(String username, String phoneNumber) {
        Api.Answer asked =
                api().post("/api/users/", Map.of("phone_number", phoneNumber, "username", username, "name", username));
        return login(expect(202, asked).get("verification_id"), phoneNumber);
    }

    /** Redeems the newest code that was sent to a number. */
    Person login(String verificationId, String phoneNumber) {
        Api.Answer token =
                api().post("/api/token/", Map.of("verification_id", verificationId, "code", codeFor(phoneNumber)));
        return Person.of(this, expect(200, token), phoneNumber);
    }

    /** The code in the next SMS to a number (E.164) that no test has read yet. */
    String codeFor(String phoneNumber) {
        Predicate<String> isSms = line -> line.contains("SMS to " + phoneNumber);
        int at = readUpTo.getOrDefault(phoneNumber, 0);
        engine.awaitLine(at, isSms, PATIENCE);
        List<String> lines = engine.lines();
        while (!isSms.test(lines.get(at))) {
            at++;
        }
        readUpTo.put(phoneNumber, at + 1);
        String sms = lines.get(at);
        Matcher matcher = CODE.matcher(sms.substring(sms.indexOf(phoneNumber) + phoneNumber.length()));
        if (!matcher.find()) {
            throw new AssertionError("no code in: " + sms);
        }
        return matcher.group(1);
    }

    static String freshUsername(String name) {
        return name + NUMBER.incrementAndGet();
    }

    /**
     * A German mobile number that nobody has yet. Counted, as two of some thousand random ones are soon the same; and far from
     * the one before, as the server sends only so many codes to numbers that begin alike.
     */
    static String freshNumber() {
        long subscriber = 1_000_000 + SUBSCRIBERS.incrementAndGet() * STRIDE % 9_000_000;
        return "+491511" + subscriber;
    }

    static Api.Answer expect(int status, Api.Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    @Override
    public void close() {
        engine.close();
    }
}
