package im.hearth.push.notifications;

import java.util.Collection;
import java.util.Set;

/** Who sees now what comes. */
@FunctionalInterface
public interface Attention {
    /** Those of the people who do not. */
    Set<String> away(Collection<String> usernames);
}
