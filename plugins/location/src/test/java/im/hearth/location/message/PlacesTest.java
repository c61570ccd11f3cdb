package im.hearth.location.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Location;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.location.Geoloc;
import im.hearth.location.House;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

final class PlacesTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private void write(Effect effect, long id) {
        house.database.write(transaction -> {
            effect.apply(transaction, id);
            return true;
        });
    }

    private @Nullable Location shown(long id) {
        return shown(id, "bob");
    }

    private @Nullable Location shown(long id, String viewer) {
        Map<Long, Extras> shown = house.places.show(List.of(id), viewer);
        return shown.containsKey(id) ? shown.get(id).location() : null;
    }

    private static Message message(@Nullable String body) {
        Message message = new Message();
        message.setFrom(new JID("alice@hearth.test/phone"));
        message.setTo("bob@hearth.test");
        message.setBody(body);
        return message;
    }

    private Optional<Effect> admit(Message stanza) {
        return house.places.admit(new Incoming() {
            @Override
            public Message stanza() {
                return stanza;
            }

            @Override
            public String sender() {
                return "alice@hearth.test";
            }

            @Override
            public String type() {
                return "message";
            }

            @Override
            public String conversation() {
                return "alice@hearth.test bob@hearth.test";
            }

            @Override
            public Optional<Said> named(String reference) {
                return Optional.empty();
            }
        });
    }

    private static Element geoloc(Message message, String latitude, String longitude) {
        Element geoloc = message.getElement().addElement(Geoloc.ELEMENT);
        geoloc.addElement("lat").setText(latitude);
        geoloc.addElement("lon").setText(longitude);
        return geoloc;
    }

    @Test
    void a_place_is_told_as_a_link_and_as_a_payload() {
        Parcel parcel = house.places.telling(new Location(48.208174, -16.37, 20.0, "  The café <3 "));
        Message stanza = message(parcel.body());
        parcel.payload().accept(stanza);
        write(parcel.effect(), 7);

        assertThat(parcel.body()).isEqualTo("geo:48.208174,-16.37;u=20");
        assertThat(stanza.toXML())
                .contains("<accuracy>20</accuracy><lat>48.208174</lat><lon>-16.37</lon>")
                .contains("<description>The café &lt;3</description>");
        assertThat(shown(7)).isEqualTo(new Location(48.208174, -16.37, 20.0, "The café <3"));
        assertThat(house.database.<String>read(handle -> handle.createQuery("SELECT place FROM hearth_location_message")
                        .mapTo(String.class)
                        .one()))
                .doesNotContain("48", "caf");
    }

    @ParameterizedTest
    @CsvSource({
        "90.5, 0, 1, x, location.latitude",
        "0, -181, 1, x, location.longitude",
        "0, 0, -1, x, location.accuracy",
        "0, 0, 1, 'a\u0007b', location.label"
    })
    void what_is_no_place_is_refused(double latitude, double longitude, double accuracy, String label, String field) {
        assertThat(wrong(new Location(latitude, longitude, accuracy, label))).containsExactly(field);
    }

    @Test
    void a_label_is_short() {
        assertThat(wrong(new Location(1.0, 2.0, null, "é".repeat(201)))).containsExactly("location.label");
        Parcel parcel = house.places.telling(new Location(1.0, 2.0, null, "😀".repeat(200)));
        write(parcel.effect(), 7);
        assertThat(shown(7)).isEqualTo(new Location(1.0, 2.0, null, "😀".repeat(200)));
    }

    private List<String> wrong(Location location) {
        return catchThrowableOfType(Problem.class, () -> house.places.telling(location)).errors().stream()
                .map(FieldError::field)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "geo:48.2,16.37 | 48.2 | 16.37 |",
                "GEO:48.2,-16.37;u=35 | 48.2 | -16.37 | 35",
                "geo:48.2,16.37,183 | 48.2 | 16.37 |",
                "geo:-48.2,16.37;crs=wgs84;u=0.5 | -48.2 | 16.37 | 0.5",
                "geo:48.2,16.37?z=17 | 48.2 | 16.37 |"
            })
    void a_link_tells_a_place(String body, double latitude, double longitude, @Nullable Double accuracy) {
        write(admit(message(body)).orElseThrow(), 7);

        assertThat(shown(7)).isEqualTo(new Location(latitude, longitude, accuracy, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geo:91,0",
                "geo:1",
                "geo:1,2 is where I am",
                "see geo:1,2",
                "geo:1,2;crs=moon-2011",
                "geo:1e3,2",
                "geography",
                "geo:,"
            })
    void other_words_tell_none(String body) {
        assertThat(admit(message(body))).isEmpty();
    }

    @Test
    void a_payload_tells_a_place_whatever_the_words() {
        Message message = message("I am here");
        geoloc(message, "1.5", "2.25")
                .addElement(QName.get("description", Geoloc.NAMESPACE))
                .setText("x".repeat(300));

        write(admit(message).orElseThrow(), 7);

        assertThat(shown(7)).isEqualTo(new Location(1.5, 2.25, null, "x".repeat(200)));
    }

    @Test
    void nonsense_in_a_payload_is_no_place_but_the_words_are_said() {
        Message message = message("I am here");
        geoloc(message, "1.5", "999");

        assertThat(admit(message)).isEmpty();
    }

    @Test
    void a_payload_without_words_is_no_message() {
        Message message = message(null);
        geoloc(message, "1.5", "2.25");

        assertThat(admit(message)).isEmpty();
    }

    private void edit(long id, Message correction) {
        write(house.places.edit(id, correction), id + 100);
    }

    @Test
    void what_a_message_says_instead_tells_its_place_or_none() {
        write(admit(message("geo:1,2")).orElseThrow(), 7);

        edit(7, message("geo:3,4"));
        assertThat(shown(7)).isEqualTo(new Location(3.0, 4.0, null, null));
        Message payload = message("here");
        geoloc(payload, "5.5", "6.5");
        edit(7, payload);
        assertThat(shown(7)).isEqualTo(new Location(5.5, 6.5, null, null));
        edit(7, message("I have left"));
        assertThat(shown(7)).isNull();
        edit(7, message("geo:7,8"));
        assertThat(shown(7)).isEqualTo(new Location(7.0, 8.0, null, null));
        assertThat(shown(107)).isNull();
    }

    @Test
    void with_a_message_goes_its_place() {
        write(admit(message("geo:1,2")).orElseThrow(), 7);

        house.database.write(transaction -> {
            house.places.erase(transaction.handle(), List.of(7L, 8L));
            return true;
        });

        assertThat(shown(7)).isNull();
    }

    @Test
    void a_place_that_is_edited_while_the_other_one_blocks_its_author_is_told_to_the_author_alone() {
        write(admit(message("geo:48.2,16.3")).orElseThrow(), 7);
        Message elsewhere = message("geo:50.1,14.4");

        write(house.places.editAside(7, "alice@hearth.test", elsewhere), 9);

        assertThat(shown(7, "alice")).isEqualTo(new Location(50.1, 14.4, null, null));
        assertThat(shown(7)).isEqualTo(new Location(48.2, 16.3, null, null));
        assertThat(house.database.<List<String>>read(
                        handle -> handle.createQuery("SELECT place FROM hearth_location_aside")
                                .mapTo(String.class)
                                .list()))
                .singleElement()
                .asString()
                .doesNotContain("50", "14.4");

        write(house.places.editAside(7, "alice@hearth.test", message("Nowhere")), 10);
        assertThat(shown(7, "alice")).isNull();
        assertThat(shown(7)).isNotNull();

        write(house.places.edit(7, elsewhere), 11);
        assertThat(shown(7, "alice")).isEqualTo(shown(7)).isEqualTo(new Location(50.1, 14.4, null, null));
    }

    @Test
    void with_the_message_or_its_author_goes_what_it_told_them_alone() {
        for (long id : List.of(7L, 8L)) {
            write(house.places.editAside(id, "alice@hearth.test", message("geo:50.1,14.4")), id + 10);
        }
        house.database.write(transaction -> {
            house.places.erase(transaction.handle(), List.of(7L));
            return true;
        });
        assertThat(shown(7, "alice")).isNull();
        assertThat(shown(8, "alice")).isNotNull();
        house.places.forget(new AccountDeleted("alice"));
        assertThat(shown(8, "alice")).isNull();
    }
}
