package im.hearth.bench;

import im.hearth.engine.EngineProcess;

/** The limits that would measure themselves. */
final class Limits {
    private Limits() {}

    static void lift(EngineProcess.Builder builder) {
        builder.environment("HEARTH_REST_LIMIT_CALLER", "off");
        builder.environment("HEARTH_LIMITS_CODES_PER_PREFIX", "1000000");
        builder.environment("HEARTH_LIMITS_BREAKER_CODES", "1000000");
    }
}
