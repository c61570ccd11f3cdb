package im.hearth.core.commands;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Where features add their commands (<a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050</a>). The people of this
 * server find and run them at the server, which lists them among its own, and at their own accounts, where these are all.
 */
public final class AdHocCommands implements RequestDoor {
    /** The namespace, and the node of the list. */
    public static final String NAMESPACE = "http://jabber.org/protocol/commands";

    /** The action is one that the step does not have (section 4.4). */
    public static final String BAD_ACTION = "bad-action";

    /** There is no such action (section 4.4). */
    public static final String MALFORMED_ACTION = "malformed-action";

    /** What was filled in is wrong (section 4.4). */
    public static final String BAD_PAYLOAD = "bad-payload";

    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private final String domain;
    private final BiFunction<String, String, Registration> listing;
    private final List<AdHocCommand> commands = new CopyOnWriteArrayList<>();

    /**
     * No commands.
     *
     * @param domain the XMPP domain of this server
     * @param listing lists a command of the server, by node and name
     */
    public AdHocCommands(String domain, BiFunction<String, String, Registration> listing) {
        this.domain = domain;
        this.listing = listing;
    }

    /** Adds a command. */
    public Registration add(AdHocCommand command) {
        Registration listed = listing.apply(command.node(), command.name());
        commands.add(command);
        return () -> {
            commands.remove(command);
            listed.close();
        };
    }

    @Override
    public boolean wants(IQ request) {
        Element payload = request.getChildElement();
        String node = payload.attributeValue("node");
        if (node == null) {
            return false;
        }
        return switch (payload.getNamespaceURI()) {
            case NAMESPACE -> (isOwnAccount(request) || isServer(request)) && find(node) != null;
            case ITEMS, INFO -> isOwnAccount(request) && (node.equals(NAMESPACE) || find(node) != null);
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

    private @Nullable AdHocCommand find(String node) {
        return commands.stream()
                .filter(command -> command.node().equals(node))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        Element payload = request.getChildElement();
        String node = payload.attributeValue("node");
        AdHocCommand command = find(node);
        if (command == null && !node.equals(NAMESPACE)) {
            // Its plugin has just stopped.
            return Optional.empty();
        }
        IQ reply = IQ.createResultIQ(request);
        switch (payload.getNamespaceURI()) {
            case NAMESPACE -> run(Objects.requireNonNull(command), request, reply);
            case ITEMS -> items(command, request, reply);
            default -> info(command, reply);
        }
        return Optional.of(reply);
    }

    /** All commands (section 2.2); a command has no items (section 2.3). */
    private void items(@Nullable AdHocCommand command, IQ request, IQ reply) {
        Element items = reply.setChildElement("query", ITEMS);
        items.addAttribute("node", command == null ? NAMESPACE : command.node());
        if (command == null) {
            for (AdHocCommand one : commands) {
                items.addElement("item")
                        .addAttribute("jid", request.getFrom().toBareJID())
                        .addAttribute("node", one.node())
                        .addAttribute("name", one.name());
            }
        }
    }

    private static void info(@Nullable AdHocCommand command, IQ reply) {
        Element info = reply.setChildElement("query", INFO);
        info.addAttribute("node", command == null ? NAMESPACE : command.node());
        info.addElement("identity")
                .addAttribute("category", "automation")
                .addAttribute("type", command == null ? "command-list" : "command-node")
                .addAttribute("name", command == null ? "Commands" : command.name());
        info.addElement("feature").addAttribute("var", NAMESPACE);
        info.addElement("feature").addAttribute("var", DataForm.NAMESPACE);
    }

    private static void run(AdHocCommand command, IQ request, IQ reply) {
        if (request.getType() != IQ.Type.set) {
            throw Problem.of(Kind.BAD_REQUEST, "A command is run by a request of type set.");
        }
        Element asked = request.getChildElement();
        String session = asked.attributeValue("sessionid");
        Execution execution = new Execution(request.getFrom().getNode(), session, asked.element(DataForm.FORM));
        switch (asked.attributeValue("action", "execute")) {
            case "cancel" -> write(reply, command, session == null ? "none" : session, "canceled");
            case "prev" -> write(reply, command, command.back(execution));
            case "execute", "next", "complete" -> write(reply, command, command.execute(execution));
            default -> throw Problem.of(Kind.BAD_REQUEST, MALFORMED_ACTION, "There is no such action.");
        }
    }

    private static void write(IQ reply, AdHocCommand command, Answer answer) {
        String next = answer.next();
        Element element = write(reply, command, answer.session(), next == null ? "completed" : "executing");
        if (next != null) {
            element.addElement("actions").addAttribute("execute", next).addElement(next);
        }
        if (answer.form() != null) {
            element.add(answer.form().element());
        }
        if (answer.note() != null) {
            element.addElement("note").addAttribute("type", "info").setText(answer.note());
        }
    }

    private static Element write(IQ reply, AdHocCommand command, String session, String status) {
        return reply.setChildElement("command", NAMESPACE)
                .addAttribute("node", command.node())
                .addAttribute("sessionid", session)
                .addAttribute("status", status);
    }
}
