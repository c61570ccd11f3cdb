package im.hearth.polls;

import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Takes the votes of a transaction and writes them at its end, those of a poll together: an archive commits hundreds of
 * stanzas at once, and four statements for each of them took it longer than their senders wait (measured). From its first
 * vote on the poll is locked, so that what was found then holds until the end.
 */
final class BallotBox {
    private final PollStore store;
    private final Members members;

    BallotBox(PollStore store, Members members) {
        this.store = store;
        this.members = members;
    }

    /** The votes of one transaction, by poll; empty for a poll that takes none. */
    private static final class Taken {
        final Map<Long, Optional<Votes>> polls = new HashMap<>();
    }

    private record Votes(Poll poll, Set<Integer> options, Map<String, Set<Integer>> byVoter) {}

    /**
     * Puts a vote in the place of the voter's former one.
     *
     * @param choices numbers of options; empty to take it back
     * @throws Problem NOT_ALLOWED for a closed poll; NOT_FOUND; NOT_ACCEPTABLE if its options have changed
     */
    void cast(Transaction transaction, Poll poll, String voter, Set<Integer> choices, long now) {
        Handle handle = transaction.handle();
        Taken taken = transaction.attached(Taken.class, Taken::new);
        if (taken.polls.isEmpty()) {
            transaction.publish(new VotesCast());
        }
        Votes votes = taken.polls
                .computeIfAbsent(poll.id(), id -> open(handle, poll, now))
                .orElseThrow(() -> store.find(handle, poll.id()).isPresent() ? Problems.closed() : Problems.absent());
        check(votes.options(), choices);
        votes.byVoter().put(voter, choices);
    }

    /**
     * As {@link #cast}, in a poll between two of whom the other one blocks the voter: for the voter alone.
     *
     * @throws Problem as {@link #cast}
     */
    void castAside(Transaction transaction, Poll poll, String voter, Set<Integer> choices, long now) {
        Handle handle = transaction.handle();
        Poll seen = store.lockSeen(handle, poll.id(), voter).orElseThrow(Problems::absent);
        if (seen.isClosed(Instant.ofEpochMilli(now))) {
            throw Problems.closed();
        }
        int most = seen.ballot().choices().size();
        check(IntStream.rangeClosed(1, most).boxed().collect(Collectors.toSet()), choices);
        if (!members.gone(handle, List.of(voter)).isEmpty()) {
            return;
        }
        store.asides().vote(handle, poll.id(), voter, choices);
    }

    private static void check(Set<Integer> options, Set<Integer> choices) {
        if (!options.containsAll(choices)) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "The poll has changed; look at its options again.");
        }
    }

    private Optional<Votes> open(Handle handle, Poll poll, long now) {
        return store.lockOpen(handle, poll.id(), now)
                ? Optional.of(new Votes(poll, store.options(handle, poll.id()), new LinkedHashMap<>()))
                : Optional.empty();
    }

    /** Writes what was cast so far; of a poll, or by somebody, that is gone by now, nothing. */
    void empty(Transaction transaction) {
        Handle handle = transaction.handle();
        for (Optional<Votes> votes :
                transaction.attached(Taken.class, Taken::new).polls.values()) {
            votes.ifPresent(some -> some.byVoter()
                    .keySet()
                    .removeAll(members.gone(handle, some.byVoter().keySet())));
            votes.filter(some -> !some.byVoter().isEmpty()).ifPresent(some -> {
                if (!store.options(handle, some.poll().id()).isEmpty()) {
                    store.vote(handle, some.poll(), some.byVoter());
                }
                some.byVoter().clear();
            });
        }
    }
}
