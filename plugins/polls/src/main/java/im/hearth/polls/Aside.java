package im.hearth.polls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did in a poll between two while the other one blocked them: it holds for them alone, then and when the block
 * has ended, until they do it again.
 *
 * @param person bare JID
 * @param choices the numbers of the options that they vote for; null where what they voted before still holds
 * @param closedAt when they closed it; null if they did not
 */
record Aside(
        String person,
        @Nullable Set<Integer> choices,
        @Nullable Instant closedAt) {
    /** Somebody who did nothing that the other one does not see. */
    static Aside none(String person) {
        return new Aside(person, null, null);
    }

    /** The poll as they see it. */
    Poll poll(Poll poll) {
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
     * @param counts how they stand to everybody else
     * @param cast as in {@link #votes}
     */
    List<Count> counts(List<Count> counts, Set<Integer> cast) {
        Set<Integer> own = votes(cast);
        return own.equals(cast)
                ? counts
                : counts.stream()
                        .map(count -> new Count(
                                count.poll(),
                                count.number(),
                                count.choice(),
                                count.votes() - one(cast, count) + one(own, count)))
                        .toList();
    }

    private static int one(Set<Integer> choices, Count count) {
        return choices.contains(count.number()) ? 1 : 0;
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
