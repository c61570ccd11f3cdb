package im.hearth.core.conversations;

import im.hearth.core.plugin.Registration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The kinds of conversations that features bring to the list of all of them. */
public final class ConversationKinds {
    private final List<ConversationKind> kinds = new CopyOnWriteArrayList<>();

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
}
