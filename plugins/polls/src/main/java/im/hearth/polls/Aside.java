package im.hearth.polls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did in a poll between two while the other one blocked them: it holds for them alone, then and when the block
 * has ended, until they do it again.
 *
 * @param person bare JID
 * @param choices the numbers of the options that they vote for; null where what they voted before still holds
 * @param closedAt when they closed it; null if they did not
 * @param ballot what they made it ask, and until when; null where they changed nothing
 * @param others how many votes of others each option has to them, since the poll has forgotten who voted; null while it has
 *     not
 */
record Aside(
        String person,
        @Nullable Set<Integer> choices,
        @Nullable Instant closedAt,
        @Nullable Ballot ballot,
        @Nullable List<Integer> others) {
    /** Somebody who did nothing that the other one does not see. */
    static Aside none(String person) {
        return new Aside(person, null, null, null, null);
    }

    /** The poll as they see it. One that they changed closes when they said, whenever it does for the other one. */
    Poll poll(Poll poll) {
        if (ballot != null) {
            return new Poll(poll.id(), poll.talk(), poll.place(), poll.author(), ballot, closedAt);
        }
        return poll.closedAt() == null && closedAt != null
                ? new Poll(poll.id(), poll.talk(), poll.place(), poll.author(), poll.ballot(), closedAt)
                : poll;
    }

    /**
     * For what they vote, as they see it.
     *
     * @param cast for what they vote to everybody else
     */
    Set<Integer> votes(Set<Integer> cast) {
        return choices == null ? cast : choices;
    }

    /**
     * How the options stand, as they see it.
     *
     * @param poll as they or everybody else see it
     * @param counts how its options stand to everybody else
     * @param cast as in {@link #votes}
     */
    List<Count> counts(Poll poll, List<Count> counts, Set<Integer> cast) {
        List<Choice> options = ballot == null ? poll.ballot().choices() : ballot.choices();
        Set<Integer> own = votes(cast);
        return IntStream.rangeClosed(1, options.size())
                .mapToObj(number -> new Count(
                        poll.id(),
                        number,
                        options.get(number - 1),
                        ofOthers(number, counts, cast) + (own.contains(number) ? 1 : 0)))
                .toList();
    }

    private int ofOthers(int number, List<Count> counts, Set<Integer> cast) {
        if (others != null) {
            return number <= others.size() ? others.get(number - 1) : 0;
        }
        int all = number <= counts.size() ? counts.get(number - 1).votes() : 0;
        return all - (cast.contains(number) ? 1 : 0);
    }

    /**
     * What is left of this when who voted is forgotten: how the options stand to them, and their own vote only while they
     * see the poll open.
     *
     * @param poll as everybody else sees it
     * @param counts as in {@link #counts}
     * @param cast as in {@link #votes}
     */
    Aside forgetting(Poll poll, List<Count> counts, Set<Integer> cast, Instant now) {
        boolean isOpen = ballot != null && !poll(poll).isClosed(now);
        Set<Integer> own = isOpen ? votes(cast) : Set.of();
        List<Integer> rest = counts(poll, counts, cast).stream()
                .map(count -> count.votes() - (own.contains(count.number()) ? 1 : 0))
                .toList();
        return new Aside(person, own, closedAt, ballot, rest);
    }

    /** Who votes for which option, as they see it; each option's voters in the order of their names. */
    Map<Integer, List<String>> voters(Map<Integer, List<String>> voters) {
        if (choices == null) {
            return voters;
        }
        Map<Integer, List<String>> seen = new HashMap<>();
        Set<Integer> options = new TreeSet<>(voters.keySet());
        options.addAll(choices);
        for (int option : options) {
            Set<String> names = new TreeSet<>(voters.getOrDefault(option, List.of()));
            names.remove(person);
            if (choices.contains(option)) {
                names.add(person);
            }
            seen.put(option, new ArrayList<>(names));
        }
        return seen;
    }
}
