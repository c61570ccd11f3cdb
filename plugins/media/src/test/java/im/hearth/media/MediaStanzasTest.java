package im.hearth.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Problem;
import im.hearth.core.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

class MediaStanzasTest {
    private static final String ALICE = "alice@" + House.DOMAIN + "/phone";

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-media");
    private House house;

    @BeforeEach
    void build() {
        house = new House(database.database(), folder);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static IQ request(String from, @Nullable String name, @Nullable String size) {
        IQ request = new IQ(IQ.Type.get);
        request.setFrom(from);
        request.setTo("upload." + House.DOMAIN);
        request.setChildElement("request", MediaStanzas.NAMESPACE)
                .addAttribute("filename", name)
                .addAttribute("size", size)
                .addAttribute("content-type", "image/png");
        return request;
    }

    private static PacketError error(IQ reply) {
        return Objects.requireNonNull(reply.getError(), reply::toXML);
    }

    @Test
    void a_slot_has_an_address_to_put_and_one_to_get() {
        IQ reply = house.stanzas.serve(request(ALICE, "très cool.png", "23456"));

        assertThat(reply.getType()).isEqualTo(IQ.Type.result);
        Element slot = reply.getChildElement();
        assertThat(slot.getQName()).isEqualTo(QName.get("slot", MediaStanzas.NAMESPACE));
        assertThat(slot.element("put").attributeValue("url"))
                .matches("https://hearth\\.test:7443/media/slots/[0-9a-f]{32}/tr%C3%A8s%20cool\\.png");
        assertThat(slot.element("get").attributeValue("url"))
                .matches("https://hearth\\.test:7443/media/[0-9a-f]{32}/tr%C3%A8s%20cool\\.png");
    }

    @Test
    void a_file_that_is_too_large_is_refused_with_the_limit() {
        house.set("hearth.media.max-size", "20000");

        PacketError error = error(house.stanzas.serve(request(ALICE, "a.png", "20001")));

        assertThat(error.getCondition()).isEqualTo(PacketError.Condition.not_acceptable);
        assertThat(error.getType()).isEqualTo(PacketError.Type.modify);
        assertThat(error.getElement()
                        .element(QName.get("file-too-large", MediaStanzas.NAMESPACE))
                        .elementText("max-file-size"))
                .isEqualTo("20000");
    }

    @Test
    void too_many_slots_are_refused_with_the_time_to_come_again() {
        for (int i = 0; i < Slots.MOST_OPEN; i++) {
            house.slots.open("alice", "a.png", 1, null);
        }

        PacketError error = error(house.stanzas.serve(request(ALICE, "a.png", "1")));

        assertThat(error.getCondition()).isEqualTo(PacketError.Condition.resource_constraint);
        assertThat(error.getElement()
                        .element(QName.get("retry", MediaStanzas.NAMESPACE))
                        .attributeValue("stamp"))
                .isEqualTo("2026-01-15T12:10:00Z");
    }

    @Test
    void a_full_quota_is_a_resource_constraint() {
        house.set("hearth.media.quota", "10");

        assertThat(error(house.stanzas.serve(request(ALICE, "a.png", "11"))).getCondition())
                .isEqualTo(PacketError.Condition.resource_constraint);
    }

    @Test
    void a_type_that_is_not_taken_is_not_acceptable() {
        house.set("hearth.media.types", "text/*");

        assertThat(error(house.stanzas.serve(request(ALICE, "a.png", "11"))).getCondition())
                .isEqualTo(PacketError.Condition.not_acceptable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "many", "", " 1", "0x10", "99999999999999999999999999"})
    void a_size_that_is_none_is_a_bad_request(String size) {
        assertThat(error(house.stanzas.serve(request(ALICE, "a.png", size))).getCondition())
                .isEqualTo(PacketError.Condition.bad_request);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"null", "''", "' '"},
            nullValues = "null")
    void a_file_without_a_name_is_refused(@Nullable String name) {
        assertThatThrownBy(() -> house.stanzas.serve(request(ALICE, name, "1"))).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mallory@hearth.test/phone", "alice@elsewhere.example/phone", "hearth.test"})
    void only_people_of_this_server_get_slots(String from) {
        assertThatThrownBy(() -> house.stanzas.serve(request(from, "a.png", "1")))
                .isInstanceOf(Problem.class);
    }

    @Test
    void something_else_is_no_service_of_ours() {
        IQ request = new IQ(IQ.Type.get);
        request.setFrom(ALICE);
        request.setChildElement("query", "jabber:iq:version");

        assertThat(error(house.stanzas.serve(request)).getCondition())
                .isEqualTo(PacketError.Condition.service_unavailable);
    }

    @Test
    void the_service_says_how_much_it_takes() {
        assertThat(house.stanzas.features()).containsExactly(MediaStanzas.NAMESPACE);
        assertThat(house.stanzas.forms()).singleElement().satisfies(form -> assertThat(
                        form.getField("max-file-size").getFirstValue())
                .isEqualTo("104857600"));
    }
}
