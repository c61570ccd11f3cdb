package im.hearth.core.settings;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads settings: the environment first, then the server's properties, then the fallback. */
public final class Settings {
    private static final Logger log = LoggerFactory.getLogger(Settings.class);

    private final Map<String, String> environment;
    private final Properties properties;
    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    public Settings(Map<String, String> environment, Properties properties) {
        this.environment = Map.copyOf(environment);
        this.properties = properties;
    }

    /** The value now. A wrong one is told of once in the log, by name, and the fallback serves. */
    public <T> T get(Setting<T> setting) {
        String text = text(setting);
        if (text == null) {
            return setting.fallback();
        }
        try {
            return setting.parse().apply(text);
        } catch (IllegalArgumentException e) {
            if (complained.add(setting.name())) {
                log.error(
                        "The setting {} is wrong, it should be {}; the default serves instead",
                        setting.name(),
                        e.getMessage());
            }
            return setting.fallback();
        }
    }

    /** Keeps a value for all nodes; a secret one encrypted. The environment, where it names the setting, still wins. */
    public <T> void set(Setting<T> setting, String text) {
        Object checked = setting.parse().apply(text);
        log.info("The setting {} is set{}", setting.name(), setting.secret() ? "" : " to " + checked);
        properties.set(setting.name(), text, setting.secret());
    }

    private @Nullable String text(Setting<?> setting) {
        // Settings are read on the path of every message.
        String variable = variables.computeIfAbsent(setting.name(), name -> setting.variable());
        String fromEnvironment = environment.get(variable);
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment;
        }
        String fromProperties = properties.get(setting.name());
        return fromProperties == null || fromProperties.isBlank() ? null : fromProperties;
    }
}
