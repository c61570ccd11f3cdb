package im.hearth.polls;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;

/** What both doors say alike. */
final class Problems {
    private Problems() {}

    static Problem absent() {
        return Problem.notFound("There is no such poll.");
    }

    static Problem closed() {
        return Problem.of(Kind.NOT_ALLOWED, "poll-closed", "This poll is closed.");
    }

    static Problem hasVotes() {
        return Problem.of(
                Kind.NOT_ALLOWED, "poll-has-votes", "Somebody has voted: question and options stay as they are.");
    }

    static Problem notCreator() {
        return Problem.forbidden("Only who made a poll may change or close it.");
    }

    /** At the XMPP door, where a poll has no fields. */
    static Problem notAcceptable(Problem invalid) {
        return invalid.kind() == Kind.INVALID ? Problem.of(Kind.NOT_ACCEPTABLE, invalid.detail()) : invalid;
    }
}
