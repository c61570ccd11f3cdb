package im.hearth.core.notices;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that people may be notified of, if they are away and want to be.
 *
 * @param id of the {@link im.hearth.core.db.CommitClock}; with the kind and a person it is one thing
 * @param people usernames of those whom it is for; never who did it
 * @param actor the bare JID of who did it; null for nobody, and for whoever must not be named
 * @param conversation the bare JID that the people write to where it happened; null for something outside of conversations
 * @param subject the id, as the doors write it, of what it is about: what was said, or what there is to be looked at
 * @param title what the conversation is called, for a group; null for none
 * @param detail what else is to be said of it, such as an emoji; null for nothing
 */
public record Notice(
        long id,
        NotificationKind kind,
        Set<String> people,
        @Nullable String actor,
        @Nullable String conversation,
        @Nullable String subject,
        @Nullable String title,
        @Nullable String detail) {
    public Notice {
        people = Set.copyOf(people);
    }
}
