package im.hearth.polls;

import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What people see of polls as it happens. */
final class LivePolls {
    private final LiveEvents live;
    private final PollStore store;
    private final PollViews views;
    private final Names names;

    LivePolls(LiveEvents live, PollStore store, PollViews views, Names names) {
        this.live = live;
        this.store = store;
        this.views = views;
        this.names = names;
    }

    /** Keeps a change for those who see it, with the poll as they see it. */
    void changed(Transaction transaction, PollChanged changed) {
        Handle handle = transaction.handle();
        Poll poll = store.find(handle, changed.poll()).orElse(null);
        if (poll == null) {
            return;
        }
        if (changed.voter() != null) {
            tell(transaction, List.of(changed.voter()), views.event(handle, poll, changed.voter()));
            return;
        }
        Set<String> two = two(poll);
        if (!two.isEmpty() && store.asides().hasAny(handle, poll.id())) {
            two.forEach(person -> tell(transaction, List.of(person), views.event(handle, poll, person)));
            return;
        }
        PollView view = views.of(handle, List.of(poll.id()), null).get(poll.id());
        if (view != null) {
            tell(transaction, poll.isOfTwo() ? two : List.of(poll.place()), view);
        }
    }

    private void tell(Transaction transaction, Collection<String> audience, PollView view) {
        if (!audience.isEmpty()) {
            List<String> usernames = audience.stream().map(names::name).toList();
            live.log(transaction, usernames, "poll.changed", view);
        }
    }

    /** The bare JIDs of those of this server between whom it is asked; none in a group. */
    private Set<String> two(Poll poll) {
        Set<String> two = new LinkedHashSet<>();
        if (poll.isOfTwo()) {
            for (String jid : new String[] {poll.author(), poll.place()}) {
                if (jid != null && names.isHere(jid)) {
                    two.add(jid);
                }
            }
        }
        return two;
    }
}
