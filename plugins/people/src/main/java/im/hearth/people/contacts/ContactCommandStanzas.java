package im.hearth.people.contacts;

import im.hearth.core.commands.AdHocCommand;
import im.hearth.core.commands.Answer;
import im.hearth.core.commands.DataForm;
import im.hearth.core.commands.Execution;
import im.hearth.core.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The XMPP door of contacts: the ad-hoc command <em>find contacts</em>. Its form takes numbers, one a line; the result has an
 * item for each that is here. A client that knows the form sends it filled in at once.
 */
public final class ContactCommandStanzas implements AdHocCommand {
    static final String NODE = "urn:hearth:contacts:0#find";

    /** The field with the numbers, and that of each item with the one number. */
    static final String NUMBERS = "phone_numbers";

    static final String NUMBER = "phone_number";
    static final String JID_FIELD = "jid";

    private static final String SESSION = "find";

    private final Contacts contacts;
    private final UnaryOperator<String> jids;

    /**
     * A door.
     *
     * @param jids from a username to the bare JID
     */
    public ContactCommandStanzas(Contacts contacts, UnaryOperator<String> jids) {
        this.contacts = contacts;
        this.jids = jids;
    }

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Find contacts by phone number";
    }

    @Override
    public Answer execute(Execution execution) {
        return execution.hasForm() ? find(execution) : offer();
    }

    private Answer offer() {
        DataForm form = DataForm.toFill(name())
                .instructions("One number a line, at most " + Contacts.AT_ONCE
                        + ", with + or as you dial it. Numbers are not kept.");
        form.field(NUMBERS, "text-multi", "Phone numbers").required();
        return Answer.askLast(SESSION, form);
    }

    private Answer find(Execution execution) {
        // One more than may be asked for at once is enough to say that they are too many.
        List<String> numbers = execution.values(NUMBERS, Contacts.AT_ONCE + 1);
        if (numbers.isEmpty()) {
            throw Problem.invalid(NUMBERS, "is required");
        }
        List<Contacts.Found> found = contacts.find(execution.username(), numbers);
        DataForm result = DataForm.result(name())
                .column(NUMBER, "text-single", "Phone number")
                .column(JID_FIELD, "jid-single", "Address");
        for (Contacts.Found one : found) {
            Map<String, String> item = new LinkedHashMap<>();
            item.put(NUMBER, one.phoneNumber());
            item.put(JID_FIELD, jids.apply(one.username()));
            result.item(item);
        }
        return Answer.done(SESSION, result);
    }
}
