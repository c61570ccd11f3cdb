package im.hearth.polls;

import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Withheld;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talks;
import im.hearth.polls.stanza.ReactionSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xmpp.packet.Message;

/**
 * Counts votes. On the wire a vote is a reaction (XEP-0444) with the emoji of an option, whoever sends it: what is voted
 * at another door goes out as the voter's reaction and is counted as that. Only where votes are secret there is no stanza.
 *
 * <p>All reactions of a person to a message are one set, in which emoji of no option are ordinary reactions. For a public
 * poll a set without an option takes the vote back, as it takes back all else. Of a secret poll, of whose votes a person's
 * other devices know nothing, it does so only where it changes nothing else.
 */
final class Voting {
    /** Tells a voter, on their own clients only, how a poll stands whose votes nobody else gets. */
    @FunctionalInterface
    interface Confirmation {
        void send(String voter, Poll poll, String reference);
    }

    private final Database database;
    private final Members members;
    private final CommitClock ids;
    private final PollStore store;
    private final BallotBox box;
    private final Talks talks;
    private final Barrier barrier;
    private final Confirmation confirmation;
    private final Clock clock;

    Voting(
            Database database,
            Members members,
            CommitClock ids,
            PollStore store,
            BallotBox box,
            Talks talks,
            Barrier barrier,
            Confirmation confirmation,
            Clock clock) {
        this.database = database;
        this.members = members;
        this.ids = ids;
        this.store = store;
        this.box = box;
        this.talks = talks;
        this.barrier = barrier;
        this.confirmation = confirmation;
        this.clock = clock;
    }

    /**
     * Puts a person's vote in the place of their former one.
     *
     * @param choices numbers of options; empty to take it back
     * @throws Problem NOT_FOUND for somebody who does not see the poll; NOT_ALLOWED for a closed one; FORBIDDEN for who blocks
     *     the other one; INVALID with the field {@code selected_options}
     */
    void vote(String person, Poll poll, Set<Integer> choices) {
        Said said = talks.of(poll.talk()).find(person, poll.text()).orElseThrow(Problems::absent);
        check(poll, choices);
        if (poll.isClosed(clock.instant())) {
            throw Problems.closed();
        }
        barrier.check(poll, person);
        if (poll.ballot().isSecret()) {
            voteInSecret(person, poll, choices, said.reference());
            return;
        }
        if (mine(poll, person).equals(choices) && cast(poll, person).equals(choices)) {
            return;
        }
        Options options = new Options(poll);
        List<String> set = new ArrayList<>(talks.reactions(poll.id(), person));
        set.removeIf(emoji -> options.number(emoji).isPresent());
        choices.forEach(
                choice -> set.add(poll.ballot().choices().get(choice - 1).emoji()));
        // It comes back to us as a reaction, and is counted.
        talks.signal(
                person, said, new Parcel(null, stanza -> ReactionSet.add(stanza, said.reference(), set), Effect.NONE));
    }

    private static void check(Poll poll, Set<Integer> choices) {
        if (choices.size() > 1 && !poll.ballot().isMultiple()) {
            throw Problem.invalid("selected_options", "may be one option only in this poll");
        }
        int most = poll.ballot().choices().size();
        if (choices.stream().anyMatch(choice -> choice < 1 || choice > most)) {
            throw Problem.invalid("selected_options", "must be ids of options of this poll");
        }
    }

    /**
     * What a person's set of reactions to the message of a poll does; the stanza is changed where not all of it is for
     * others.
     *
     * @return empty for a set that is no vote
     * @throws Withheld where nothing of it is for others
     * @throws Problem NOT_ALLOWED for a closed poll; NOT_ACCEPTABLE for two new options where there is one choice; FORBIDDEN
     *     for who blocks the other one
     */
    Optional<Effect> react(String person, Message stanza, Said said, Poll poll) {
        barrier.check(poll, person);
        Options options = new Options(poll);
        Set<Integer> chosen = new TreeSet<>();
        Set<String> others = new HashSet<>();
        for (String emoji : ReactionSet.emojis(stanza)) {
            options.number(emoji).ifPresentOrElse(chosen::add, () -> others.add(emoji));
        }
        Set<Integer> mine = mine(poll, person);
        boolean isClosed = poll.isClosed(clock.instant());
        return poll.ballot().isSecret()
                ? reactInSecret(person, stanza, said, poll, chosen, mine, others, isClosed)
                : reactInPublic(person, stanza, poll, chosen, mine, isClosed);
    }

    private Optional<Effect> reactInPublic(
            String person, Message stanza, Poll poll, Set<Integer> chosen, Set<Integer> mine, boolean isClosed) {
        if (isClosed) {
            if (chosen.equals(mine)) {
                return Optional.empty();
            }
            throw Problems.closed();
        }
        Set<Integer> wanted = wanted(poll, chosen, mine);
        if (!wanted.equals(chosen)) {
            Options options = new Options(poll);
            ReactionSet.remove(stanza, emoji -> options.number(emoji)
                    .filter(number -> !wanted.contains(number))
                    .isPresent());
        }
        if (barrier.isAside(poll, person)) {
            return Optional.of((transaction, id) -> {
                box.castAside(transaction, poll, person, wanted, clock.millis());
                publish(transaction, new PollChanged(poll.id(), person));
            });
        }
        return Optional.of((transaction, id) -> {
            box.cast(transaction, poll, person, wanted, clock.millis());
            publish(transaction, new PollChanged(poll.id(), null));
        });
    }

    private Optional<Effect> reactInSecret(
            String person,
            Message stanza,
            Said said,
            Poll poll,
            Set<Integer> chosen,
            Set<Integer> mine,
            Set<String> others,
            boolean isClosed) {
        Set<String> former = new HashSet<>(talks.reactions(poll.id(), person));
        Options options = new Options(poll);
        former.removeIf(emoji -> options.number(emoji).isPresent());
        boolean changesOthers = !others.equals(former);
        if (chosen.isEmpty()) {
            if (changesOthers || mine.isEmpty() || isClosed) {
                return Optional.empty();
            }
            voteInSecret(person, poll, Set.of(), said.reference());
            throw new Withheld();
        }
        Set<Integer> wanted = isClosed ? mine : wanted(poll, chosen, mine);
        if (!changesOthers) {
            if (isClosed) {
                throw Problems.closed();
            }
            voteInSecret(person, poll, wanted, said.reference());
            throw new Withheld();
        }
        ReactionSet.remove(stanza, emoji -> options.number(emoji).isPresent());
        if (!wanted.equals(mine)) {
            voteInSecret(person, poll, wanted, said.reference());
        }
        return Optional.empty();
    }

    /**
     * What somebody votes for by a set. In a poll with one choice a client that knows nothing of polls adds to what was
     * chosen before: what is new there is the choice.
     */
    private static Set<Integer> wanted(Poll poll, Set<Integer> chosen, Set<Integer> mine) {
        if (poll.ballot().isMultiple() || chosen.size() <= 1) {
            return chosen;
        }
        Set<Integer> added = new TreeSet<>(chosen);
        added.removeAll(mine);
        if (added.size() != 1) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "This poll takes one option. React with one of them.");
        }
        return added;
    }

    private void voteInSecret(String person, Poll poll, Set<Integer> choices, String reference) {
        boolean isAside = barrier.isAside(poll, person);
        database.write(transaction -> {
            members.hold(transaction, person);
            if (isAside) {
                box.castAside(transaction, poll, person, choices, clock.millis());
            } else {
                box.cast(transaction, poll, person, choices, clock.millis());
            }
            return true;
        });
        // Not with the vote: a live event takes the clock of all archives, and nobody is to wait for it with a poll
        // locked, while an archive that has the clock waits for the poll.
        database.write(transaction -> {
            publish(
                    transaction,
                    new PollChanged(poll.id(), isAside || poll.ballot().isHidden() ? person : null));
            return true;
        });
        confirmation.send(person, poll, reference);
    }

    /** Once in a transaction, however many votes it holds. */
    private static void publish(Transaction transaction, PollChanged changed) {
        if (transaction.attached(Changes.class, Changes::new).seen.add(changed)) {
            transaction.publish(changed);
        }
    }

    private static final class Changes {
        final Set<PollChanged> seen = new HashSet<>();
    }

    private Set<Integer> mine(Poll poll, String person) {
        return database.read(handle -> store.votesSeen(handle, poll, person));
    }

    /** What they voted for to everybody else. */
    private Set<Integer> cast(Poll poll, String person) {
        return database.read(handle -> store.votes(handle, poll.id(), person));
    }

    /**
     * Takes back the votes of somebody who is gone, and forgets who they were. What an archive is just committing of theirs
     * is waited for; whatever it commits later knows that they are gone.
     */
    void forget(String person) {
        database.write(transaction -> ids.awaitOthers(transaction.handle()));
        for (long id : database.read(handle -> store.openVotedBy(handle, person))) {
            boolean took = database.write(transaction -> store.lockOpen(transaction.handle(), id, clock.millis())
                    && store.unvote(transaction.handle(), id, person) > 0);
            if (took) {
                database.write(transaction -> {
                    publish(transaction, new PollChanged(id, null));
                    return true;
                });
            }
        }
        database.write(transaction -> store.forget(transaction.handle(), person));
    }

    /** The numbers of a poll's options by their emoji. */
    private static final class Options {
        private final Map<String, Integer> numbers = new HashMap<>();

        Options(Poll poll) {
            List<Choice> choices = poll.ballot().choices();
            for (int i = 0; i < choices.size(); i++) {
                numbers.put(Emojis.plain(choices.get(i).emoji()), i + 1);
            }
        }

        Optional<Integer> number(String emoji) {
            return Optional.ofNullable(numbers.get(Emojis.plain(emoji)));
        }
    }
}
