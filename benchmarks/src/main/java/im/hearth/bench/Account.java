package im.hearth.bench;

/**
 * Somebody registered for the benchmark.
 *
 * @param access an access token; it is good for 15 minutes
 */
record Account(String username, String password, String access) {}
