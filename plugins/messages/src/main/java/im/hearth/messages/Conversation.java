package im.hearth.messages;

import java.util.stream.Stream;

/** Who talks to whom, whichever way round. */
public final class Conversation {
    private Conversation() {}

    /**
     * The key of the conversation between two bare JIDs; a bare JID holds no space (RFC 7622, section 3.3). That of a room
     * with an address in it, which is the room's with a slash and more, is the room: everybody there talks with everybody.
     */
    public static String of(String one, String other) {
        if (isIn(one, other)) {
            return other;
        }
        if (isIn(other, one)) {
            return one;
        }
        return one.compareTo(other) <= 0 ? one + ' ' + other : other + ' ' + one;
    }

    /** Whether that is the key of a conversation of two, or of somebody with themselves, rather than of a room. */
    public static boolean isOfTwo(String key) {
        return key.indexOf(' ') >= 0;
    }

    /** The bare JIDs of the one or two who talk in a conversation of two. */
    static Stream<String> people(String key) {
        return Stream.of(key.split(" ", 2)).distinct();
    }

    private static boolean isIn(String address, String room) {
        return address.length() > room.length() && address.charAt(room.length()) == '/' && address.startsWith(room);
    }
}
