package im.hearth.core.settings;

import org.jspecify.annotations.Nullable;

/** The server's properties: names and texts, which last, and are the same on every node. */
public interface Properties {
    /** The value, decrypted if it is kept encrypted; null where there is none. */
    @Nullable String get(String name);

    /** Sets a value; a secret one is kept encrypted. */
    void set(String name, String value, boolean secret);
}
