package im.hearth.core.openfire;

import im.hearth.core.settings.Properties;
import org.jivesoftware.util.JiveGlobals;
import org.jspecify.annotations.Nullable;

/** The properties of the server, in its table ofProperty. */
public final class ServerProperties implements Properties {
    @Override
    public @Nullable String get(String name) {
        return JiveGlobals.getProperty(name);
    }

    @Override
    public void set(String name, String value, boolean secret) {
        JiveGlobals.setProperty(name, value, secret);
    }
}
