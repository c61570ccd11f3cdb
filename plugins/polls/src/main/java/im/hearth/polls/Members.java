package im.hearth.polls;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Who is here: nothing is written any more of who has left. Persons are bare JIDs. */
record Members(Accounts accounts, Names names) {
    /**
     * Keeps somebody from leaving until the transaction ends; call it before anything else in that.
     *
     * @throws Problem NOT_FOUND for who has left
     */
    void hold(Transaction transaction, String person) {
        if (names.isHere(person)) {
            accounts.requireHeld(transaction, names.name(person));
        }
    }

    /** Those who have left by now. Who commits an archive asks so, and waits for nobody's account. */
    Set<String> gone(Handle handle, Collection<String> people) {
        List<String> here =
                people.stream().filter(names::isHere).map(names::name).toList();
        return accounts.gone(handle, here).stream().map(names::jid).collect(Collectors.toSet());
    }
}
