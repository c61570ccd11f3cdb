package im.hearth.phoneauth.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import im.hearth.core.health.Condition;
import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedSenderTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PhoneNumber number = new PhoneNumbers(
                    PhoneNumberUtil.getInstance(), new Settings(Map.of(), new MemoryProperties()))
            .parse("+4915112345678");
    private @Nullable RuntimeException fault;
    private final WatchedSender sender = new WatchedSender(new Provider(), meters);

    private final class Provider implements CodeSender {
        @Override
        public Set<Channel> channels() {
            return EnumSet.of(Channel.SMS);
        }

        @Override
        public Optional<String> send(PhoneNumber to, Channel channel, String code) {
            if (fault != null) {
                throw fault;
            }
            return Optional.empty();
        }
    }

    private void fail(RuntimeException e) {
        fault = e;
        assertThatThrownBy(() -> sender.send(number, Channel.SMS, "123456")).isSameAs(e);
    }

    private double count(String result) {
        return meters.get("hearth.codes.sent")
                .tags("channel", "sms", "result", result)
                .counter()
                .count();
    }

    @Test
    void a_provider_that_is_away_fails_until_it_takes_a_code_again() {
        fail(Problem.unavailable("codes-unavailable", "Later.", null));
        assertThat(sender.condition()).isEqualTo(Condition.FAILING);
        assertThat(count("failed")).isEqualTo(1);

        fault = null;
        sender.send(number, Channel.SMS, "123456");
        assertThat(sender.condition()).isEqualTo(Condition.OK);
        assertThat(count("sent")).isEqualTo(1);
    }

    @Test
    void a_number_that_the_provider_refuses_is_no_fault_of_it() {
        fail(Problem.invalid("phone_number", "cannot get codes"));

        assertThat(sender.condition()).isEqualTo(Condition.OK);
        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void a_fault_of_our_own_is_one() {
        fail(new IllegalStateException("broken"));

        assertThat(sender.condition()).isEqualTo(Condition.FAILING);
    }
}
