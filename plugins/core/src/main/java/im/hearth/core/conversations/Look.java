package im.hearth.core.conversations;

import org.jspecify.annotations.Nullable;

/**
 * What a list of conversations shows of one of them.
 *
 * @param peer the username of the other one, or a JID; null for a deleted account, and for a group
 * @param group the id of the group; null for a person
 * @param name what people call it; null where that is not known
 * @param pictureUrl null for none
 * @param lastMessage as the REST door shows messages of that kind; null for none
 * @param unreadCount how many messages of others the person has not read; 1,000 stands for that or more
 */
public record Look(
        @Nullable String peer,
        @Nullable String group,
        @Nullable String name,
        @Nullable String pictureUrl,
        @Nullable Object lastMessage,
        int unreadCount) {}
