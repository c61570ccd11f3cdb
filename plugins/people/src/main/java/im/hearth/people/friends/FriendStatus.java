package im.hearth.people.friends;

import com.fasterxml.jackson.annotation.JsonValue;
import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.openfire.Rosters.Subscription;
import java.util.Locale;
import java.util.Optional;

/** How far a friendship is, from the view of one of the two. */
public enum FriendStatus {
    /** I have asked. */
    PENDING_OUT(1),
    /** The other has asked. */
    PENDING_IN(2),
    ACCEPTED(3);

    private final int code;

    FriendStatus(int code) {
        this.code = code;
    }

    /** The number that stands for it in the database. */
    public int code() {
        return code;
    }

    /** The status that a number in the database stands for. */
    public static FriendStatus of(int code) {
        return values()[code - 1];
    }

    /** What a contact in somebody's roster is to them; empty for a mere entry. One who sees the other is a friend already. */
    public static Optional<FriendStatus> of(Contact contact) {
        if (contact.subscription() != Subscription.NONE) {
            return Optional.of(ACCEPTED);
        }
        if (contact.asked()) {
            return Optional.of(PENDING_IN);
        }
        return contact.asking() ? Optional.of(PENDING_OUT) : Optional.empty();
    }

    /** The status of that name; empty for another text. */
    public static Optional<FriendStatus> named(String text) {
        for (FriendStatus status : values()) {
            if (status.label().equals(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** Its name at the REST door. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
