package im.hearth.bench;

import im.hearth.engine.EngineProcess;

/** The limits that would measure themselves. */
final class Limits {
    private Limits() {}

    static void lift(EngineProcess.Builder builder) {
        builder.environment("HEARTH_LIMITS_EXEMPT_LOOPBACK", "true");
    }
}
