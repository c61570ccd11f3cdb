package im.hearth.core.notices;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What people want to be notified of. */
@FunctionalInterface
public interface Wishes {
    /**
     * What one of them wants.
     *
     * @param silent of what not
     * @param showText whether what was written may be shown where others may see it
     */
    record Wish(Set<NotificationKind> silent, boolean showText) {
        /** What they want who have not said anything. */
        public static final Wish DEFAULT = new Wish(Set.of(), true);

        public Wish {
            silent = Set.copyOf(silent);
        }
    }

    /** What those of the people want who have said so, by username; in one query. */
    Map<String, Wish> of(Collection<String> usernames);
}
