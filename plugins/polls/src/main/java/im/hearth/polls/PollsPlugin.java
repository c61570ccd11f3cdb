package im.hearth.polls;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.CommitClock;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.polls.stanza.PollXml;
import java.time.Duration;
import java.util.List;

/** Polls, with the server as the referee. */
public final class PollsPlugin extends FeaturePlugin {
    /** How often is looked for deadlines that have passed; votes are refused from the deadline on. */
    private static final Duration LOOK = Duration.ofSeconds(4);

    @Override
    protected void start(Core core, Registrations registrations) {
        PollStore store = new PollStore();
        Names names = new Names(core.domain(), core.users());
        PollViews views = new PollViews(store, names, core.clock());
        VoterNotice notice = new VoterNotice(core.database(), store, core.sessions(), names, core.clock());
        Barrier barrier = new Barrier(core.people(), names);
        Members members = new Members(core.accounts(), names);
        BallotBox box = new BallotBox(store, members);
        Voting voting = new Voting(
                core.database(), members, new CommitClock(), store, box, core.talks(), barrier, notice, core.clock());
        Closing closing =
                new Closing(core.database(), store, core.talks(), core.notices(), names, barrier, core.clock());
        Polls polls = new Polls(
                core.database(),
                members,
                store,
                views,
                box,
                voting,
                closing,
                core.talks(),
                core.live(),
                names,
                barrier,
                core.clock());

        registrations.add(core.events().within(VotesCast.class, (transaction, cast) -> box.empty(transaction)));
        registrations.add(core.talks().addReferee(new PollPart(polls)));
        LivePolls live = new LivePolls(core.live(), store, views, names);
        registrations.add(core.events().within(PollChanged.class, live::changed));
        registrations.add(core.events().subscribe(AccountDeleted.class, polls::forget));
        registrations.add(core.jobs().every("polls.close", LOOK, closing::closeDue));
        registrations.add(core.jobs().every("polls.echoes", LOOK, closing::takeBackEchoes));
        registrations.add(core.personalData().add(new PollData(polls)));
        registrations.add(core.live().post("poll_vote", "/poll-votes/"));

        registrations.add(core.rest()
                .add(new RestModule(
                        "polls",
                        List.of(new PollResource(polls), new PollVoteResource(polls)),
                        PollsPlugin.class.getResource("/openapi/hearth-polls.json"))));
        registrations.add(core.commands().add(new VoteCommandStanzas(polls)));
        registrations.add(core.stanzas()
                .onRequest(
                        new PollResultStanzas(polls, core.domain(), core.rooms().domain())));
        registrations.add(core.disco().serverFeature(PollXml.NAMESPACE));
        registrations.add(core.disco().accountFeature(PollXml.NAMESPACE));
    }
}
