package im.hearth.push.webpush;

import im.hearth.push.send.Target;
import im.hearth.push.testing.Browser;

/** Where browsers are, as the queue has it. */
final class Targets {
    private Targets() {}

    static Target of(Browser browser, String endpoint) {
        return new Target(endpoint, """
                {"p256dh": "%s", "auth": "%s"}""".formatted(browser.key(), browser.auth()), null);
    }
}
