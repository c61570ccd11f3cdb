package im.hearth.core.events;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.plugin.Registration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private record Rang(int times) implements Event {}

    private record Knocked() implements Event {}

    private final Events events = new Events();
    private final List<Event> heard = new ArrayList<>();

    @Test
    void a_subscriber_hears_what_it_subscribed_to_until_it_leaves() {
        Registration registration = events.subscribe(Rang.class, heard::add);
        events.publish(new Rang(1));
        events.publish(new Knocked());
        registration.close();
        events.publish(new Rang(2));
        assertThat(heard).containsExactly(new Rang(1));
    }

    @Test
    void one_that_fails_does_not_keep_the_others_from_hearing() {
        events.subscribe(Event.class, event -> {
            throw new IllegalStateException("on purpose");
        });
        events.subscribe(Event.class, heard::add);
        events.publish(new Knocked());
        assertThat(heard).containsExactly(new Knocked());
    }
}
