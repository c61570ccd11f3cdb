package im.hearth.messages.mam;

import java.util.List;

/**
 * With whom somebody wants what is said to be in their archive. JIDs are bare.
 *
 * @param fallback what holds for who is on neither list
 * @param always with these
 * @param never not with these, even if they are among the former
 */
public record Preferences(Fallback fallback, List<String> always, List<String> never) {
    /** What holds for somebody who never said anything. */
    public static final Preferences NONE = new Preferences(Fallback.ALWAYS, List.of(), List.of());

    /** What holds for who is on neither list. */
    public enum Fallback {
        ALWAYS,
        NEVER,
        /** Only with who is in the roster. */
        ROSTER
    }

    public Preferences {
        always = List.copyOf(always);
        never = List.copyOf(never);
    }
}
