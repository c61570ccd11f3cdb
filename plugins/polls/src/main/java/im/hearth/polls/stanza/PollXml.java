package im.hearth.polls.stanza;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.polls.Ballot;
import im.hearth.polls.Choice;
import im.hearth.polls.Count;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;

/**
 * Polls on the wire: {@code urn:fluux:poll:0}, the proto-XEP of the Fluux messenger (processone/fluux-messenger). The
 * attribute {@code anonymous} is what its section 11.2 foresees. {@code hide-results} hides results until the poll closes,
 * which is stricter than until one has voted.
 */
public final class PollXml {
    public static final String NAMESPACE = "urn:fluux:poll:0";

    private static final QName POLL = QName.get("poll", NAMESPACE);
    private static final QName CLOSED = QName.get("poll-closed", NAMESPACE);
    private static final QName CHECKPOINT = QName.get("poll-checkpoint", NAMESPACE);
    private static final QName TITLE = QName.get("title", NAMESPACE);
    private static final QName DESCRIPTION = QName.get("description", NAMESPACE);
    private static final QName RESULTS = QName.get("poll-results", NAMESPACE);
    private static final QName OPTION = QName.get("option", NAMESPACE);
    private static final QName TALLY = QName.get("tally", NAMESPACE);
    private static final QName VOTE = QName.get("vote", "urn:hearth:poll:0");
    private static final QName FALLBACK = QName.get("fallback", "urn:xmpp:fallback:0");
    private static final QName FALLBACK_BODY = QName.get("body", "urn:xmpp:fallback:0");
    private static final String HINTS = "urn:xmpp:hints";

    /** An option can be no more than that, whatever the rules say of it: who sends more is up to no good. */
    private static final int MOST_OPTIONS = 100;

    private PollXml() {}

    /** Whether the message asks a poll. */
    public static boolean isPoll(Message message) {
        return message.getElement().element(POLL) != null;
    }

    /**
     * What a message asks.
     *
     * @throws Problem NOT_ACCEPTABLE for what is no poll; what it may say, the rules check
     */
    public static Ballot ballot(Message message) {
        return ballot(message.getElement().element(POLL));
    }

    private static Ballot ballot(Element poll) {
        String title = poll.elementText(TITLE);
        if (title == null) {
            throw wrong("A poll has a title.");
        }
        List<Element> options = poll.elements(OPTION);
        if (options.size() > MOST_OPTIONS) {
            throw wrong("That poll has too many options.");
        }
        List<Choice> choices = options.stream()
                .map(option -> new Choice(option.attributeValue("emoji", ""), option.getText()))
                .toList();
        return new Ballot(
                title,
                poll.elementText(DESCRIPTION),
                choices,
                flag(poll, "allow-multiple"),
                flag(poll, "anonymous"),
                flag(poll, "hide-results"),
                time(poll.attributeValue("deadline")));
    }

    /** What a poll asks, as XML that {@link #read} reads. */
    public static String write(Ballot ballot) {
        return element(ballot).asXML();
    }

    /** What {@link #write} wrote. */
    public static Ballot read(String written) {
        try {
            return ballot(DocumentHelper.parseText(written).getRootElement());
        } catch (DocumentException e) {
            throw new IllegalStateException("A poll is no XML in the database", e);
        }
    }

    /** Adds to a message what it asks. */
    public static void addPoll(Message message, Ballot ballot) {
        message.getElement().add(element(ballot));
        addFallback(message);
        addHint(message, "store");
    }

    private static Element element(Ballot ballot) {
        Element poll = DocumentHelper.createElement(POLL);
        poll.addAttribute("allow-multiple", Boolean.toString(ballot.isMultiple()));
        if (ballot.isHidden()) {
            poll.addAttribute("hide-results", "true");
        }
        if (ballot.isAnonymous()) {
            poll.addAttribute("anonymous", "true");
        }
        if (ballot.closesAt() != null) {
            poll.addAttribute("deadline", ballot.closesAt().toString());
        }
        addWords(poll, ballot);
        for (Choice choice : ballot.choices()) {
            poll.addElement(OPTION).addAttribute("emoji", choice.emoji()).setText(choice.text());
        }
        return poll;
    }

    private static void addWords(Element element, Ballot ballot) {
        element.addElement(TITLE).setText(ballot.question());
        if (ballot.description() != null) {
            element.addElement(DESCRIPTION).setText(ballot.description());
        }
    }

    /** The question, what there is to know about it, and the options in words (section 3.6). */
    public static String body(Ballot ballot) {
        String description = ballot.description() == null ? "" : ballot.description() + '\n';
        return ballot.choices().stream()
                .map(choice -> choice.emoji() + ' ' + choice.text())
                .collect(Collectors.joining("\n", "📊 Poll: " + ballot.question() + '\n' + description, ""));
    }

    /** The id of the message whose poll this closes; empty for one that names none; null for a message that closes none. */
    public static @Nullable String closed(Message message) {
        Element closed = message.getElement().element(CLOSED);
        return closed == null ? null : closed.attributeValue("message-id", "");
    }

    /** Says how a poll ended, in the place of whatever the message said of that. */
    public static void setClosed(Message message, String target, Ballot ballot, List<Count> counts) {
        for (QName name : List.of(CLOSED, FALLBACK)) {
            List.copyOf(message.getElement().elements(name))
                    .forEach(element -> message.getElement().remove(element));
        }
        List.copyOf(message.getElement().elements("body"))
                .forEach(body -> message.getElement().remove(body));
        message.setBody(closedBody(ballot.question(), counts));
        addStanding(message, CLOSED, target, ballot, counts);
        addFallback(message);
        if (message.getElement().element(QName.get("store", HINTS)) == null) {
            addHint(message, "store");
        }
    }

    /** How a poll ended, in words. */
    public static String closedBody(String question, List<Count> counts) {
        return counts.stream()
                .map(count -> count.choice().emoji() + ' ' + count.choice().text() + ": " + count.votes())
                .collect(Collectors.joining("\n", "📊 Poll closed: " + question + "\n", ""));
    }

    /**
     * Tells a voter how a poll stands, whose votes nobody else gets, and what their own vote is.
     *
     * @param counts empty while they are hidden
     */
    public static void addStanding(
            Message message, String target, Ballot ballot, List<Count> counts, Set<Integer> votes) {
        Element checkpoint = addStanding(message, CHECKPOINT, target, ballot, counts);
        for (int vote : votes) {
            checkpoint
                    .addElement(VOTE)
                    .addAttribute("emoji", ballot.choices().get(vote - 1).emoji());
        }
        addHint(message, "no-store");
        addHint(message, "no-copy");
    }

    /** Whether a request asks how a poll stands (section 6). */
    public static boolean asksResults(Element payload) {
        return RESULTS.equals(payload.getQName());
    }

    /**
     * Answers how a poll stands.
     *
     * @param target the id by which the request names the poll's message
     * @param counts empty while they are hidden
     */
    public static void setResults(IQ reply, String target, boolean isClosed, List<Count> counts) {
        Element results = reply.setChildElement(RESULTS.getName(), NAMESPACE);
        results.addAttribute("message-id", target).addAttribute("closed", Boolean.toString(isClosed));
        addTallies(results, counts);
    }

    private static Element addStanding(Message message, QName name, String target, Ballot ballot, List<Count> counts) {
        Element element = message.getElement().addElement(name).addAttribute("message-id", target);
        addWords(element, ballot);
        addTallies(element, counts);
        return element;
    }

    private static void addTallies(Element element, List<Count> counts) {
        for (Count count : counts) {
            element.addElement(TALLY)
                    .addAttribute("emoji", count.choice().emoji())
                    .addAttribute("label", count.choice().text())
                    .addAttribute("count", Integer.toString(count.votes()));
        }
    }

    private static void addFallback(Message message) {
        message.getElement().addElement(FALLBACK).addAttribute("for", NAMESPACE).addElement(FALLBACK_BODY);
    }

    private static void addHint(Message message, String hint) {
        message.getElement().addElement(QName.get(hint, HINTS));
    }

    /** An xs:boolean. */
    private static boolean flag(Element element, String name) {
        return switch (element.attributeValue(name, "false").strip()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw wrong(name + " is true or false.");
        };
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw wrong("A deadline is a time such as 2026-11-23T12:00:00Z.");
        }
    }

    private static Problem wrong(String detail) {
        return Problem.of(Kind.NOT_ACCEPTABLE, detail);
    }
}
