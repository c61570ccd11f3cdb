package im.hearth.rest;

import im.hearth.core.settings.Setting;

/** Every limit on how often requests may come: a bucket that holds a burst and fills up again. */
enum RestLimit {
    /** All requests with a good token, by account. */
    CALLER("caller", 100, 50),
    /** All other requests, by client address (IPv6: by /64). */
    ADDRESS("address", 60, 10);

    private final String label;
    private final int burst;
    private final int perSecond;

    RestLimit(String label, int burst, int perSecond) {
        this.label = label;
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /** {@code BURST/PER_SECOND}, such as {@code 100/50}, or {@code off}. */
    Setting<Rate> setting() {
        return new Setting<>("hearth.rest.limit." + label, new Rate(burst, perSecond), Rate::parse, false);
    }

    /**
     * How often.
     *
     * @param burst how many requests at once, after a pause; 0 for no limit
     * @param perSecond how many a second in the long run
     */
    record Rate(int burst, int perSecond) {
        static final Rate OFF = new Rate(0, 0);

        static Rate parse(String text) {
            if (text.trim().equalsIgnoreCase("off")) {
                return OFF;
            }
            int slash = text.indexOf('/');
            try {
                Rate rate = new Rate(
                        Integer.parseInt(text.substring(0, Math.max(0, slash)).trim()),
                        Integer.parseInt(text.substring(slash + 1).trim()));
                if (rate.burst > 0 && rate.perSecond > 0) {
                    return rate;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new IllegalArgumentException("a burst and a number a second, such as 100/50, or off");
        }
    }
}
