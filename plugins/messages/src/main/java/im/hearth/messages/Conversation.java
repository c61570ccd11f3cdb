package im.hearth.messages;

/** Who talks to whom, whichever way round. */
public final class Conversation {
    private Conversation() {}

    /** The key of the conversation between two bare JIDs; a bare JID holds no space (RFC 7622, section 3.3). */
    public static String of(String one, String other) {
        return one.compareTo(other) <= 0 ? one + ' ' + other : other + ' ' + one;
    }
}
