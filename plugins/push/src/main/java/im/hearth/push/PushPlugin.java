package im.hearth.push;

import im.hearth.core.Core;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;

/** Notifications, and pushes that wake devices. */
public final class PushPlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {}
}
