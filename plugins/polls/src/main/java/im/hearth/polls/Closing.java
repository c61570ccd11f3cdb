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
import im.hearth.core.talk.Talks;
import im.hearth.polls.stanza.PollXml;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Message;

/**
 * Ends polls. First a poll is closed, and its counts are final; then everybody is told them, in the name of its creator.
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
    private final Clock clock;

    Closing(Database database, PollStore store, Talks talks, Notices notices, Names names, Clock clock) {
        this.database = database;
        this.store = store;
        this.talks = talks;
        this.notices = notices;
        this.names = names;
        this.clock = clock;
    }

    /** Closes a poll for good, unless it is closed, and tells everybody. */
    void close(Poll poll) {
        freeze(poll);
        announce(poll);
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
    }

    /**
     * What a creator's client does that closes its poll: the stanza says afterwards how the poll ended, by our count.
     *
     * @param reference the id by which the stanza names the poll's message
     */
    Effect closeBy(Message stanza, Poll poll, String reference) {
        if (!freeze(poll)) {
            throw Problems.closed();
        }
        PollXml.setClosed(stanza, reference, poll.ballot().question(), counts(poll));
        return told(poll);
    }

    private boolean freeze(Poll poll) {
        Notice notice = notice(poll);
        return database.write(transaction -> {
            if (!store.close(transaction.handle(), poll, clock.millis())) {
                return false;
            }
            notices.note(transaction, notice);
            transaction.publish(new PollClosed(poll));
            return true;
        });
    }

    /** For all who see the poll; its creator is its author, also where a deadline closes it. */
    private Notice notice(Poll poll) {
        Optional<Said> said = said(poll);
        Set<String> people = new HashSet<>();
        said.ifPresent(message -> people.addAll(talks.of(poll.talk()).audience(message)));
        String author = poll.author();
        people.removeIf(username -> names.jid(username).equals(author));
        String conversation = poll.isOfTwo() ? author : poll.place();
        return new Notice(
                0,
                NotificationKind.POLL_CLOSED,
                people,
                author,
                conversation,
                poll.text(),
                null,
                poll.ballot().question());
    }

    private void announce(Poll poll) {
        Optional<Said> said = said(poll);
        if (said.isEmpty()) {
            keepQuiet(poll);
            return;
        }
        List<Count> counts = counts(poll);
        String question = poll.ballot().question();
        Parcel parcel = new Parcel(
                PollXml.closedBody(question, counts),
                stanza -> PollXml.setClosed(stanza, said.get().reference(), question, counts),
                told(poll));
        try {
            talks.of(poll.talk()).signal(said.get().author(), said.get(), parcel);
        } catch (Problem problem) {
            if (problem.kind() == Kind.UNAVAILABLE || problem.kind() == Kind.INTERNAL) {
                throw problem;
            }
            // Another node was first; or its creator may say nothing there any more, as one who has left the group.
            keepQuiet(poll);
        }
    }

    private Optional<Said> said(Poll poll) {
        return poll.author() == null
                ? Optional.empty()
                : talks.of(poll.talk()).find(poll.author(), poll.text()).filter(said -> !said.isRetracted());
    }

    private List<Count> counts(Poll poll) {
        return database.read(handle -> store.counts(handle, List.of(poll.id()))).getOrDefault(poll.id(), List.of());
    }

    private Effect told(Poll poll) {
        return (transaction, id) -> {
            if (!store.told(transaction.handle(), poll.id())) {
                throw Problems.closed();
            }
            transaction.publish(new PollChanged(poll.id(), null));
        };
    }

    /** There is nobody who could say it in the chat; the streams of people say it. */
    private void keepQuiet(Poll poll) {
        if (database.write(transaction -> store.told(transaction.handle(), poll.id()))) {
            // After it: as with votes, see Voting.
            database.write(transaction -> {
                transaction.publish(new PollChanged(poll.id(), null));
                return true;
            });
        }
    }
}
