package im.hearth.polls;

import im.hearth.core.db.Database;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import im.hearth.core.talk.Talks;
import im.hearth.polls.stanza.PollXml;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Message;

/**
 * Ends polls. First a poll is closed, and its counts are final; then everybody is told them, in the name of its creator, or
 * of who runs the group and closed it after its creator had left.
 * That it was told is written in the transaction that archives the stanza: so it is told once, whatever falls over between
 * the two, on however many nodes.
 */
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private static final int AT_ONCE = 200;

    private final Database database;
    private final PollStore store;
    private final Talks talks;
    private final Notices notices;
    private final Names names;
    private final Barrier barrier;
    private final Clock clock;

    Closing(
            Database database,
            PollStore store,
            Talks talks,
            Notices notices,
            Names names,
            Barrier barrier,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.talks = talks;
        this.notices = notices;
        this.names = names;
        this.barrier = barrier;
        this.clock = clock;
    }

    /** Closes a poll for good, unless it is closed, and tells everybody in its creator's name. */
    void close(Poll poll) {
        close(poll, poll.author());
    }

    /**
     * As {@link #close(Poll)}.
     *
     * @param by the bare JID of who tells it; null for nobody
     */
    void close(Poll poll, @Nullable String by) {
        Poll known = known(poll);
        freeze(known, by);
        announce(known, by);
    }

    /** A poll as everybody sees it. */
    private Poll known(Poll seen) {
        return database.read(handle -> store.find(handle, seen.id())).orElseThrow(Problems::absent);
    }

    /**
     * Whether a person may close a poll: who asked it, and, where they are gone from the group or altogether, who runs the
     * group.
     */
    boolean mayClose(String person, Poll poll) {
        if (person.equals(poll.author())) {
            return true;
        }
        Talk talk = talks.of(poll.talk());
        return talk.find(person, poll.text())
                .filter(said -> talk.isRunBy(person, said))
                .filter(said -> poll.author() == null
                        || talk.find(poll.author(), poll.text()).isEmpty())
                .isPresent();
    }

    /**
     * Closes a poll for its creator alone, whom the other one blocks, and tells their own clients.
     *
     * @throws Problem NOT_FOUND if its message was taken back
     */
    void closeAside(Poll poll, String creator) {
        Said said = said(poll, creator).orElseThrow(Problems::absent);
        talks.of(poll.talk()).signal(creator, said, parcel(poll, said, closedAside(poll, creator)));
    }

    private Effect closedAside(Poll poll, String creator) {
        return (transaction, id) -> {
            if (!store.closeAside(transaction.handle(), poll.id(), creator, clock.millis(), id)) {
                throw Problems.closed();
            }
            transaction.publish(new PollChanged(poll.id(), creator));
        };
    }

    /** Closes the polls whose time has come, and tells of those of which nobody was told. */
    void closeDue() {
        long now = clock.millis();
        for (long id : database.read(handle -> store.due(handle, now, AT_ONCE))) {
            try {
                database.read(handle -> store.find(handle, id)).ifPresent(this::close);
            } catch (RuntimeException e) {
                log.error("The poll {} could not be closed; it is tried again", id, e);
            }
        }
        for (AsideStore.Due due : database.read(handle -> store.asides().due(handle, now, AT_ONCE))) {
            try {
                database.read(handle -> store.findSeen(handle, due.poll(), due.person()))
                        .ifPresent(poll -> closeDueAside(poll, due.person()));
            } catch (RuntimeException e) {
                log.error("The poll {} could not be closed for its creator; it is tried again", due.poll(), e);
            }
        }
    }

    /** For who gave a poll another deadline while the other one blocked them; nobody else is ever told of that. */
    private void closeDueAside(Poll poll, String creator) {
        try {
            if (barrier.isAside(poll, creator)) {
                closeAside(poll, creator);
                return;
            }
        } catch (Problem problem) {
            if (isPassing(problem)) {
                throw problem;
            }
        }
        database.write(transaction -> store.closeAside(transaction.handle(), poll.id(), creator, clock.millis(), null));
        // After it: as with votes, see Voting.
        database.write(transaction -> {
            transaction.publish(new PollChanged(poll.id(), creator));
            return true;
        });
    }

    /**
     * What a client does that closes a poll, as its person may: the stanza says afterwards how the poll ended, by our count.
     *
     * @param person bare JID
     * @param poll as that person sees it
     * @param reference the id by which the stanza names the poll's message
     * @throws Problem NOT_ALLOWED for a closed one
     */
    Effect closeBy(String person, Message stanza, Poll poll, String reference) {
        if (barrier.isAside(poll, person)) {
            if (poll.isClosed(clock.instant())) {
                throw Problems.closed();
            }
            PollXml.setClosed(stanza, reference, poll.ballot(), counts(poll));
            return closedAside(poll, person);
        }
        Poll known = known(poll);
        if (!freeze(known, person)) {
            throw Problems.closed();
        }
        PollXml.setClosed(stanza, reference, known.ballot(), counts(known));
        return told(known);
    }

    private boolean freeze(Poll poll, @Nullable String by) {
        Notice notice = notice(poll, by);
        String settled = poll.author() != null && !barrier.isAside(poll, poll.author()) ? poll.author() : null;
        return database.write(transaction -> {
            if (settled != null) {
                store.asides().settle(transaction.handle(), poll.id(), settled);
            }
            if (!store.close(transaction.handle(), poll, clock.millis())) {
                return false;
            }
            notices.note(transaction, notice);
            transaction.publish(new PollClosed(poll));
            return true;
        });
    }

    /** For all who see the poll; where a deadline closes it, from its creator. */
    private Notice notice(Poll poll, @Nullable String by) {
        Talk talk = talks.of(poll.talk());
        Set<String> people = new HashSet<>();
        talk.find(poll.text())
                .filter(said -> !said.isRetracted())
                .ifPresent(said -> people.addAll(talk.audience(said)));
        people.removeIf(username -> names.jid(username).equals(by));
        if (by != null && barrier.isShut(poll, by)) {
            people.clear();
        }
        String conversation = poll.isOfTwo() ? poll.author() : poll.place();
        return new Notice(
                0,
                NotificationKind.POLL_CLOSED,
                people,
                by,
                conversation,
                poll.text(),
                null,
                poll.ballot().question());
    }

    private void announce(Poll poll, @Nullable String by) {
        Optional<Said> said = said(poll, by);
        if (said.isEmpty() || isOpenAside(poll)) {
            keepQuiet(poll);
            return;
        }
        try {
            talks.of(poll.talk()).signal(String.valueOf(by), said.get(), parcel(poll, said.get(), told(poll)));
        } catch (Problem problem) {
            if (isPassing(problem)) {
                throw problem;
            }
            // Another node was first; or its creator may say nothing there any more, as one who has left the group.
            keepQuiet(poll);
        }
    }

    /** Whether its creator, whom the other one blocks, has made it ask something else, and sees it close by that. */
    private boolean isOpenAside(Poll poll) {
        String author = poll.author();
        return author != null
                && barrier.isAside(poll, author)
                && database.read(handle -> store.asides().find(handle, poll.id(), author))
                                .ballot()
                        != null;
    }

    private Parcel parcel(Poll poll, Said said, Effect effect) {
        List<Count> counts = counts(poll);
        return new Parcel(
                PollXml.closedBody(poll.ballot().question(), counts),
                stanza -> PollXml.setClosed(stanza, said.reference(), poll.ballot(), counts),
                effect);
    }

    /** Takes back what told how polls closed whose messages were taken back since. */
    void takeBackEchoes() {
        for (PollStore.Echo echo : database.read(handle -> store.echoes(handle, AT_ONCE))) {
            try {
                takeBack(echo);
            } catch (RuntimeException e) {
                log.error("How the poll {} closed could not be taken back; it is tried again", echo.poll(), e);
            }
        }
    }

    private void takeBack(PollStore.Echo echo) {
        Talk talk = talks.of(echo.talk());
        String poll = Long.toString(echo.poll());
        boolean isTakenBack = Stream.of(talk.find(poll), talk.find(echo.author(), poll))
                .flatMap(Optional::stream)
                .anyMatch(Said::isRetracted);
        // Else it went with its time, or with the whole conversation: then so does the echo.
        if (isTakenBack) {
            try {
                talk.retractSignal(echo.author(), echo.stanza());
            } catch (Problem problem) {
                if (isPassing(problem)) {
                    throw problem;
                }
                // Its creator may say nothing there any more, or somebody else told it: the server takes it away.
                talk.removeSignal(echo.stanza());
            }
        }
        database.write(transaction -> store.deleteEcho(transaction.handle(), echo.stanza()));
    }

    /** Whether it may be no problem in a while. */
    private static boolean isPassing(Problem problem) {
        return problem.kind() == Kind.UNAVAILABLE || problem.kind() == Kind.INTERNAL;
    }

    /** The poll's message, as somebody sees it. */
    private Optional<Said> said(Poll poll, @Nullable String person) {
        return person == null
                ? Optional.empty()
                : talks.of(poll.talk()).find(person, poll.text()).filter(said -> !said.isRetracted());
    }

    /** How a poll ended for those who are told: for its creator alone, if the other one of two blocks them. */
    private List<Count> counts(Poll poll) {
        String author = poll.author();
        return author != null && barrier.isAside(poll, author)
                ? database.read(handle -> store.countsSeen(handle, poll, author))
                : database.read(handle -> store.counts(handle, List.of(poll.id())))
                        .getOrDefault(poll.id(), List.of());
    }

    private Effect told(Poll poll) {
        return (transaction, id) -> {
            if (!store.told(transaction.handle(), poll.id(), id)) {
                throw Problems.closed();
            }
            transaction.publish(new PollChanged(poll.id(), null));
        };
    }

    /** There is nobody who could say it in the chat; the streams of people say it. */
    private void keepQuiet(Poll poll) {
        if (database.write(transaction -> store.told(transaction.handle(), poll.id(), null))) {
            // After it: as with votes, see Voting.
            database.write(transaction -> {
                transaction.publish(new PollChanged(poll.id(), null));
                return true;
            });
        }
    }
}
