package im.hearth.metrics;

import im.hearth.core.Core;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** Keeps what the features count, and shows it to Prometheus on the port of the admin console. */
public final class MetricsPlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registrations.add(registry::close);
        bindMachine(registry, registrations);
        core.meters().add(registry);
        registrations.add(() -> core.meters().remove(registry));
        registrations.add(core.adminWeb().mount("/metrics", new MetricsServlet(registry, new Door(core.settings()))));
    }

    private static void bindMachine(MeterRegistry registry, Registrations registrations) {
        JvmGcMetrics garbage = new JvmGcMetrics();
        registrations.add(garbage::close);
        garbage.bindTo(registry);
        List.of(
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new FileDescriptorMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }
}
