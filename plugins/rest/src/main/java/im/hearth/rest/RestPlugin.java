package im.hearth.rest;

import im.hearth.core.Core;
import im.hearth.core.openfire.Cluster;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import java.time.Duration;
import java.util.List;

/** The REST host: mounts {@code /api}, and serves there whatever modules bring. */
public final class RestPlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        RestHost host = new RestHost(
                core.clock(),
                core.random(),
                core.settings(),
                core.secrets(),
                core.database(),
                core.rest(),
                core.health(),
                core.meters(),
                new Cluster()::isOn);
        registrations.add(host::close);
        registrations.add(core.rest().add(module(host)));
        registrations.add(core.web().mount("/api", host.servlet()));
        registrations.add(core.jobs().onEachNode("rest.limits", Duration.ofSeconds(1), host.limits()::exchange));
        registrations.add(core.jobs().every("rest.idempotency-purge", Duration.ofHours(1), host::purge));
    }

    /** What the host itself serves. */
    static RestModule module(RestHost host) {
        return new RestModule(
                "rest",
                List.of(new HealthResource(host.health()), new OpenApiResource(host.openApi()), new DocsResource()),
                RestPlugin.class.getResource("/openapi/hearth-rest.json"));
    }
}
