package im.hearth.core.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.openfire.StanzaErrors;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;

final class AdHocCommandsTest {
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ALICE = "alice@example.org";

    private final List<String> listed = new ArrayList<>();
    private final AdHocCommands commands = new AdHocCommands("example.org", (node, name) -> {
        listed.add(node);
        return () -> listed.remove(node);
    });

    /** Asks for a colour, and says it. */
    private record Colour(String node, String name) implements AdHocCommand {
        @Override
        public Answer execute(Execution execution) {
            if (!execution.hasForm()) {
                DataForm form = DataForm.toFill(name).instructions("Which one?");
                form.field("colour", "list-single", "Colour").required().option("red", "Red");
                return Answer.askLast("s1", form);
            }
            List<String> colours = execution.values("colour", 2);
            if (colours.isEmpty()) {
                throw Problem.invalid("colour", "is required");
            }
            return Answer.done(
                    String.valueOf(execution.session()),
                    DataForm.result(name)
                            .column("colour", "text-single", "Colour")
                            .item(Map.of("colour", execution.username() + ' ' + colours)));
        }
    }

    private static IQ request(IQ.Type type, @Nullable String to, String name, String namespace, String node) {
        IQ request = new IQ(type);
        request.setFrom(ALICE + "/phone");
        request.setTo(to);
        request.setChildElement(name, namespace).addAttribute("node", node);
        return request;
    }

    private static IQ run(@Nullable String to, @Nullable String action, String... colours) {
        IQ request = request(IQ.Type.set, to, "command", AdHocCommands.NAMESPACE, "colour");
        request.getChildElement().addAttribute("action", action).addAttribute("sessionid", "s1");
        if (colours.length > 0) {
            Element field = request.getChildElement()
                    .addElement(DataForm.FORM)
                    .addElement(DataForm.FIELD)
                    .addAttribute("var", "colour");
            for (String colour : colours) {
                field.addElement(DataForm.VALUE).setText(colour);
            }
        }
        return request;
    }

    private Element serve(IQ request) {
        assertThat(commands.wants(request)).isTrue();
        return commands.serve(request).orElseThrow().getChildElement();
    }

    private Registration addColour() {
        return commands.add(new Colour("colour", "Say a colour"));
    }

    @Test
    void ones_own_account_lists_the_commands_of_all_features() {
        addColour();
        Registration other = commands.add(new Colour("other", "Say another one"));
        IQ request = request(IQ.Type.get, null, "query", ITEMS, AdHocCommands.NAMESPACE);

        assertThat(serve(request).elements("item"))
                .extracting(item -> item.attributeValue("jid") + ' ' + item.attributeValue("node"))
                .containsExactly(ALICE + " colour", ALICE + " other");
        assertThat(listed).containsExactly("colour", "other");

        other.close();
        assertThat(serve(request).elements("item")).hasSize(1);
        assertThat(listed).containsExactly("colour");
        assertThat(serve(request(IQ.Type.get, ALICE, "query", ITEMS, "colour")).elements())
                .isEmpty();
    }

    @Test
    void the_list_and_each_command_say_what_they_are() {
        addColour();

        assertThat(serve(request(IQ.Type.get, null, "query", INFO, "colour")).asXML())
                .contains("command-node", "Say a colour", AdHocCommands.NAMESPACE, DataForm.NAMESPACE);
        assertThat(serve(request(IQ.Type.get, ALICE, "query", INFO, AdHocCommands.NAMESPACE))
                        .asXML())
                .contains("command-list");
    }

    @Test
    void a_command_asks_and_then_answers() {
        addColour();

        Element asked = serve(run("example.org", null));
        assertThat(asked.attributeValue("status")).isEqualTo("executing");
        assertThat(asked.attributeValue("sessionid")).isEqualTo("s1");
        assertThat(asked.element("actions").attributeValue("execute")).isEqualTo("complete");
        assertThat(asked.element(DataForm.FORM).attributeValue("type")).isEqualTo("form");

        Element done = serve(run(ALICE, "complete", " red ", " ", "blue", "green"));
        assertThat(done.attributeValue("status")).isEqualTo("completed");
        assertThat(done.element("actions")).isNull();
        assertThat(done.element(DataForm.FORM)
                        .element(QName.get("item", DataForm.NAMESPACE))
                        .element(DataForm.FIELD)
                        .elementText("value"))
                .isEqualTo("alice [red, blue]");
    }

    @Test
    void it_can_be_canceled() {
        addColour();

        Element canceled = serve(run(null, "cancel"));
        assertThat(canceled.attributeValue("status")).isEqualTo("canceled");
        assertThat(canceled.attributeValue("sessionid")).isEqualTo("s1");
    }

    @Test
    void errors_say_what_is_wrong() {
        addColour();

        assertThat(refusal(run(null, "dance"))).contains("bad-request", "malformed-action");
        assertThat(refusal(run(null, "prev"))).contains("bad-request", "bad-action");
        assertThat(refusal(run(null, "complete", " "))).contains("bad-request", "bad-payload");
        IQ get = request(IQ.Type.get, null, "command", AdHocCommands.NAMESPACE, "colour");
        assertThat(catchThrowableOfType(Problem.class, () -> serve(get)).kind()).isEqualTo(Kind.BAD_REQUEST);
    }

    private String refusal(IQ request) {
        Problem problem = catchThrowableOfType(Problem.class, () -> serve(request));
        return StanzaErrors.reply(request, problem).getError().toXML();
    }

    @Test
    void what_is_of_others_is_none_of_its_business() {
        assertThat(commands.wants(run(null, null))).isFalse();
        addColour();

        assertThat(commands.wants(run("bob@example.org", null))).isFalse();
        assertThat(commands.wants(request(IQ.Type.get, "example.org", "query", ITEMS, AdHocCommands.NAMESPACE)))
                .isFalse();
        assertThat(commands.wants(request(IQ.Type.set, null, "command", AdHocCommands.NAMESPACE, "nothing")))
                .isFalse();
        IQ plain = new IQ(IQ.Type.get);
        plain.setFrom(ALICE + "/phone");
        plain.setChildElement("query", ITEMS);
        assertThat(commands.wants(plain)).isFalse();
    }
}
