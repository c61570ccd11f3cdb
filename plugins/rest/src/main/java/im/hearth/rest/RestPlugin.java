package im.hearth.rest;

import im.hearth.core.Core;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import java.time.Duration;

/** The REST host: mounts {@code /api}, and serves there whatever modules bring. */
public final class RestPlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        RestHost host = new RestHost(
                core.clock(), core.random(), core.settings(), core.secrets(), core.database(), core.rest());
        registrations.add(host::close);
        registrations.add(core.web().mount("/api", host.servlet()));
        registrations.add(core.jobs().every("rest.idempotency-purge", Duration.ofHours(1), host::purge));
    }
}
