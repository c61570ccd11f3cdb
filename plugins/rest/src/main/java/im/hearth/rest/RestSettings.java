package im.hearth.rest;

import im.hearth.core.rest.TrustedProxies;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import im.hearth.rest.RestLimit.Rate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of the REST host, read together.
 *
 * @param maxBody the longest body of a request, in bytes
 * @param corsOrigins the origins of other sites' pages that may call; {@code *} for all
 * @param proxies whose {@code X-Forwarded-For} counts
 * @param exemptLoopback whether requests from this machine are not limited by address
 */
record RestSettings(
        int maxBody,
        Set<String> corsOrigins,
        TrustedProxies proxies,
        boolean exemptLoopback,
        Map<RestLimit, Rate> rates) {
    /** The longest body of a request, in bytes. */
    static final Setting<Integer> MAX_BODY = Setting.number("hearth.rest.max-body", 256 * 1024, 1024, 64 * 1024 * 1024);

    /** Origins such as {@code https://app.example.org}, exactly as browsers send them; none by default. */
    static final Setting<List<String>> CORS_ORIGINS = Setting.list("hearth.rest.cors-origins", List.of());

    /** Leaves loopback out of the limits by address: one laptop plays many people. For the embedded engine. */
    static final Setting<Boolean> EXEMPT_LOOPBACK = Setting.flag("hearth.limits.exempt-loopback", false);

    /** Lets nodes count requests together also where the server is not clustered. */
    static final Setting<Boolean> SHARED = Setting.flag("hearth.rest.limit.shared", false);

    static RestSettings read(Settings settings) {
        Map<RestLimit, Rate> rates = new EnumMap<>(RestLimit.class);
        for (RestLimit limit : RestLimit.values()) {
            rates.put(limit, settings.get(limit.setting()));
        }
        return new RestSettings(
                settings.get(MAX_BODY),
                Set.copyOf(settings.get(CORS_ORIGINS)),
                new TrustedProxies(settings.get(TrustedProxies.SETTING)),
                settings.get(EXEMPT_LOOPBACK),
                rates);
    }

    Rate rate(RestLimit limit) {
        return rates.getOrDefault(limit, Rate.OFF);
    }
}
