package im.hearth.polls;

import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** Keeps a change for those who see it, with the poll as everybody sees it. */
    void changed(Transaction transaction, PollChanged changed) {
        PollView view =
                views.of(transaction.handle(), List.of(changed.poll()), null).get(changed.poll());
        Poll poll = store.find(transaction.handle(), changed.poll()).orElse(null);
        if (view != null && poll != null) {
            Collection<String> audience = audience(poll, changed.voter());
            if (!audience.isEmpty()) {
                live.log(transaction, audience, "poll.changed", view);
            }
        }
    }

    private Collection<String> audience(Poll poll, @Nullable String voter) {
        if (voter != null) {
            return List.of(names.name(voter));
        }
        if (!poll.isOfTwo()) {
            return List.of(poll.place());
        }
        Set<String> two = new LinkedHashSet<>();
        for (String jid : new String[] {poll.author(), poll.place()}) {
            if (jid != null && names.isHere(jid)) {
                two.add(names.name(jid));
            }
        }
        return two;
    }
}
