package im.hearth.core.events.live;

import java.util.Collection;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What several people follow, such as a group: a fact of it is kept once, and not once for each of them. A topic is a bare
 * JID: it has an @, and a username has none.
 */
public interface Topics {
    /** The topics that a person follows, each with the id after which its facts are for that person. */
    Map<String, Long> of(Handle handle, String username);

    /** The usernames of those who follow any of these topics. */
    Collection<String> followers(Handle handle, Collection<String> topics);
}
