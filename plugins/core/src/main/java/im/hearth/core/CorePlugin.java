package im.hearth.core;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.db.Database;
import im.hearth.core.events.Events;
import im.hearth.core.jobs.JobStore;
import im.hearth.core.jobs.Jobs;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.Disco;
import im.hearth.core.openfire.Iqs;
import im.hearth.core.openfire.JettyWeb;
import im.hearth.core.openfire.MucRooms;
import im.hearth.core.openfire.ServerDatabase;
import im.hearth.core.openfire.ServerProperties;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModules;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.stanza.Router;
import im.hearth.core.stanza.Stanzas;
import java.io.File;
import java.security.SecureRandom;
import java.time.Clock;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jspecify.annotations.Nullable;

/** The parent of all Hearth plugins: builds what they share. */
public final class CorePlugin implements Plugin {
    private final Registrations registrations = new Registrations();
    private @Nullable Core core;

    @Override
    public void initializePlugin(PluginManager manager, File folder) {
        XMPPServer server = XMPPServer.getInstance();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Settings settings = new Settings(System.getenv(), new ServerProperties());
        Events events = new Events();

        ServerDatabase serverDatabase = new ServerDatabase();
        Database database = new Database(serverDatabase, serverDatabase.dialect(), events);
        Jobs jobs = new Jobs(database, new JobStore(), clock);
        registrations.add(jobs::close);

        ServerUsers users = new ServerUsers();
        ClientSessions sessions = new ClientSessions(server.getSessionManager());
        Accounts accounts = new Accounts(database, new AccountStore(), users, sessions, clock, random);

        Router router = new Router(server.getPacketRouter());
        Stanzas stanzas = new Stanzas(router, server.getServerInfo().getXMPPDomain());
        InterceptorManager.getInstance().addInterceptor(stanzas);
        registrations.add(() -> InterceptorManager.getInstance().removeInterceptor(stanzas));

        Iqs iqs = new Iqs(server.getIQRouter());
        registrations.add(iqs.serve(Stanzas.REQUEST, Stanzas.NAMESPACE, stanzas::serve));

        core = new Core(
                server.getServerInfo().getXMPPDomain(),
                clock,
                random,
                settings,
                SecretBox.open(settings, random),
                database,
                events,
                jobs,
                accounts,
                users,
                sessions,
                router,
                stanzas,
                iqs,
                new Disco(server.getIQDiscoInfoHandler()),
                new MucRooms(server),
                new JettyWeb(),
                new RestModules(),
                new ConversationKinds());
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
