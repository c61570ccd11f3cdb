package im.hearth.core;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.Suspensions;
import im.hearth.core.commands.AdHocCommands;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.db.Database;
import im.hearth.core.events.Events;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.export.PersonalDataSources;
import im.hearth.core.health.HealthChecks;
import im.hearth.core.jobs.Jobs;
import im.hearth.core.media.Media;
import im.hearth.core.notices.Notices;
import im.hearth.core.openfire.BlockLists;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.Components;
import im.hearth.core.openfire.Disco;
import im.hearth.core.openfire.Iqs;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.openfire.Rosters;
import im.hearth.core.openfire.ServerCards;
import im.hearth.core.openfire.ServerPresence;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.openfire.WebSockets;
import im.hearth.core.people.People;
import im.hearth.core.rest.RestModules;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.stanza.Router;
import im.hearth.core.stanza.Stanzas;
import im.hearth.core.talk.Talks;
import im.hearth.core.web.Web;
import im.hearth.core.web.WebOrigin;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What core lends to the feature plugins.
 *
 * @param domain the XMPP domain of this server
 * @param home the server's folder, on a disk that lasts
 * @param web the public web port
 * @param adminWeb the port of the admin console
 * @param origin where clients find the public web port
 * @param meters where features count what they do; nothing is kept until a plugin adds a registry that does
 */
public record Core(
        String domain,
        Path home,
        Clock clock,
        SecureRandom random,
        Settings settings,
        SecretBox secrets,
        Database database,
        Events events,
        LiveEvents live,
        Notices notices,
        Jobs jobs,
        Accounts accounts,
        Suspensions suspensions,
        ServerUsers users,
        ClientSessions sessions,
        Router router,
        Stanzas stanzas,
        Iqs iqs,
        Disco disco,
        AdHocCommands commands,
        Components components,
        Rooms rooms,
        ServerPresence presence,
        Web web,
        Web adminWeb,
        WebSockets sockets,
        WebOrigin origin,
        RestModules rest,
        ConversationKinds conversations,
        Media media,
        Talks talks,
        People people,
        PersonalDataSources personalData,
        Rosters rosters,
        BlockLists blockLists,
        ServerCards cards,
        HealthChecks health,
        CompositeMeterRegistry meters) {}
