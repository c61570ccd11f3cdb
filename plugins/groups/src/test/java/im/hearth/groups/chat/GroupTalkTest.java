package im.hearth.groups.chat;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static im.hearth.groups.House.CAROL;
import static im.hearth.groups.House.groupchat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Part;
import im.hearth.core.talk.Said;
import im.hearth.groups.Group;
import im.hearth.groups.House;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Message;

/** What features that hang on messages can rely on in groups. */
final class GroupTalkTest {
    private final House house = new House();
    private final Stars stars = new Stars();

    {
        house.talks.add(house.talk);
        house.talks.add(stars);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void what_a_feature_writes_comes_with_the_members_stanza_and_shows_on_the_message() {
        Group group = house.group(BOB);
        Said said = house.talk.say(ALICE, group.id(), parcel("rate this", null));

        house.gate.admit(star(group, said.reference()));

        assertThat(stars.given).containsExactly(Map.entry(said.id(), BOB));
        GroupMessageView view =
                house.views.of(house.inbox.require(BOB, said.text()).message(), BOB);
        assertThat(view.reactions()).containsExactly(Map.entry("⭐", List.of(BOB)));
    }

    @Test
    void what_a_feature_refuses_goes_no_further() {
        Group group = house.group(BOB);
        Said said = house.talk.say(ALICE, group.id(), parcel("rate this", null));
        stars.refusal = Problem.conflict("closed", "No more stars.");
        Message star = star(group, said.reference());

        assertThatThrownBy(() -> house.gate.admit(star)).hasMessage("No more stars.");
        assertThat(house.events(GroupMessageSignalled.class)).isEmpty();
    }

    @Test
    void members_get_what_a_feature_sends_for_one_of_them_and_nobody_else_may() {
        Group group = house.group(BOB);
        Said said = house.talk.say(ALICE, group.id(), parcel("rate this", null));
        long star = house.talk.signal(BOB, said, parcel(null, said.reference()));

        assertThat(house.rooms.room(group.room()).said)
                .extracting(Message::getBody)
                .containsExactly("rate this", null);
        assertThat(house.events(GroupMessageSignalled.class))
                .containsExactly(new GroupMessageSignalled(group.room(), star));
        assertThat(house.talk.find(BOB, said.text())).contains(said);
        assertThat(house.talk.find(CAROL, said.text())).isEmpty();
        assertThat(house.talk.audience(said)).containsExactlyInAnyOrder("alice", "bob");
        assertThatThrownBy(() -> house.talk.say(CAROL, group.id(), parcel("hello", null)))
                .hasMessage("group: there is no such group of yours");
    }

    @Test
    void what_the_server_takes_away_is_moderated_by_the_server() {
        Group group = house.group(BOB);
        Said said = house.talk.say(BOB, group.id(), parcel("an insult", null));
        List<Said> written = new ArrayList<>();

        Optional<Said> removed =
                house.talk.remove(said.text(), "rude", about -> (transaction, id) -> written.add(about));
        house.talk.remove(said.text(), "rude", about -> (transaction, id) -> written.add(about));

        assertThat(removed).contains(said);
        assertThat(written).containsExactly(said);
        assertThat(house.talk.find(ALICE, said.text()).map(Said::isRetracted)).contains(true);
        assertThat(house.rooms.room(group.room()).said).hasSize(2).last().satisfies(stanza -> {
            assertThat(stanza.getFrom().toString()).isEqualTo(group.room());
            assertThat(stanza.toXML()).contains("<moderated", "by=\"" + House.DOMAIN + "\"", "rude");
        });
        assertThat(house.events(GroupMessageRetracted.class)).hasSize(1);
    }

    @Test
    void what_nobody_said_is_not_taken_away() {
        assertThat(house.talk.remove("17", null, about -> Effect.NONE)).isEmpty();
    }

    private static Parcel parcel(@Nullable String body, @Nullable String about) {
        return new Parcel(
                body,
                stanza ->
                        stanza.getElement().addElement("star", "urn:test:star").addAttribute("id", about),
                Effect.NONE);
    }

    private Message star(Group group, String id) {
        Message message = groupchat(house.enter(group, BOB), group, "star-1", "a star");
        message.getElement().addElement("star", "urn:test:star").addAttribute("id", id);
        return message;
    }

    /** A feature: who gave a message a star. */
    private static final class Stars implements Part {
        final Map<Long, String> given = new LinkedHashMap<>();

        @Nullable Problem refusal;

        @Override
        public Optional<Effect> admit(Incoming incoming) {
            return Optional.ofNullable(incoming.stanza().getElement().element("star"))
                    .map(star -> star.attributeValue("id"))
                    .flatMap(incoming::named)
                    .map(said -> (transaction, id) -> {
                        if (refusal != null) {
                            throw refusal;
                        }
                        given.put(said.id(), incoming.sender());
                    });
        }

        @Override
        public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
            Map<Long, Extras> shown = new LinkedHashMap<>();
            given.forEach((id, person) -> shown.put(id, Extras.reactions(Map.of("⭐", List.of(person)))));
            return shown;
        }

        @Override
        public void erase(Handle handle, Collection<Long> messages) {
            messages.forEach(given::remove);
        }
    }
}
