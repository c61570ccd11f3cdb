package im.hearth.core.stanza;

/**
 * Ends the way of a stanza that has done what it was to do: it is neither archived nor routed, and its sender gets no error.
 */
public final class Withheld extends RuntimeException {
    public Withheld() {
        super("The stanza goes no further", null, false, false);
    }
}
