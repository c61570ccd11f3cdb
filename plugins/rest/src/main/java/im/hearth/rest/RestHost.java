package im.hearth.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.db.Database;
import im.hearth.core.health.HealthChecks;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModules;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import javax.servlet.Servlet;

/** The parts of the REST host, put together. */
final class RestHost implements AutoCloseable {
    /** So soon a changed setting counts. */
    private static final Duration SETTINGS_KEPT = Duration.ofSeconds(5);

    /** About 100 bytes each. */
    private static final int MOST_BUCKETS = 100_000;

    private final Registrations registrations = new Registrations();
    private final Idempotency idempotency;
    private final Health health;
    private final SharedLimits limits;
    private final OpenApi openApi;
    private final ApiServlet servlet;

    /**
     * Puts them together.
     *
     * @param isClustered whether there are other nodes
     */
    RestHost(
            Clock clock,
            SecureRandom random,
            Settings settings,
            SecretBox secrets,
            Database database,
            RestModules modules,
            HealthChecks checks,
            MeterRegistry meters,
            BooleanSupplier isClustered) {
        ObjectMapper mapper = RequestJson.mapper();
        Problems problems = new Problems(mapper);
        idempotency = new Idempotency(database, new IdempotencyStore(), secrets, mapper, clock);

        ScheduledExecutorService builder = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hearth-rest-builder");
            thread.setDaemon(true);
            return thread;
        });
        registrations.add(builder::shutdown);

        JerseyHost jersey = new JerseyHost(
                modules::modules,
                List.of(
                        problems,
                        new JsonProvider(mapper),
                        new EntityRequired(),
                        new ResourceFilter(),
                        new IdempotencyFilter(idempotency)),
                new RequestValidator(mapper),
                builder);
        registrations.add(jersey::close);
        registrations.add(modules.onChange(jersey::changed));

        health = new Health(database, new HealthStore(), checks, clock);
        RateLimiter limiter = new RateLimiter(clock, MOST_BUCKETS);
        limits = new SharedLimits(
                database,
                new SpentStore(),
                limiter,
                clock,
                UUID.randomUUID().toString(),
                () -> isClustered.getAsBoolean() || settings.get(RestSettings.SHARED));
        openApi = new OpenApi(modules::modules, mapper);
        servlet = new ApiServlet(
                jersey,
                problems,
                modules::tokenCheck,
                modules::route,
                limiter,
                idempotency,
                new Fresh<>(SETTINGS_KEPT, clock, () -> RestSettings.read(settings)),
                new RequestMeters(meters),
                random);
        registrations.add(modules.serveCallsWith(new InnerCalls(servlet)));
    }

    /** What answers all of {@code /api}. */
    Servlet servlet() {
        return servlet;
    }

    Health health() {
        return health;
    }

    OpenApi openApi() {
        return openApi;
    }

    /** How often requests may come, of all nodes together. */
    SharedLimits limits() {
        return limits;
    }

    /** Forgets the answers to POSTs that nobody may ask for any more, and what nodes gave that nobody counts any more. */
    void purge() {
        idempotency.purge();
        limits.purge();
    }

    @Override
    public void close() {
        registrations.close();
    }
}
