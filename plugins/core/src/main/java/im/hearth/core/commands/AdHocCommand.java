package im.hearth.core.commands;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;

/**
 * An ad-hoc command, <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050</a>, for the people of this server. No node
 * remembers anything between its steps: what a step must know of the one before is in the id of the session, or in the form.
 */
public interface AdHocCommand {
    /** Its node, which is its name to clients. */
    String node();

    /** Its name to people. */
    String name();

    /**
     * Takes a step: the first one, or the one that what was filled in leads to.
     *
     * @throws Problem for an error; INVALID says that what was filled in is wrong
     */
    Answer execute(Execution execution);

    /**
     * Goes back a step.
     *
     * @throws Problem BAD_REQUEST where there is none
     */
    default Answer back(Execution execution) {
        throw Problem.of(Kind.BAD_REQUEST, AdHocCommands.BAD_ACTION, "This command has no step to go back to.");
    }
}
