package im.hearth.people.statuses;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of somebody's status beyond what XMPP clients say.
 *
 * @param show {@code chat}, {@code away}, {@code xa} or {@code dnd}; null for none
 * @param text the person's own words; null for none
 * @param lastOnline when the last event stream closed; null for never
 */
record Kept(
        @Nullable String show,
        @Nullable String text,
        @Nullable Instant lastOnline) {
    static final Kept NOTHING = new Kept(null, null, null);
}
