package im.hearth.core.media;

import java.util.Locale;

/** What a file is to a person. */
public enum MediaKind {
    IMAGE,
    VIDEO,
    AUDIO,
    FILE;

    /** The name at the REST door. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
