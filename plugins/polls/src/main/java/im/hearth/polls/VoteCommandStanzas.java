package im.hearth.polls;

import im.hearth.core.commands.AdHocCommand;
import im.hearth.core.commands.Answer;
import im.hearth.core.commands.DataForm;
import im.hearth.core.commands.Execution;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ad-hoc command <em>vote</em> for clients that lack reactions. Its first form asks for the poll, its second one for the
 * options; the session's id says which poll that is.
 */
public final class VoteCommandStanzas implements AdHocCommand {
    private static final String POLL = "poll";
    private static final String CHOICE = "choice";
    private static final String NONE = "none";
    private static final String START = "start";
    private static final String IN_POLL = "poll-";

    /** How many polls the first form offers. */
    private static final int MOST_POLLS = 50;

    private final Polls polls;

    public VoteCommandStanzas(Polls polls) {
        this.polls = polls;
    }

    @Override
    public String node() {
        return "urn:hearth:poll:0#vote";
    }

    @Override
    public String name() {
        return "Vote in a poll";
    }

    @Override
    public Answer back(Execution execution) {
        return offerPolls(execution.username());
    }

    @Override
    public Answer execute(Execution execution) {
        String session = Objects.requireNonNullElse(execution.session(), START);
        String poll = poll(execution, session);
        if (poll == null) {
            return offerPolls(execution.username());
        }
        if (execution.hasForm() && (session.startsWith(IN_POLL) || execution.hasField(CHOICE))) {
            List<String> choices = execution.values(CHOICE, BallotCheck.MOST_OPTIONS).stream()
                    .filter(choice -> !NONE.equals(choice))
                    .toList();
            return Answer.done(session, standing(polls.vote(execution.username(), poll, choices)));
        }
        return offerOptions(polls.require(execution.username(), poll));
    }

    private static @Nullable String poll(Execution execution, String session) {
        List<String> polled = execution.values(POLL, 1);
        if (!polled.isEmpty()) {
            return polled.get(0);
        }
        return session.startsWith(IN_POLL) ? session.substring(IN_POLL.length()) : null;
    }

    private Answer offerPolls(String username) {
        List<PollView> open = polls.list(username, new Polls.Filter(null, null, true), Long.MAX_VALUE, MOST_POLLS)
                .items();
        if (open.isEmpty()) {
            return Answer.done(START, "There is no open poll.");
        }
        DataForm form = DataForm.toFill(name()).instructions("In which poll do you vote?");
        DataForm.Field field = form.field(POLL, "list-single", "Poll").required();
        open.forEach(poll -> field.option(poll.id(), poll.question()));
        return Answer.ask(START, form);
    }

    private Answer offerOptions(PollView poll) {
        DataForm form = DataForm.toFill(name()).instructions(poll.question());
        if (poll.description() != null) {
            form.instructions(poll.description());
        }
        form.field(POLL, "hidden", null).value(poll.id());
        DataForm.Field field = form.field(CHOICE, poll.multiple() ? "list-multi" : "list-single", poll.question());
        mine(poll).forEach(field::value);
        poll.options().forEach(option -> field.option(option.id(), option.emoji() + ' ' + option.text()));
        if (!poll.multiple()) {
            field.option(NONE, "No vote");
        }
        return Answer.askLast(IN_POLL + poll.id(), form);
    }

    private static String standing(PollView poll) {
        List<String> mine = mine(poll);
        List<String> texts = poll.options().stream()
                .filter(option -> mine.contains(option.id()))
                .map(PollView.Option::text)
                .toList();
        return texts.isEmpty() ? "You have no vote in this poll." : "You voted for: " + String.join(", ", texts);
    }

    private static List<String> mine(PollView poll) {
        return poll.myVotes() == null ? List.of() : poll.myVotes();
    }
}
