package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.web.Web;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.servlet.Servlet;
import org.jivesoftware.openfire.container.AdminConsolePlugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the server's admin console (9090, 9091 with TLS), beside the console: who asks is for the servlet to find out.
 *
 * <p>On 5.x the console begins with new contexts whenever it restarts, as it does by itself for a new certificate; so what is
 * mounted is looked after.
 */
public final class AdminWeb implements Web {
    private static final Logger log = LoggerFactory.getLogger(AdminWeb.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final PluginManager plugins;

    public AdminWeb(PluginManager plugins) {
        this.plugins = plugins;
    }

    @Override
    public Registration mount(String path, Servlet servlet) {
        Mount mount = new Mount(path, servlet);
        mount.look();
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hearth-admin-web");
            thread.setDaemon(true);
            return thread;
        });
        var unused =
                looking.scheduleWithFixedDelay(mount::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            looking.shutdownNow();
            mount.close();
        };
    }

    private Optional<Object> contexts() {
        return plugins.getPlugins().stream()
                .filter(AdminConsolePlugin.class::isInstance)
                .findFirst()
                .map(console -> ((AdminConsolePlugin) console).getContexts());
    }

    /** One servlet, in whichever contexts the console has now. */
    private final class Mount {
        private final String path;
        private final Servlet servlet;
        private @Nullable Object mountedIn;
        private @Nullable Object mounted;
        private boolean closed;
        private boolean failing;

        Mount(String path, Servlet servlet) {
            this.path = path;
            this.servlet = servlet;
        }

        synchronized void look() {
            Object contexts = contexts().orElse(null);
            if (closed || contexts == null || contexts == mountedIn) {
                return;
            }
            try {
                mounted = ServletContexts.with(path, servlet, context -> add(contexts, handler(context)));
                mountedIn = contexts;
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    log.error("{} is not served on the port of the admin console", path, e);
                }
                failing = true;
            }
        }

        private static Object add(Object contexts, Object handler) throws ReflectiveOperationException {
            ServletContexts.method(contexts, "addHandler", handler).invoke(contexts, handler);
            if (is(contexts, "isStarted") && !is(handler, "isRunning")) {
                handler.getClass().getMethod("start").invoke(handler);
            }
            return handler;
        }

        /** On 12 a context of servlets stands behind a handler of the server's own kind. */
        private static Object handler(Object context) throws ReflectiveOperationException {
            try {
                return context.getClass().getMethod("get").invoke(context);
            } catch (NoSuchMethodException e) {
                log.trace("On 9.2 it is a handler itself");
                return context;
            }
        }

        private static boolean is(Object lifeCycle, String state) throws ReflectiveOperationException {
            return Boolean.TRUE.equals(lifeCycle.getClass().getMethod(state).invoke(lifeCycle));
        }

        synchronized void close() {
            closed = true;
            Object contexts = mountedIn;
            Object handler = mounted;
            if (contexts == null || handler == null) {
                return;
            }
            try {
                ServletContexts.method(contexts, "removeHandler", handler).invoke(contexts, handler);
                handler.getClass().getMethod("stop").invoke(handler);
            } catch (ReflectiveOperationException e) {
                log.warn("{} could not be taken from the port of the admin console", path, e);
            }
        }
    }
}
