package im.hearth.core.conversations;

import im.hearth.core.plugin.Registration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The kinds of conversations that features bring to the list of all of them. */
public final class ConversationKinds {
    private static final Mutes NONE = (owners, withs) -> Set.of();

    private final List<ConversationKind> kinds = new CopyOnWriteArrayList<>();
    private volatile Mutes mutes = NONE;

    /** Adds a kind. */
    public Registration add(ConversationKind kind) {
        kinds.add(kind);
        return () -> kinds.remove(kind);
    }

    /** The kinds that there are, by name. */
    public List<ConversationKind> all() {
        return kinds.stream()
                .sorted(Comparator.comparing(ConversationKind::name))
                .toList();
    }

    /** Brings what knows the muted ones. */
    public Registration mutesKnownBy(Mutes known) {
        mutes = known;
        return () -> mutes = NONE;
    }

    /** Which of them are muted. */
    public Mutes mutes() {
        return mutes;
    }

    /** How many messages of others a person has not read, of all kinds; 1,000 of a kind stands for that or more. */
    public int unread(String person) {
        return kinds.stream().mapToInt(kind -> kind.unread(person)).sum();
    }

    /** How many of them are in each of these conversations, by whom they are with; none for one without. */
    public Map<String, Integer> unread(String person, Collection<String> withs) {
        Map<String, Integer> unread = new HashMap<>();
        if (!withs.isEmpty()) {
            kinds.forEach(kind -> unread.putAll(kind.unread(person, withs)));
        }
        return unread;
    }
}
