package im.hearth.core.plugin;

import im.hearth.core.Core;
import im.hearth.core.CorePlugin;
import java.io.File;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;

/** A feature: a child plugin of core. Its {@link #start} reads like a table of contents. */
public abstract class FeaturePlugin implements Plugin {
    private final Registrations registrations = new Registrations();

    /**
     * Builds the feature and plugs it in.
     *
     * @param core what core lends
     * @param registrations takes whatever is to be taken out when the plugin stops
     */
    protected abstract void start(Core core, Registrations registrations);

    @Override
    public final void initializePlugin(PluginManager manager, File folder) {
        Core core = manager.getPlugins().stream()
                .filter(CorePlugin.class::isInstance)
                .map(plugin -> ((CorePlugin) plugin).core())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Install the plugin hearth-core first"));
        start(core, registrations);
    }

    @Override
    public final void destroyPlugin() {
        registrations.close();
    }
}
