package im.hearth.metrics;

import im.hearth.core.settings.Setting;

/** What an operator can set of the metrics. */
public final class MetricsSettings {
    /** What Prometheus has to show; where it is not set, only this machine itself is answered. */
    public static final Setting<String> TOKEN = Setting.secret("hearth.metrics.token");

    private MetricsSettings() {}
}
