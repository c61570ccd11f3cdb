package im.hearth.core.events.live;

/**
 * Something that a person is to see in its order.
 *
 * @param id from the house's {@link im.hearth.core.db.CommitClock}; a person has no two events with one id
 * @param type such as {@code message.created}
 * @param data what Jackson writes, in the shape that the REST door has for the same thing
 */
public record LiveEvent(long id, String type, Object data) {}
