package im.hearth.events;

import im.hearth.core.accounts.LoggedIn;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import java.util.List;
import java.util.Map;

/** Tells people where they log in, and where they are logged out. */
final class SessionFacts {
    private final LiveEvents live;

    SessionFacts(LiveEvents live) {
        this.live = live;
    }

    void loggedIn(Transaction transaction, LoggedIn fact) {
        live.log(
                transaction,
                List.of(fact.username()),
                "session.created",
                Map.of("id", fact.sessionId(), "device", fact.device(), "ip", fact.address()));
    }

    void ended(Transaction transaction, SessionEnded fact) {
        live.log(transaction, List.of(fact.username()), "session.ended", Map.of("id", fact.sessionId()));
    }
}
