package im.hearth.core;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.Suspensions;
import im.hearth.core.commands.AdHocCommands;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.db.Database;
import im.hearth.core.events.Events;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.export.PersonalDataSources;
import im.hearth.core.health.HealthChecks;
import im.hearth.core.jobs.JobStore;
import im.hearth.core.jobs.Jobs;
import im.hearth.core.media.Media;
import im.hearth.core.notices.Notices;
import im.hearth.core.openfire.AdminWeb;
import im.hearth.core.openfire.BlockLists;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.Components;
import im.hearth.core.openfire.Disco;
import im.hearth.core.openfire.Iqs;
import im.hearth.core.openfire.JettyWeb;
import im.hearth.core.openfire.LockOuts;
import im.hearth.core.openfire.LoginVeto;
import im.hearth.core.openfire.MucRooms;
import im.hearth.core.openfire.PlainLogin;
import im.hearth.core.openfire.Rosters;
import im.hearth.core.openfire.ServerCards;
import im.hearth.core.openfire.ServerDatabase;
import im.hearth.core.openfire.ServerIdentity;
import im.hearth.core.openfire.ServerPresence;
import im.hearth.core.openfire.ServerProperties;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.openfire.ServerWeb;
import im.hearth.core.openfire.WebSockets;
import im.hearth.core.people.People;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModules;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.stanza.Router;
import im.hearth.core.stanza.Stanzas;
import im.hearth.core.talk.Talks;
import im.hearth.core.tls.CertificateFiles;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jspecify.annotations.Nullable;

/** The parent of all Hearth plugins: builds what they share. */
public final class CorePlugin implements Plugin {
    /** By which people log in: the server's settings allow no other. */
    private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-1", "OAUTHBEARER");

    private static final Duration DEPARTURES_PERIOD = Duration.ofMinutes(1);

    private static final Duration CERTIFICATE_PERIOD = Duration.ofSeconds(5);

    private final Registrations registrations = new Registrations();
    private @Nullable Core core;

    @Override
    public void initializePlugin(PluginManager manager, File folder) {
        XMPPServer server = XMPPServer.getInstance();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Settings settings = new Settings(System.getenv(), new ServerProperties());
        Events events = new Events();
        CompositeMeterRegistry meters = new CompositeMeterRegistry();
        registrations.add(meters::close);

        ServerDatabase serverDatabase = new ServerDatabase();
        Database database = new Database(serverDatabase, serverDatabase.dialect(), events);
        Jobs jobs = new Jobs(database, new JobStore(), clock);
        registrations.add(jobs::close);

        ServerUsers users = new ServerUsers();
        LockOuts lockOuts = new LockOuts();
        registrations.add(PlainLogin.add(username -> lockOuts.of(username).isPresent(), users::checkPassword));
        ClientSessions sessions = new ClientSessions(server.getSessionManager());
        Accounts accounts = new Accounts(database, new AccountStore(), users, sessions, clock, random);
        registrations.add(LoginVeto.add(MECHANISMS, accounts::isGone));
        registrations.add(jobs.every("accounts.departures", DEPARTURES_PERIOD, () -> {
            // Features that are not there yet would not hear of it.
            if (manager.isExecuted()) {
                accounts.finishDeletions();
            }
        }));

        HealthChecks health = new HealthChecks();
        CertificateFiles certificate = new CertificateFiles(settings, new ServerIdentity(server, random), clock);
        registrations.add(jobs.onEachNode("tls.certificate", CERTIFICATE_PERIOD, certificate::look));
        registrations.add(health.add("certificate", certificate::condition));

        Router router = new Router(server.getPacketRouter());
        Stanzas stanzas = new Stanzas(router, sessions, server.getServerInfo().getXMPPDomain());
        InterceptorManager.getInstance().addInterceptor(stanzas);
        registrations.add(() -> InterceptorManager.getInstance().removeInterceptor(stanzas));

        Iqs iqs = new Iqs(server.getIQRouter());
        registrations.add(iqs.serve(Stanzas.REQUEST, Stanzas.NAMESPACE, stanzas::serve));

        Disco disco = new Disco(server.getIQDiscoInfoHandler(), server.getAdHocCommandHandler());
        AdHocCommands commands = new AdHocCommands(server.getServerInfo().getXMPPDomain(), disco::command);
        registrations.add(stanzas.onRequest(commands));

        core = new Core(
                server.getServerInfo().getXMPPDomain(),
                home(folder),
                clock,
                random,
                settings,
                SecretBox.open(settings, random),
                database,
                events,
                new LiveEvents(),
                new Notices(),
                jobs,
                accounts,
                new Suspensions(lockOuts, clock),
                users,
                sessions,
                router,
                stanzas,
                iqs,
                disco,
                commands,
                new Components(InternalComponentManager.getInstance()),
                new MucRooms(server),
                new ServerPresence(server),
                new JettyWeb(),
                new AdminWeb(manager),
                new WebSockets(),
                new ServerWeb().named(settings),
                new RestModules(),
                new ConversationKinds(),
                new Media(),
                new Talks(),
                new People(),
                new PersonalDataSources(),
                new Rosters(server.getRosterManager()),
                new BlockLists(server.getSessionManager()),
                new ServerCards(),
                health,
                meters);
    }

    /** The server's folder: that of the folder of plugins, which may be reached by a link from another one. */
    private static Path home(File folder) {
        try {
            Path plugins = folder.toPath().toAbsolutePath().getParent();
            Path home = plugins == null ? null : plugins.toRealPath().getParent();
            if (home != null) {
                return home;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("The plugin lies in no folder of plugins: " + folder);
    }

    /** What core lends to the other plugins. */
    public Core core() {
        Core built = core;
        if (built == null) {
            throw new IllegalStateException("hearth-core did not start; the log says why");
        }
        return built;
    }

    @Override
    public void destroyPlugin() {
        registrations.close();
        core = null;
    }
}
