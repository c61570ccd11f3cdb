package im.hearth.polls;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The ad-hoc command <em>vote</em> (<a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050</a>) for clients that lack
 * reactions: of the server, and of everybody's own account. Its first form asks for the poll, its second one for the
 * options; the session's id says which poll that is, so that no node remembers anything.
 */
public final class VoteCommandStanzas implements RequestDoor {
    public static final String NODE = "urn:hearth:poll:0#vote";
    public static final String NAME = "Vote in a poll";

    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String DATA = "jabber:x:data";
    private static final QName FORM = QName.get("x", DATA);
    private static final QName FIELD = QName.get("field", DATA);
    private static final QName VALUE = QName.get("value", DATA);
    private static final QName OPTION = QName.get("option", DATA);

    private static final String POLL = "poll";
    private static final String CHOICE = "choice";
    private static final String NONE = "none";
    private static final String START = "start";
    private static final String IN_POLL = "poll-";

    /** How many polls the first form offers. */
    private static final int MOST_POLLS = 50;

    private final Polls polls;
    private final String domain;

    public VoteCommandStanzas(Polls polls, String domain) {
        this.polls = polls;
        this.domain = domain;
    }

    @Override
    public boolean wants(IQ request) {
        Element payload = request.getChildElement();
        String node = payload.attributeValue("node");
        if (node == null) {
            return false;
        }
        boolean isOwn = isOwnAccount(request);
        return switch (payload.getNamespaceURI()) {
            case COMMANDS -> node.equals(NODE) && (isOwn || isServer(request));
            case ITEMS -> isOwn && (node.equals(COMMANDS) || node.equals(NODE));
            case INFO -> isOwn && node.equals(NODE);
            default -> false;
        };
    }

    private static boolean isOwnAccount(IQ request) {
        JID to = request.getTo();
        return to == null || to.equals(request.getFrom().asBareJID());
    }

    private boolean isServer(IQ request) {
        return domain.equals(request.getTo().toString());
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        Element payload = request.getChildElement();
        IQ reply = IQ.createResultIQ(request);
        switch (payload.getNamespaceURI()) {
            case COMMANDS -> command(request, reply);
            case ITEMS -> items(request, reply, payload);
            default -> info(reply);
        }
        return Optional.of(reply);
    }

    private static void items(IQ request, IQ reply, Element query) {
        String node = query.attributeValue("node");
        Element items = reply.setChildElement("query", ITEMS);
        items.addAttribute("node", node);
        if (COMMANDS.equals(node)) {
            items.addElement("item")
                    .addAttribute("jid", request.getFrom().toBareJID())
                    .addAttribute("node", NODE)
                    .addAttribute("name", NAME);
        }
    }

    private static void info(IQ reply) {
        Element info = reply.setChildElement("query", INFO);
        info.addAttribute("node", NODE);
        info.addElement("identity")
                .addAttribute("category", "automation")
                .addAttribute("type", "command-node")
                .addAttribute("name", NAME);
        info.addElement("feature").addAttribute("var", COMMANDS);
        info.addElement("feature").addAttribute("var", DATA);
    }

    private void command(IQ request, IQ reply) {
        if (request.getType() != IQ.Type.set) {
            throw Problem.of(Kind.BAD_REQUEST, "A command is run by a request of type set.");
        }
        Element command = request.getChildElement();
        String username = request.getFrom().getNode();
        String session = command.attributeValue("sessionid", START);
        switch (command.attributeValue("action", "execute")) {
            case "cancel" -> answer(reply, session, "canceled");
            case "prev" -> offerPolls(username, reply);
            case "execute", "next", "complete" -> run(username, command.element(FORM), session, reply);
            default -> throw Problem.of(Kind.BAD_REQUEST, "There is no such action.");
        }
    }

    private void run(String username, @Nullable Element form, String session, IQ reply) {
        List<String> polled = values(form, POLL);
        String poll =
                polled.isEmpty() && session.startsWith(IN_POLL) ? session.substring(IN_POLL.length()) : first(polled);
        if (poll == null) {
            offerPolls(username, reply);
        } else if (form != null && (session.startsWith(IN_POLL) || hasField(form, CHOICE))) {
            List<String> choices = values(form, CHOICE).stream()
                    .filter(choice -> !NONE.equals(choice))
                    .toList();
            PollView view = polls.vote(username, poll, choices);
            note(answer(reply, session, "completed"), "info", standing(view));
        } else {
            offerOptions(polls.require(username, poll), reply);
        }
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.get(0);
    }

    private void offerPolls(String username, IQ reply) {
        List<PollView> open = polls.list(username, new Polls.Filter(null, null, true), Long.MAX_VALUE, MOST_POLLS)
                .items();
        if (open.isEmpty()) {
            note(answer(reply, START, "completed"), "info", "There is no open poll.");
            return;
        }
        Element form = form(answer(reply, START, "executing"), "next", "In which poll do you vote?");
        Element field = field(form, POLL, "list-single", "Poll");
        field.addElement(QName.get("required", DATA));
        open.forEach(poll -> option(field, poll.id(), poll.question()));
    }

    private static void offerOptions(PollView poll, IQ reply) {
        Element form = form(answer(reply, IN_POLL + poll.id(), "executing"), "complete", poll.question());
        if (poll.description() != null) {
            form.addElement(QName.get("instructions", DATA)).setText(poll.description());
        }
        field(form, POLL, "hidden", null).addElement(VALUE).setText(poll.id());
        Element field = field(form, CHOICE, poll.multiple() ? "list-multi" : "list-single", poll.question());
        List<String> mine = poll.myVotes() == null ? List.of() : poll.myVotes();
        mine.forEach(vote -> field.addElement(VALUE).setText(vote));
        poll.options().forEach(option -> option(field, option.id(), option.emoji() + ' ' + option.text()));
        if (!poll.multiple()) {
            option(field, NONE, "No vote");
        }
    }

    private static String standing(PollView poll) {
        List<String> mine = poll.myVotes() == null ? List.of() : poll.myVotes();
        List<String> texts = poll.options().stream()
                .filter(option -> mine.contains(option.id()))
                .map(PollView.Option::text)
                .toList();
        return texts.isEmpty() ? "You have no vote in this poll." : "You voted for: " + String.join(", ", texts);
    }

    private static Element answer(IQ reply, String session, String status) {
        Element command = reply.setChildElement("command", COMMANDS);
        command.addAttribute("node", NODE).addAttribute("sessionid", session).addAttribute("status", status);
        return command;
    }

    private static Element form(Element command, String action, String title) {
        command.addElement("actions").addAttribute("execute", action).addElement(action);
        Element form = command.addElement(FORM).addAttribute("type", "form");
        form.addElement(QName.get("title", DATA)).setText(NAME);
        form.addElement(QName.get("instructions", DATA)).setText(title);
        return form;
    }

    private static Element field(Element form, String name, String type, @Nullable String label) {
        return form.addElement(FIELD)
                .addAttribute("var", name)
                .addAttribute("type", type)
                .addAttribute("label", label);
    }

    private static void option(Element field, String value, String label) {
        field.addElement(OPTION).addAttribute("label", label).addElement(VALUE).setText(value);
    }

    private static void note(Element command, String type, String text) {
        command.addElement("note").addAttribute("type", type).setText(text);
    }

    private static boolean hasField(Element form, String name) {
        return form.elements(FIELD).stream().anyMatch(field -> name.equals(field.attributeValue("var")));
    }

    private static List<String> values(@Nullable Element form, String name) {
        return form == null
                ? List.of()
                : form.elements(FIELD).stream()
                        .filter(field -> name.equals(field.attributeValue("var")))
                        .flatMap(field -> field.elements(VALUE).stream())
                        .map(value -> value.getText().strip())
                        .filter(text -> !text.isEmpty())
                        .limit(BallotCheck.MOST_OPTIONS)
                        .toList();
    }
}
