package im.hearth.polls;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Shows polls to people: what each may see of them, and no more. */
final class PollViews {
    private final PollStore store;
    private final Names names;
    private final Clock clock;

    PollViews(PollStore store, Names names, Clock clock) {
        this.store = store;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Those of these that are polls, in their order; in a few queries for all of them.
     *
     * @param viewer the bare JID of who looks; null for what everybody sees
     */
    Map<Long, PollView> of(Handle handle, Collection<Long> ids, @Nullable String viewer) {
        List<Poll> polls = store.find(handle, ids);
        List<Long> found = polls.stream().map(Poll::id).toList();
        Map<Long, List<Count>> counts = store.counts(handle, found);
        Map<Long, PollView> views = new LinkedHashMap<>();
        if (viewer == null) {
            polls.forEach(poll -> views.put(poll.id(), view(poll, of(counts, poll), null, null)));
            return views;
        }
        Map<Long, Set<Integer>> votes = store.votes(handle, found, viewer);
        List<Long> ofTwo = polls.stream().filter(Poll::isOfTwo).map(Poll::id).toList();
        Map<Long, Aside> asides = store.asides().find(handle, ofTwo, viewer);
        for (Poll poll : polls) {
            Aside aside = asides.getOrDefault(poll.id(), Aside.none(viewer));
            Set<Integer> cast = votes.getOrDefault(poll.id(), Set.of());
            List<String> mine = aside.votes(cast).stream().map(String::valueOf).toList();
            List<Count> seen = aside.counts(poll, of(counts, poll), cast);
            views.put(poll.id(), view(aside.poll(poll), seen, mine, null));
        }
        return views;
    }

    /** A poll as that person sees it, without what they voted for: for an event. */
    PollView event(Handle handle, Poll poll, String viewer) {
        return view(store.seenBy(handle, viewer, poll), store.countsSeen(handle, poll, viewer), null, null);
    }

    private static List<Count> of(Map<Long, List<Count>> counts, Poll poll) {
        return counts.getOrDefault(poll.id(), List.of());
    }

    /** A poll with who voted for what, where that may be seen; null if there is none. */
    @Nullable PollView detail(Handle handle, long id, String viewer) {
        PollView plain = of(handle, List.of(id), viewer).get(id);
        Poll poll = store.findSeen(handle, id, viewer).orElse(null);
        if (plain == null || poll == null || poll.ballot().isAnonymous() || !poll.hasResults(clock.instant())) {
            return plain;
        }
        Map<Integer, List<String>> voters = store.voters(handle, id);
        return view(
                poll,
                store.countsSeen(handle, poll, viewer),
                plain.myVotes(),
                poll.isOfTwo() ? store.asides().find(handle, id, viewer).voters(voters) : voters);
    }

    private PollView view(
            Poll poll, List<Count> counts, @Nullable List<String> mine, @Nullable Map<Integer, List<String>> voters) {
        Instant now = clock.instant();
        Ballot ballot = poll.ballot();
        boolean isClosed = poll.isClosed(now);
        boolean isForgotten = isClosed && ballot.isAnonymous();
        return new PollView(
                poll.text(),
                poll.isOfTwo() ? null : Names.group(poll.place()),
                poll.isOfTwo() ? names.nameIfThere(poll.place()) : null,
                names.nameIfThere(poll.author()),
                ballot.question(),
                ballot.description(),
                counts.stream()
                        .map(count -> new PollView.Option(
                                Integer.toString(count.number()),
                                count.choice().text(),
                                count.choice().emoji(),
                                poll.hasResults(now) ? Integer.valueOf(count.votes()) : null,
                                voters == null ? null : named(voters.getOrDefault(count.number(), List.of()))))
                        .toList(),
                ballot.isMultiple(),
                ballot.isAnonymous(),
                ballot.isHidden(),
                ballot.closesAt(),
                isClosed,
                isForgotten ? null : mine);
    }

    private List<String> named(List<String> voters) {
        return voters.stream().map(names::nameIfThere).filter(Objects::nonNull).toList();
    }
}
