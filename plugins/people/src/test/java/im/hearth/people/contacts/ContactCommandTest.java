package im.hearth.people.contacts;

import static im.hearth.people.House.ALICE;
import static im.hearth.people.House.BOB;
import static im.hearth.people.House.CAROL;
import static im.hearth.people.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.commands.AdHocCommands;
import im.hearth.core.problem.Kind;
import im.hearth.people.House;
import java.util.Collections;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;

/** The ad-hoc command by which XMPP clients find contacts. */
final class ContactCommandTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String DATA = "jabber:x:data";

    private final House house = new House();
    private final AdHocCommands door = new AdHocCommands("example.org", (node, name) -> () -> {});

    @BeforeEach
    void add() {
        door.add(new ContactCommandStanzas(house.contacts, house.persons::jid));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static IQ request(IQ.Type type, @Nullable String to) {
        IQ request = new IQ(type);
        request.setFrom(ALICE + "/phone");
        request.setTo(to);
        request.setChildElement("command", COMMANDS).addAttribute("node", ContactCommandStanzas.NODE);
        return request;
    }

    private static IQ asking(List<String> numbers) {
        IQ request = request(IQ.Type.set, "example.org");
        Element field = request.getChildElement()
                .addElement(QName.get("x", DATA))
                .addAttribute("type", "submit")
                .addElement(QName.get("field", DATA))
                .addAttribute("var", "phone_numbers");
        numbers.forEach(number -> field.addElement(QName.get("value", DATA)).setText(number));
        return request;
    }

    private Element command(IQ request) {
        assertThat(door.wants(request)).isTrue();
        IQ reply = door.serve(request).orElseThrow();
        assertThat(reply.getType()).isEqualTo(IQ.Type.result);
        return reply.getChildElement();
    }

    private static List<List<String>> items(Element command) {
        return command.element(QName.get("x", DATA)).elements("item").stream()
                .map(item -> item.elements("field").stream()
                        .map(field -> field.elementText("value"))
                        .toList())
                .toList();
    }

    @Test
    void without_numbers_there_is_a_form_for_them() {
        Element command = command(request(IQ.Type.set, null));

        assertThat(command.attributeValue("status")).isEqualTo("executing");
        Element field = command.element(QName.get("x", DATA)).element(QName.get("field", DATA));
        assertThat(field.attributeValue("type")).isEqualTo("text-multi");
        assertThat(field.attributeValue("var")).isEqualTo("phone_numbers");
    }

    @Test
    void who_is_here_is_an_item_with_number_and_jid_in_the_order_asked() {
        Element command = command(asking(List.of(" +43 664 1234567 ", "+4915199999999", "", "0176 12345678")));

        assertThat(command.attributeValue("status")).isEqualTo("completed");
        assertThat(items(command)).containsExactly(List.of("+43 664 1234567", CAROL), List.of("0176 12345678", BOB));
    }

    @Test
    void the_rules_are_those_of_rest() {
        house.lists.add("bob", List.of(ALICE));
        house.blocks.follow("bob");
        assertThat(items(command(asking(List.of("0176 12345678"))))).isEmpty();

        assertThat(refused(() -> door.serve(asking(Collections.nCopies(1_001, "1"))))
                        .kind())
                .isEqualTo(Kind.INVALID);
        house.properties.set(ContactSettings.NUMBERS_PER_DAY.name(), "2", false);
        assertThat(refused(() -> door.serve(asking(List.of("1", "2")))).kind()).isEqualTo(Kind.TOO_OFTEN);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThat(refused(() -> door.serve(asking(List.of("  ")))).kind()).isEqualTo(Kind.INVALID);
        assertThat(refused(() -> door.serve(request(IQ.Type.get, null))).kind()).isEqualTo(Kind.BAD_REQUEST);
        IQ odd = request(IQ.Type.set, null);
        odd.getChildElement().addAttribute("action", "dance");
        assertThat(refused(() -> door.serve(odd)).kind()).isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void it_can_be_canceled() {
        IQ cancel = request(IQ.Type.set, ALICE);
        cancel.getChildElement().addAttribute("action", "cancel");

        assertThat(command(cancel).attributeValue("status")).isEqualTo("canceled");
    }

    @Test
    void other_nodes_and_the_accounts_of_others_are_none_of_its_business() {
        assertThat(door.wants(request(IQ.Type.set, BOB))).isFalse();
        IQ other = request(IQ.Type.set, null);
        other.getChildElement().addAttribute("node", "something-else");
        assertThat(door.wants(other)).isFalse();
    }

    @Test
    void it_says_what_it_is() {
        IQ info = request(IQ.Type.get, null);
        info.setChildElement("query", "http://jabber.org/protocol/disco#info")
                .addAttribute("node", ContactCommandStanzas.NODE);

        assertThat(command(info).asXML()).contains("command-node", DATA, COMMANDS);
    }
}
