package im.hearth.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** What a member may do: the affiliations of XEP-0045, section 5.2, that a group has. */
public enum Role {
    /** May do everything. */
    OWNER(0),
    /** Adds and removes members, changes name, description and picture, and takes away what members said. */
    ADMIN(1),
    /** Reads and writes. */
    MEMBER(2);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    /** The number that stands for it in the database. */
    public int code() {
        return code;
    }

    /** The role that a number in the database stands for. */
    public static Role of(int code) {
        return values()[code];
    }

    /** The role of that name; empty for another text. */
    public static Optional<Role> named(String text) {
        for (Role role : values()) {
            if (role.affiliation().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** Its name, at the REST door as in the room. */
    @JsonValue
    public String affiliation() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the role runs the group. */
    public boolean manages() {
        return this != MEMBER;
    }
}
