package im.hearth.polls;

import im.hearth.core.db.Database;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.polls.stanza.PollXml;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Tells a voter's clients, and nobody else's, how a poll stands whose votes are in no chat, and what their vote is. */
final class VoterNotice implements Voting.Confirmation {
    private final Database database;
    private final PollStore store;
    private final ClientSessions sessions;
    private final Names names;
    private final Clock clock;

    VoterNotice(Database database, PollStore store, ClientSessions sessions, Names names, Clock clock) {
        this.database = database;
        this.store = store;
        this.sessions = sessions;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public void send(String voter, Poll poll, String reference) {
        List<JID> clients = sessions.resources(names.name(voter));
        if (clients.isEmpty()) {
            return;
        }
        List<Count> counts = poll.hasResults(clock.instant())
                ? database.read(handle -> store.countsSeen(handle, poll, voter))
                : List.of();
        Set<Integer> votes = database.read(handle -> store.votesSeen(handle, poll, voter));
        for (JID client : clients) {
            Message notice = new Message();
            notice.setType(Message.Type.headline);
            notice.setFrom(new JID(names.domain()));
            notice.setTo(client);
            PollXml.addStanding(notice, reference, poll.ballot(), counts, votes);
            sessions.deliver(client, notice);
        }
    }
}
