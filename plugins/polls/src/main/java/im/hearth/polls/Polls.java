package im.hearth.polls;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.events.live.Topics;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import im.hearth.core.talk.Talks;
import im.hearth.polls.stanza.PollXml;
import im.hearth.polls.stanza.ReactionSet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The rules of polls, for both doors: who may ask, change, close and see them. Persons are usernames here. */
public final class Polls {
    private static final String CHAT = "message";
    private static final String GROUP = "group_message";

    private final Database database;
    private final Members members;
    private final PollStore store;
    private final PollViews views;
    private final BallotBox box;
    private final Voting voting;
    private final Closing closing;
    private final Talks talks;
    private final LiveEvents live;
    private final Names names;
    private final Barrier barrier;
    private final Clock clock;

    Polls(
            Database database,
            Members members,
            PollStore store,
            PollViews views,
            BallotBox box,
            Voting voting,
            Closing closing,
            Talks talks,
            LiveEvents live,
            Names names,
            Barrier barrier,
            Clock clock) {
        this.database = database;
        this.members = members;
        this.store = store;
        this.views = views;
        this.box = box;
        this.voting = voting;
        this.closing = closing;
        this.talks = talks;
        this.live = live;
        this.names = names;
        this.barrier = barrier;
        this.clock = clock;
    }

    /**
     * Asks a poll, by a message of the person.
     *
     * @param group the id of the group to ask; null for a receiver
     * @param receiver the username or JID of whom to ask; null for a group
     * @param options the texts of the options
     * @param ballot the rest of it
     * @throws Problem INVALID, with the field and the reason
     */
    PollView create(
            String username, @Nullable String group, @Nullable String receiver, List<String> options, Ballot ballot) {
        if ((group == null) == (receiver == null)) {
            throw Problem.invalid("receiver", "send either a receiver or a group");
        }
        Ballot checked = BallotCheck.checked(with(ballot, Emojis.number(options)), null, clock.instant());
        Talk talk = talks.of(group == null ? CHAT : GROUP);
        String author = names.jid(username);
        AtomicReference<JID> place = new AtomicReference<>();
        Said said = talk.say(
                author,
                group == null ? String.valueOf(receiver) : group,
                new Parcel(
                        PollXml.body(checked),
                        stanza -> {
                            // In a room a member's stanza comes from the room.
                            place.set(stanza.getTo() == null ? stanza.getFrom() : stanza.getTo());
                            PollXml.addPoll(stanza, checked);
                        },
                        (transaction, id) -> insert(
                                transaction,
                                new Poll(
                                        id,
                                        talk.type(),
                                        Objects.requireNonNull(place.get()).toBareJID(),
                                        author,
                                        checked,
                                        null))));
        return require(username, said.text());
    }

    /**
     * A poll that the person sees, with who voted for what where that may be seen.
     *
     * @throws Problem NOT_FOUND
     */
    PollView require(String username, String id) {
        String person = names.jid(username);
        Poll poll = seen(person, id);
        PollView view = database.read(handle -> views.detail(handle, poll.id(), person));
        if (view == null) {
            throw Problems.absent();
        }
        return view;
    }

    /**
     * Which polls to list.
     *
     * @param group only those of the group of this id; null for all
     * @param with only those between the person and this username or JID; null for all
     */
    record Filter(@Nullable String group, @Nullable String with, boolean openOnly) {}

    /** The polls that the person sees, the latest first. */
    Page<PollView> list(String username, Filter filter, long before, int limit) {
        String person = names.jid(username);
        List<Long> ids = ids(person, username, filter, before, limit + 1);
        Page<Long> page = Page.of(ids, limit, String::valueOf);
        Map<Long, PollView> shown = database.read(handle -> views.of(handle, page.items(), person));
        shown.keySet().removeAll(takenBack(person, shown.values()));
        return new Page<>(List.copyOf(shown.values()), page.next());
    }

    /** The polls of these that the person has taken back for themselves alone, whom the other one blocks. */
    private Set<Long> takenBack(String person, Collection<PollView> views) {
        List<String> mine = views.stream()
                .filter(view -> view.group() == null && names.name(person).equals(view.creator()))
                .map(PollView::id)
                .toList();
        return mine.isEmpty()
                ? Set.of()
                : talks.of(CHAT).find(person, mine).stream()
                        .filter(Said::isRetracted)
                        .map(Said::id)
                        .collect(Collectors.toSet());
    }

    private List<Long> ids(String person, String username, Filter filter, long before, int limit) {
        Map<String, Long> rooms = filter.with() == null ? rooms(username, filter.group()) : new HashMap<>();
        String with = filter.with() == null ? null : jid(filter.with());
        Long openAt = filter.openOnly() ? Long.valueOf(clock.millis()) : null;
        List<Long> ids = new ArrayList<>();
        long from = before;
        while (true) {
            PollStore.Search search =
                    new PollStore.Search(person, with, filter.group() == null, rooms.keySet(), openAt);
            long next = from;
            List<PollStore.Found> found = database.read(handle -> store.list(handle, search, next, limit));
            for (PollStore.Found one : found) {
                Long joined = rooms.get(one.place());
                if (joined == null || one.id() > joined) {
                    ids.add(one.id());
                } else {
                    // All that was asked there before that is older still: nobody looks there again.
                    rooms.remove(one.place());
                }
                if (ids.size() == limit) {
                    return ids;
                }
            }
            if (found.size() < limit) {
                return ids;
            }
            from = found.get(found.size() - 1).id();
        }
    }

    /** The rooms whose polls a person sees, each with the id after which they do. */
    private Map<String, Long> rooms(String username, @Nullable String group) {
        Map<String, Long> rooms = new HashMap<>();
        for (Topics topics : live.topics()) {
            rooms.putAll(database.read(handle -> topics.of(handle, username)));
        }
        if (group != null) {
            rooms.keySet().removeIf(room -> !group.equals(Names.group(room)));
        }
        return rooms;
    }

    private String jid(String name) {
        return name.contains("@") ? name : names.jid(name);
    }

    /**
     * What is to change of a poll; null for what stays.
     *
     * @param setsDescription whether {@code description} says something
     * @param description null for none
     * @param setsDeadline whether {@code closesAt} says something
     * @param closesAt null for no deadline
     */
    record Change(
            @Nullable String question,
            boolean setsDescription,
            @Nullable String description,
            @Nullable List<String> options,
            boolean setsDeadline,
            @Nullable Instant closesAt) {
        boolean isEmpty() {
            return question == null && !setsDescription && options == null && !setsDeadline;
        }
    }

    /**
     * Changes a poll, by a correction of its message.
     *
     * @throws Problem NOT_FOUND; FORBIDDEN for somebody else's; NOT_ALLOWED for a closed one, and for another question or
     *     other options after the first vote; INVALID
     */
    PollView change(String username, String id, Change change) {
        String person = names.jid(username);
        Poll poll = own(person, id);
        if (poll.isClosed(clock.instant())) {
            throw Problems.closed();
        }
        Ballot former = poll.ballot();
        Ballot wanted = new Ballot(
                change.question() == null ? former.question() : change.question(),
                change.setsDescription() ? change.description() : former.description(),
                change.options() == null ? former.choices() : Emojis.number(change.options()),
                former.isMultiple(),
                former.isAnonymous(),
                former.isHidden(),
                change.setsDeadline() ? change.closesAt() : former.closesAt());
        Ballot ballot = BallotCheck.checked(wanted, former, clock.instant());
        if (ballot.equals(former)) {
            return require(username, id);
        }
        try {
            talks.of(poll.talk())
                    .edit(person, said(person, poll), PollXml.body(ballot), stanza -> PollXml.addPoll(stanza, ballot));
        } catch (Problem problem) {
            // To whom one blocks no other deadline goes.
            if (problem.kind() != Kind.FORBIDDEN || !ballot.asksSame(former) || barrier.isShut(poll, person)) {
                throw problem;
            }
            // The message is too old to be edited; another deadline takes nothing from what it says.
            boolean isAside = barrier.isAside(poll, person);
            database.write(transaction -> {
                if (isAside) {
                    members.hold(transaction, person);
                    amendAside(transaction, poll.id(), person, ballot);
                } else {
                    amend(transaction, poll.id(), ballot);
                }
                return true;
            });
            // After it: as with votes, see Voting.
            database.write(transaction -> {
                transaction.publish(new PollChanged(poll.id(), isAside ? person : null));
                return true;
            });
        }
        return require(username, id);
    }

    /**
     * Closes a poll for good.
     *
     * @throws Problem NOT_FOUND; FORBIDDEN for somebody else's, unless they are gone and the person runs the group, and for
     *     one with somebody whom the person blocks
     */
    PollView close(String username, String id) {
        String person = names.jid(username);
        Poll poll = seen(person, id);
        requireMayClose(person, poll);
        barrier.check(poll, person);
        if (!barrier.isAside(poll, person)) {
            closing.close(poll, person);
        } else if (!poll.isClosed(clock.instant())) {
            closing.closeAside(poll, person);
        }
        return require(username, id);
    }

    /**
     * Takes a poll back, with its message.
     *
     * @throws Problem NOT_FOUND; FORBIDDEN for somebody else's
     */
    void remove(String username, String id) {
        String person = names.jid(username);
        Poll poll = own(person, id);
        talks.of(poll.talk()).retract(person, said(person, poll));
        closing.takeBackEchoes();
    }

    /**
     * How a poll stands.
     *
     * @param counts empty while they are hidden
     */
    record Standing(boolean isClosed, List<Count> counts) {}

    /**
     * How a poll stands that a stanza names.
     *
     * @param with the bare JID of the room or the person with whom it is asked; null for a poll that is named by its id
     * @throws Problem NOT_FOUND
     */
    Standing standing(String username, @Nullable String with, String reference) {
        String person = names.jid(username);
        Poll poll =
                (with == null ? find(person, reference) : named(person, with, reference)).orElseThrow(Problems::absent);
        said(person, poll);
        Instant now = clock.instant();
        List<Count> counts =
                poll.hasResults(now) ? database.read(handle -> store.countsSeen(handle, poll, person)) : List.of();
        return new Standing(poll.isClosed(now), counts);
    }

    private Optional<Poll> named(String person, String with, String reference) {
        return talks.named(person, with, reference)
                .flatMap(said -> database.read(handle -> store.findSeen(handle, said.id(), person)));
    }

    /**
     * Votes; as {@link Voting#vote}.
     *
     * @param options ids of options
     */
    PollView vote(String username, String id, Collection<String> options) {
        String person = names.jid(username);
        Poll poll = seen(person, id);
        Set<Integer> choices = new TreeSet<>();
        for (String option : options) {
            if (!option.matches("[1-9][0-9]?")) {
                throw Problem.invalid("selected_options", "must be ids of options of this poll");
            }
            choices.add(Integer.valueOf(option));
        }
        voting.vote(person, poll, choices);
        // Without who voted for what: of many voters each would wait for the names of all.
        PollView view = database.read(handle -> views.of(handle, List.of(poll.id()), person))
                .get(poll.id());
        if (view == null) {
            throw Problems.absent();
        }
        return view;
    }

    private void requireMayClose(String person, Poll poll) {
        if (!closing.mayClose(person, poll)) {
            throw Problems.notCreator();
        }
    }

    private Poll own(String person, String id) {
        Poll poll = seen(person, id);
        if (!person.equals(poll.author())) {
            throw Problems.notCreator();
        }
        return poll;
    }

    private Poll seen(String person, String id) {
        Poll poll = find(person, id).orElseThrow(Problems::absent);
        said(person, poll);
        return poll;
    }

    private Said said(String person, Poll poll) {
        // One whom the other blocks has taken it back for themselves alone; else it would be gone.
        return talks.of(poll.talk())
                .find(person, poll.text())
                .filter(said -> !said.isRetracted())
                .orElseThrow(Problems::absent);
    }

    private Optional<Poll> find(String person, String id) {
        return id.matches("[1-9][0-9]{0,17}")
                ? database.read(handle -> store.findSeen(handle, Long.parseLong(id), person))
                : Optional.empty();
    }

    /**
     * What a client's stanza does to polls.
     *
     * @return empty for one that does nothing to them
     * @throws Problem to refuse it
     */
    Optional<Effect> admit(Incoming incoming) {
        Message stanza = incoming.stanza();
        if (PollXml.isPoll(stanza)) {
            return Optional.of(asking(incoming));
        }
        String closed = PollXml.closed(stanza);
        if (closed != null) {
            return named(incoming, closed).map(found -> {
                requireMayClose(incoming.sender(), found.poll());
                return closing.closeBy(incoming.sender(), stanza, found.poll(), closed);
            });
        }
        String target = ReactionSet.target(stanza);
        return target == null
                ? Optional.empty()
                : named(incoming, target)
                        .flatMap(found -> voting.react(incoming.sender(), stanza, found.said(), found.poll()));
    }

    private record Found(Said said, Poll poll) {}

    private Optional<Found> named(Incoming incoming, String reference) {
        return incoming.named(reference)
                .flatMap(said -> database.read(handle -> store.findSeen(handle, said.id(), incoming.sender()))
                        .map(poll -> new Found(said, poll)));
    }

    private Effect asking(Incoming incoming) {
        Message stanza = incoming.stanza();
        if (PollXml.closed(stanza) != null || ReactionSet.target(stanza) != null) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "A message asks a poll, or says something about one.");
        }
        Ballot ballot = checked(PollXml.ballot(stanza), null);
        if (stanza.getBody() == null || stanza.getBody().isEmpty()) {
            // Without words it would be nothing to a client that does not know polls.
            stanza.setBody(PollXml.body(ballot));
        }
        String place = stanza.getTo().toBareJID();
        return (transaction, id) ->
                insert(transaction, new Poll(id, incoming.type(), place, incoming.sender(), ballot, null));
    }

    private void insert(Transaction transaction, Poll poll) {
        List<String> named = List.of(Objects.requireNonNull(poll.author()), poll.place());
        if (!members.gone(transaction.handle(), named).isEmpty()) {
            throw Problem.notFound("There is no such user.");
        }
        store.insert(transaction.handle(), poll);
    }

    /**
     * What a correction of a message does to its poll.
     *
     * @throws Problem to refuse it: it takes the poll away, or asks something else after the first vote
     */
    Effect edit(long message, Message correction) {
        return amendment(database.read(handle -> store.find(handle, message)), correction)
                .<Effect>map(ballot -> (transaction, id) -> {
                    amend(transaction, message, ballot);
                    transaction.publish(new PollChanged(message, null));
                })
                .orElse(Effect.NONE);
    }

    /**
     * As {@link #edit}, for the author alone, whom the other one blocks.
     *
     * @param author bare JID
     */
    Effect editAside(long message, String author, Message correction) {
        return amendment(database.read(handle -> store.findSeen(handle, message, author)), correction)
                .<Effect>map(ballot -> (transaction, id) -> {
                    amendAside(transaction, message, author, ballot);
                    transaction.publish(new PollChanged(message, author));
                })
                .orElse(Effect.NONE);
    }

    /** What a correction makes a poll ask; empty for a message that asks none, before and after. */
    private Optional<Ballot> amendment(Optional<Poll> known, Message correction) {
        Poll poll = known.orElse(null);
        boolean asks = PollXml.isPoll(correction);
        if (poll == null) {
            if (asks) {
                throw Problem.of(Kind.NOT_ACCEPTABLE, "A message does not become a poll. Send a new one.");
            }
            return Optional.empty();
        }
        if (!asks) {
            throw Problem.of(
                    Kind.NOT_ALLOWED, "is-a-poll", "This message asks a poll. Change the poll, or take it back.");
        }
        Ballot ballot = checked(PollXml.ballot(correction), poll.ballot());
        if (!ballot.hasRulesOf(poll.ballot())) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "The rules of a poll stay as they are. Send a new one.");
        }
        return Optional.of(ballot);
    }

    private Ballot checked(Ballot ballot, @Nullable Ballot former) {
        try {
            return BallotCheck.checked(ballot, former, clock.instant());
        } catch (Problem problem) {
            throw Problems.notAcceptable(problem);
        }
    }

    private void amend(Transaction transaction, long id, Ballot ballot) {
        Handle handle = transaction.handle();
        // Votes that came just before it count.
        box.empty(transaction);
        if (!store.lockOpen(handle, id, clock.millis())) {
            throw Problems.closed();
        }
        Poll poll = store.find(handle, id).orElseThrow(Problems::absent);
        if (!ballot.asksSame(poll.ballot())) {
            if (store.hasVotes(handle, id)) {
                throw Problems.hasVotes();
            }
            store.replaceChoices(handle, id, ballot.choices());
        }
        store.amend(handle, id, ballot);
        if (poll.isOfTwo() && poll.author() != null) {
            store.asides().settle(handle, id, poll.author());
        }
    }

    private void amendAside(Transaction transaction, long id, String author, Ballot ballot) {
        Handle handle = transaction.handle();
        box.empty(transaction);
        Poll seen = store.lockSeen(handle, id, author).orElseThrow(Problems::absent);
        if (seen.isClosed(clock.instant())) {
            throw Problems.closed();
        }
        if (!members.gone(handle, List.of(author)).isEmpty()) {
            throw Problem.notFound("There is no such user.");
        }
        if (!ballot.asksSame(seen.ballot())) {
            if (store.countsSeen(handle, seen, author).stream().anyMatch(count -> count.votes() > 0)) {
                throw Problems.hasVotes();
            }
            store.asides().vote(handle, id, author, Set.of());
        }
        store.asides().ask(handle, id, author, ballot);
    }

    /** Whether an option of the poll that the message asks has that emoji, which may be any symbol. */
    boolean isOption(long message, String emoji) {
        return database.read(handle -> store.find(handle, message)).stream()
                .flatMap(poll -> poll.ballot().choices().stream())
                .anyMatch(choice -> Emojis.plain(choice.emoji()).equals(Emojis.plain(emoji)));
    }

    /** The emoji of the options that a person votes for in an open poll that keeps votes secret; empty for any other. */
    List<String> secretVotes(long message, String person) {
        return database.read(handle -> store.findSeen(handle, message, person)
                .filter(poll -> poll.ballot().isSecret() && !poll.isClosed(clock.instant()))
                .map(poll -> store.votesSeen(handle, poll, person).stream()
                        .map(option -> poll.ballot().choices().get(option - 1).emoji())
                        .toList())
                .orElse(List.of()));
    }

    /** The polls among these messages, by message. */
    Map<Long, PollView> show(Collection<Long> messages, @Nullable String username) {
        String viewer = username == null ? null : names.jid(username);
        return database.read(handle -> views.of(handle, messages, viewer));
    }

    /** The poll of a message is gone for its author alone, a bare JID. */
    void eraseAside(Handle handle, long message, String author) {
        store.asides().echo(handle, List.of(message), author);
    }

    /** The polls of these messages are gone. */
    void erase(Handle handle, Collection<Long> messages) {
        store.delete(handle, messages);
    }

    /** Takes back the votes of somebody who leaves, whose own polls stay, of nobody. */
    void forget(AccountDeleted deleted) {
        voting.forget(names.jid(deleted.username()));
    }

    private static Ballot with(Ballot ballot, List<Choice> choices) {
        return new Ballot(
                ballot.question(),
                ballot.description(),
                choices,
                ballot.isMultiple(),
                ballot.isAnonymous(),
                ballot.isHidden(),
                ballot.closesAt());
    }
}
