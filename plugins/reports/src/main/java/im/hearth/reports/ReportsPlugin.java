package im.hearth.reports;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.CommitClock;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.reports.moderation.Audit;
import im.hearth.reports.moderation.AuditStore;
import im.hearth.reports.moderation.BanStore;
import im.hearth.reports.moderation.ModerationResource;
import im.hearth.reports.moderation.Moderators;
import java.util.List;

/** Reports to the moderators, and what these do. */
public final class ReportsPlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        CommitClock ids = new CommitClock();
        Audit audit = new Audit(core.database(), new AuditStore(), ids, core.clock());
        Witness witness = new Witness(
                core.domain(),
                core.talks(),
                core.accounts(),
                core.users(),
                core.conversations(),
                core.rooms(),
                core.media());
        Reports reports = new Reports(
                core.database(),
                core.accounts(),
                new ReportStore(),
                ids,
                witness,
                new PictureCopies(core.media(), core.cards()::find, core.clock()),
                audit,
                core.users(),
                core.media(),
                core.live(),
                core.settings(),
                core.clock());
        registrations.add(core.events().within(AccountDeleted.class, reports::forget));
        registrations.add(core.personalData().add(new ReportData(reports)));

        Moderators moderators = new Moderators(
                core.domain(),
                core.database(),
                new BanStore(),
                ids,
                audit,
                core.accounts(),
                core.users(),
                core.sessions(),
                core.suspensions(),
                core.talks(),
                core.secrets(),
                core.clock());
        registrations.add(core.suspensions().numbersKnownBy(moderators::ofNumber));
        registrations.add(core.sessions().onComingOrGoing(moderators::throwOut));

        registrations.add(core.rest()
                .add(new RestModule(
                        "reports",
                        List.of(new ReportResource(reports), new ModerationResource(moderators, audit, core.clock())),
                        ReportsPlugin.class.getResource("/openapi/hearth-reports.json"))));
        String roomDomain = core.rooms().domain();
        ReportStanzas stanzas = new ReportStanzas(reports, core.domain(), roomDomain);
        registrations.add(core.iqs().serve(ReportStanzas.ELEMENT, ReportStanzas.NAMESPACE, stanzas::serve));
        registrations.add(core.stanzas().onRequest(new BlockReportStanzas(reports, roomDomain)));
        for (String feature : List.of(ReportStanzas.NAMESPACE, BlockReportStanzas.NAMESPACE)) {
            registrations.add(core.disco().serverFeature(feature));
            registrations.add(core.disco().accountFeature(feature));
        }
    }
}
