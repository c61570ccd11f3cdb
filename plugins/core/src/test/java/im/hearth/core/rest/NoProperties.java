package im.hearth.core.rest;

import im.hearth.core.settings.Properties;
import org.jspecify.annotations.Nullable;

/** A server without properties. */
final class NoProperties implements Properties {
    @Override
    public @Nullable String get(String name) {
        return null;
    }

    @Override
    public void set(String name, String value, boolean secret) {
        throw new UnsupportedOperationException();
    }
}
