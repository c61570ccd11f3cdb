package im.hearth.core.plugin;

import im.hearth.core.Core;
import im.hearth.core.CorePlugin;
import java.io.File;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginListener;
import org.jivesoftware.openfire.container.PluginManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A feature: a child plugin of core. Its {@link #start} reads like a table of contents. */
public abstract class FeaturePlugin implements Plugin {
    private static final Logger log = LoggerFactory.getLogger(FeaturePlugin.class);

    private final Registrations registrations = new Registrations();

    /**
     * Builds the feature and plugs it in.
     *
     * @param core what core lends
     * @param registrations takes whatever is to be taken out when the plugin stops
     */
    protected abstract void start(Core core, Registrations registrations);

    /** The other features whose classes this one uses, by plugin name; it starts once they are there. */
    protected Set<String> needs() {
        return Set.of();
    }

    @Override
    public final void initializePlugin(PluginManager manager, File folder) {
        Core core = manager.getPlugins().stream()
                .filter(CorePlugin.class::isInstance)
                .map(plugin -> ((CorePlugin) plugin).core())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Install the plugin hearth-core first"));
        if (hasAll(manager)) {
            start(core, registrations);
        } else {
            startLater(manager, core);
        }
    }

    private boolean hasAll(PluginManager manager) {
        Set<String> loaded = manager.getPlugins().stream()
                .map(manager::getPluginPath)
                .filter(Objects::nonNull)
                .map(path -> path.getFileName().toString())
                .collect(Collectors.toSet());
        return loaded.containsAll(needs());
    }

    /** The server loads the children of a plugin one after the other, in an order of its own. */
    private void startLater(PluginManager manager, Core core) {
        log.debug("{} waits for {}", getClass().getSimpleName(), needs());
        AtomicBoolean started = new AtomicBoolean();
        PluginListener listener = new PluginListener() {
            @Override
            public void pluginCreated(String name, Plugin plugin) {
                if (hasAll(manager) && started.compareAndSet(false, true)) {
                    try {
                        start(core, registrations);
                    } catch (RuntimeException | LinkageError e) {
                        log.error(
                                "{} did not start",
                                FeaturePlugin.this.getClass().getSimpleName(),
                                e);
                    }
                }
            }

            @Override
            public void pluginDestroyed(String name, Plugin plugin) {}
        };
        manager.addPluginListener(listener);
        registrations.add(() -> manager.removePluginListener(listener));
        listener.pluginCreated("", this);
    }

    @Override
    public final void destroyPlugin() {
        registrations.close();
    }
}
