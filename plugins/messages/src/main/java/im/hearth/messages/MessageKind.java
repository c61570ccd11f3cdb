package im.hearth.messages;

/** What a stanza in the archive is to a person. */
public enum MessageKind {
    /** Something that was said: what the lists of the REST door show. */
    MESSAGE(0),
    /** New words for something that was said (XEP-0308). */
    EDIT(1),
    /** The taking back of something that was said (XEP-0424). */
    RETRACTION(2),
    /** Something about messages that clients must see again: a reaction, a marker, whatever asks for storage. */
    SIGNAL(3);

    private final int code;

    MessageKind(int code) {
        this.code = code;
    }

    /** The number that stands for it in the database. */
    public int code() {
        return code;
    }

    /** The kind that a number in the database stands for. */
    public static MessageKind of(int code) {
        for (MessageKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No kind of message has the code " + code);
    }
}
