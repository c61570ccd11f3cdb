package im.hearth.core.conversations;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One kind of conversation; a feature brings it. Persons are bare JIDs, and what was said they see as its rules allow. */
public interface ConversationKind {
    /** Its name, a lower-case word. */
    String name();

    /** The person's conversations that come after that place in the list, in its order; ties by {@code with}, downwards. */
    List<Place> after(String person, Place place, int limit);

    /** Where a conversation of the person's stands; empty for none of this kind. */
    Optional<Place> find(String person, String with);

    /** What the person's conversations look like, by {@code with}, in a few queries for all of them. */
    Map<String, Look> look(String person, Collection<Place> places);

    /** How many messages of others the person has not read in all of its kind; 1,000 stands for that or more. */
    int unread(String person);

    /** As {@link #unread(String)}, of each of these conversations, by whom they are with; none for one without. */
    Map<String, Integer> unread(String person, Collection<String> withs);
}
