package im.hearth.messages;

/**
 * In whose archive a stanza is, by what its sender and its receiver prefer (XEP-0441). There is one row for both, so that
 * the one's preference takes nothing from the other; each sees the rows that are theirs.
 */
public enum Kept {
    BY_BOTH(0),
    BY_RECEIVER(1),
    BY_SENDER(2),
    BY_NEITHER(3),
    /** By its sender; its receiver, who has blocked the sender, never sees it, not even as it happens. */
    UNSEEN_BY_RECEIVER(4),
    /** By nobody; its receiver never sees it. */
    UNSEEN_BY_NEITHER(5);

    private final int code;

    Kept(int code) {
        this.code = code;
    }

    /** The number that stands for it in the column {@code hidden}. */
    public int code() {
        return code;
    }

    /** In whose archive it is if each of them wants it or not. */
    public static Kept by(boolean sender, boolean receiver) {
        if (sender) {
            return receiver ? BY_BOTH : BY_SENDER;
        }
        return receiver ? BY_RECEIVER : BY_NEITHER;
    }

    /** The same, for a receiver who has blocked the sender. */
    Kept unseen() {
        return this == BY_BOTH || this == BY_SENDER ? UNSEEN_BY_RECEIVER : UNSEEN_BY_NEITHER;
    }

    /** Whether its receiver never sees it, who has blocked the sender. */
    boolean isUnseen() {
        return this == UNSEEN_BY_RECEIVER || this == UNSEEN_BY_NEITHER;
    }

    /** The condition that a row of that table alias is for its receiver to see, if only as it happens. */
    public static String seenByReceiver(String alias) {
        return alias + ".hidden < 4";
    }

    /** The condition that a row of that table alias is in its sender's archive. */
    public static String bySender(String alias) {
        return alias + ".hidden IN (0, 2, 4)";
    }

    /** The condition that a row is in its receiver's archive. */
    public static String byReceiver(String alias) {
        return alias + ".hidden IN (0, 1)";
    }

    /**
     * The condition that a row of a conversation is in the archive of one of the two.
     *
     * @param owner the parameter or column that says which one's
     */
    public static String by(String alias, String owner) {
        return """
                (%1$s.hidden = 0 OR (%1$s.hidden = 1 AND %1$s.sender <> %2$s)
                  OR (%1$s.hidden IN (2, 4) AND %1$s.sender = %2$s))""".formatted(alias, owner);
    }
}
