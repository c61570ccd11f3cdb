package im.hearth.groups.chat;

import im.hearth.messages.ChatMessage;

/**
 * Who wrote something in a room, as the archive keeps it: an address in the room whose resource is the writer's bare JID.
 * So what somebody says in groups is not in the archive of their talks with people, which is kept by bare JID.
 */
final class Author {
    private Author() {}

    /** The archive's address of a person in a room, both bare JIDs. */
    static String of(String room, String person) {
        return room + '/' + person;
    }

    /** The bare JID of who wrote a message of a room. */
    static String person(ChatMessage message) {
        return message.sender().substring(message.receiver().length() + 1);
    }

    /** Whether that person wrote the message. */
    static boolean is(ChatMessage message, String person) {
        return message.sender().equals(of(message.receiver(), person));
    }
}
