package im.hearth.phoneauth;

import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.sms.Channel;
import im.hearth.phoneauth.sms.CodeSender;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The phones that codes go to. */
public final class Phones implements CodeSender {
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile @Nullable Problem trouble;
    private volatile @Nullable String reference;

    /** The last code that came to a phone. */
    public String codeOf(String number) {
        return Objects.requireNonNull(codes.get(number), "no code came to this phone");
    }

    /** A code that is not the last one. */
    public String wrongCodeOf(String number) {
        return codeOf(number).equals("000000") ? "000001" : "000000";
    }

    /** How many codes went out. */
    public int sent() {
        return sent.get();
    }

    /** From now on sending and checking fail; null ends that. */
    public void failWith(@Nullable Problem problem) {
        trouble = problem;
    }

    /** From now on the provider makes the codes. */
    public void makeCodes() {
        reference = "VE1";
    }

    /** How often the provider was asked to check a code. */
    public int checks() {
        return checks.get();
    }

    @Override
    public Set<Channel> channels() {
        return EnumSet.of(Channel.SMS, Channel.CALL);
    }

    @Override
    public Optional<String> send(PhoneNumber to, Channel channel, String code) {
        fail();
        sent.incrementAndGet();
        codes.put(to.e164(), code);
        return Optional.ofNullable(reference);
    }

    @Override
    public boolean check(String reference, String code) {
        fail();
        checks.incrementAndGet();
        return codes.containsValue(code);
    }

    private void fail() {
        Problem problem = trouble;
        if (problem != null) {
            throw problem;
        }
    }
}
