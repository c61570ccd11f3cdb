package im.hearth.rest;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.RestModule;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.internal.inject.ConfiguredValidator;
import org.glassfish.jersey.servlet.ServletContainer;
import org.glassfish.jersey.servlet.async.AsyncContextDelegateProviderImpl;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Jersey of the moment. Jersey's resources are fixed once it runs; so when a feature comes or goes, another one is
 * built, takes over, and the old one is closed after its last request.
 */
final class JerseyHost implements AutoCloseable {
    /** Features start one after the other: what comes within this time of each other is built in one go. */
    private static final long QUIET_MILLIS = 150;

    private static final long GRACE_MILLIS = 1_000;

    /** How long a request that comes before the first Jersey is built waits for it. */
    private static final long FIRST_SECONDS = 15;

    private static final Logger log = LoggerFactory.getLogger(JerseyHost.class);

    /**
     * Warn of every resource object that it is no filter, and, with a stack trace, of every wrong query parameter; kept
     * here, since their levels live only as long as they.
     */
    private static final List<java.util.logging.Logger> noisy = Stream.of(
                    "org.glassfish.jersey.internal.inject.Providers", "org.glassfish.jersey.internal.Errors")
            .map(java.util.logging.Logger::getLogger)
            .toList();

    static {
        noisy.forEach(logger -> logger.setLevel(Level.SEVERE));
    }

    private final Supplier<List<RestModule>> modules;
    private final List<Object> providers;
    private final RequestValidator validator;
    private final ScheduledExecutorService executor;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile @Nullable Generation current;
    private @Nullable ServletConfig config;
    private @Nullable ScheduledFuture<?> pending;
    private boolean closed;

    /**
     * A host.
     *
     * @param modules the modules of the moment
     * @param providers filters, readers, writers and mappers, which surround every resource
     * @param executor where Jerseys are built, never in the thread of the feature or of a request
     */
    JerseyHost(
            Supplier<List<RestModule>> modules,
            List<Object> providers,
            RequestValidator validator,
            ScheduledExecutorService executor) {
        this.modules = modules;
        this.providers = providers;
        this.validator = validator;
        this.executor = executor;
    }

    /** Starts with the first build. */
    synchronized void start(ServletConfig servletConfig) {
        config = servletConfig;
        executor.execute(this::rebuild);
    }

    /** Tells that modules have come or gone. */
    synchronized void changed() {
        if (config == null || closed) {
            return;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        pending = executor.schedule(this::rebuild, QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void rebuild() {
        ServletConfig servletConfig;
        synchronized (this) {
            if (config == null || closed) {
                return;
            }
            servletConfig = config;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JerseyHost.class.getClassLoader());
        try {
            List<RestModule> present = modules.get();
            if (!build(present, servletConfig)) {
                List<RestModule> sound = present.stream()
                        .filter(module -> isSound(module, servletConfig))
                        .toList();
                build(sound, servletConfig);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private boolean build(List<RestModule> present, ServletConfig servletConfig) {
        String names = present.stream().map(RestModule::name).collect(Collectors.joining(", "));
        try {
            swap(new Generation(container(present, servletConfig)));
            log.info("REST serves {}", names);
            return true;
        } catch (ServletException | RuntimeException | LinkageError e) {
            log.error("REST could not be built of {}", names, e);
            return false;
        }
    }

    /** Whether the module can be served by itself. */
    private boolean isSound(RestModule module, ServletConfig servletConfig) {
        try {
            container(List.of(module), servletConfig).destroy();
            return true;
        } catch (ServletException | RuntimeException | LinkageError e) {
            log.error("REST goes on without {}, which cannot be served", module.name(), e);
            return false;
        }
    }

    private ServletContainer container(List<RestModule> present, ServletConfig servletConfig) throws ServletException {
        ServletContainer container = new ServletContainer(resources(present));
        container.init(servletConfig);
        return container;
    }

    private ResourceConfig resources(List<RestModule> present) {
        ResourceConfig resources = new ResourceConfig();
        providers.forEach(resources::register);
        resources.register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(validator).to(ConfiguredValidator.class);
                bind(new AsyncContextDelegateProviderImpl()).to(AsyncContextDelegateProvider.class);
            }
        });
        present.forEach(module -> module.resources().forEach(resources::register));
        // Everything is named above: nothing is looked for on a class path that is shared with the server.
        resources.property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
        resources.property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
        resources.property(CommonProperties.JSON_PROCESSING_FEATURE_DISABLE, true);
        resources.property(CommonProperties.MOXY_JSON_FEATURE_DISABLE, true);
        resources.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        resources.property(ServerProperties.BV_FEATURE_DISABLE, true);
        resources.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        // Behind a proxy, the address that we are called by is not the one that the caller knows.
        resources.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        resources.property(ServerProperties.PROCESSING_RESPONSE_ERRORS_ENABLED, true);
        return resources;
    }

    private synchronized void swap(Generation next) {
        if (closed) {
            next.leave();
            return;
        }
        Generation last = current;
        current = next;
        first.complete(null);
        if (last != null) {
            last.leave();
        }
    }

    /** Lets the Jersey of the moment answer. */
    void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        Generation generation = enter();
        try {
            generation.container.service(request, response);
        } finally {
            Ending.of(request, generation::leave);
        }
    }

    private Generation enter() {
        for (; ; ) {
            Generation generation = current;
            if (generation == null) {
                awaitFirst();
            } else if (generation.enter()) {
                return generation;
            }
        }
    }

    private void awaitFirst() {
        try {
            first.get(FIRST_SECONDS, TimeUnit.SECONDS);
            if (current != null) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("A request came too early", e);
        }
        throw Problem.unavailable("starting", "The server is starting or stopping. Try again in a few seconds.", null);
    }

    @Override
    public synchronized void close() {
        closed = true;
        first.complete(null);
        Generation last = current;
        current = null;
        if (last != null) {
            last.leave();
        }
    }

    /** One Jersey and how many use it; its own place as the current one counts as a use. */
    private final class Generation {
        private final ServletContainer container;
        private final AtomicInteger uses = new AtomicInteger(1);

        Generation(ServletContainer container) {
            this.container = container;
        }

        boolean enter() {
            return uses.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
        }

        void leave() {
            if (uses.decrementAndGet() > 0) {
                return;
            }
            try {
                // An asynchronous request is told complete a little before Jersey has let go of it.
                var unused = executor.schedule(container::destroy, GRACE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                container.destroy();
            }
        }
    }
}
