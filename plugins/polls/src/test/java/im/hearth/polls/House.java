package im.hearth.polls;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.Event;
import im.hearth.core.events.Events;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.media.Media;
import im.hearth.core.notices.Notices;
import im.hearth.core.people.People;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Talks;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeTies;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.messages.Addresses;
import im.hearth.messages.Archive;
import im.hearth.messages.ArchiveMeters;
import im.hearth.messages.ArchiveStore;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.Attachments;
import im.hearth.messages.Chats;
import im.hearth.messages.Inbox;
import im.hearth.messages.Kept;
import im.hearth.messages.MessageStanzas;
import im.hearth.messages.MessageStore;
import im.hearth.messages.Messages;
import im.hearth.polls.stanza.ReactionSet;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Polls on real messages, for tests: alice, bob and carol live on hearth.test, and there is a crowd to ask. */
final class House implements AutoCloseable {
    static final String DOMAIN = "hearth.test";
    static final String ALICE = "alice@" + DOMAIN;
    static final String BOB = "bob@" + DOMAIN;

    final MutableClock clock = new MutableClock();
    final FakeUsers users = new FakeUsers();
    final Talks talks = new Talks();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Message> delivered = new CopyOnWriteArrayList<>();
    final List<String> confirmed = new CopyOnWriteArrayList<>();
    final Told told = new Told();
    final FakeTies ties = new FakeTies();
    final Others others = new Others();
    final Database database;
    final Accounts accounts;
    final ArchiveWriter writer;
    final Archive archive;
    final Messages messages;
    final MessageStanzas gate;
    final Crowd crowd;
    final PollStore store = new PollStore();
    final Closing closing;
    final Polls polls;

    House(Database database, Events published) {
        this.database = database;
        for (String person : List.of("alice", "bob", "carol")) {
            users.ensure(person, "secret", null, null);
        }
        published.subscribe(PollClosed.class, events::add);
        Settings settings = new Settings(Map.of(), new MemoryProperties());
        Addresses addresses = new Addresses(DOMAIN, users);
        MessageStore messageStore = new MessageStore(database.dialect());
        Media media = new Media();
        Attachments attachments = new Attachments(media, talks);
        People people = new People();
        people.knownBy(ties);
        writer = new ArchiveWriter(
                database,
                new ArchiveStore(),
                new im.hearth.messages.Barrier(draft -> Kept.BY_BOTH, people, addresses),
                clock,
                ArchiveMeters.none());
        archive = new Archive(database, messageStore, writer, settings, new Events(), clock, media, talks);
        Inbox inbox = new Inbox(database, messageStore);
        messages = new Messages(archive, inbox, addresses, delivered::add, attachments, settings, UUID::randomUUID);
        gate = new MessageStanzas(archive, addresses, attachments, talks, settings, UUID::randomUUID);
        crowd = new Crowd(this);

        LiveEvents live = new LiveEvents();
        live.serve(told);
        live.add(crowd);
        Names names = new Names(DOMAIN, users);
        PollViews views = new PollViews(store, names, clock);
        accounts = new Accounts(database, new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
        Barrier barrier = new Barrier(people, names);
        Members members = new Members(accounts, names);
        BallotBox box = new BallotBox(store, members);
        published.within(VotesCast.class, (transaction, cast) -> box.empty(transaction));
        Voting voting = new Voting(
                database,
                members,
                new CommitClock(),
                store,
                box,
                talks,
                barrier,
                (voter, poll, reference) -> confirmed.add(voter + ' ' + reference),
                clock);
        closing = new Closing(database, store, talks, new Notices(), names, barrier, clock);
        polls = new Polls(database, members, store, views, box, voting, closing, talks, live, names, barrier, clock);
        published.within(PollChanged.class, new LivePolls(live, store, views, names)::changed);

        talks.add(new Chats(messages, inbox, addresses));
        talks.add(crowd);
        talks.add(others);
        talks.addReferee(new PollPart(polls));
    }

    /** Alice asks Bob. */
    PollView ask(Ballot ballot, String... options) {
        return polls.create("alice", null, "bob", List.of(options), ballot);
    }

    /** The last stanza that went to anybody. */
    Message last() {
        return delivered.get(delivered.size() - 1);
    }

    /** The id by which clients know a poll's message. */
    String reference(PollView poll) {
        return talks.require(ALICE, poll.id()).reference();
    }

    /** A client's reaction goes through the gate; what it is when others get it, if they do. */
    Message react(String from, String to, String reference, String... emojis) {
        Message stanza = chat(from, to);
        ReactionSet.add(stanza, reference, List.of(emojis));
        gate.admit(stanza);
        return stanza;
    }

    static Message chat(String from, String to) {
        Message stanza = new Message();
        stanza.setType(Message.Type.chat);
        stanza.setID(UUID.randomUUID().toString());
        stanza.setFrom(new JID(from + "/phone"));
        stanza.setTo(new JID(to));
        return stanza;
    }

    static Ballot plain(String question) {
        return new Ballot(question, null, List.of(), false, false, false, null);
    }

    /** How many voted for each option, as somebody sees it. */
    List<@Nullable Integer> votes(String username, PollView poll) {
        return polls.require(username, poll.id()).options().stream()
                .<@Nullable Integer>map(PollView.Option::votes)
                .toList();
    }

    @Nullable List<String> mine(String username, PollView poll) {
        return polls.require(username, poll.id()).myVotes();
    }

    /** What the archive has of stanzas. */
    List<String> archived() {
        return database.read(handle -> handle.createQuery("SELECT stanza FROM hearth_message ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    long count(String table) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    static Problem problem(Runnable act) {
        try {
            act.run();
        } catch (Problem problem) {
            return problem;
        }
        throw new AssertionError("no problem");
    }

    @Override
    public void close() {
        writer.close();
    }

    /** What people's streams were told. */
    static final class Told implements LiveEvents.Streams {
        @Override
        public boolean hasStream(String username) {
            return false;
        }

        record Fact(List<String> audience, String type, Object data) {}

        final List<Fact> facts = new CopyOnWriteArrayList<>();

        @Override
        public void wake(Collection<String> usernames) {}

        @Override
        public void look() {}

        @Override
        public void tell(Collection<String> usernames, String type, Object data) {}

        @Override
        public void log(Transaction transaction, Collection<String> audience, String type, Object data) {
            transaction.afterCommit(
                    () -> facts.add(new Fact(audience.stream().sorted().toList(), type, data)));
        }
    }
}
