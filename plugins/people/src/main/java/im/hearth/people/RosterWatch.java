package im.hearth.people;

import im.hearth.core.openfire.Rosters;
import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.people.friends.Friendships;
import im.hearth.people.tags.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets friendships and tags follow the rosters. A roster changes even while we cannot: lists catch up when they are read. */
final class RosterWatch implements Rosters.Listener {
    private static final Logger log = LoggerFactory.getLogger(RosterWatch.class);

    private final Friendships friendships;
    private final Tags tags;

    RosterWatch(Friendships friendships, Tags tags) {
        this.friendships = friendships;
        this.tags = tags;
    }

    @Override
    public void changed(String owner, Contact contact, boolean isNew) {
        quietly(() -> friendships.settle(owner, contact.jid()));
        quietly(() -> tags.follow(owner, contact.jid(), isNew));
    }

    @Override
    public void removed(String owner, String jid) {
        quietly(() -> friendships.settle(owner, jid));
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A change of a roster could not be followed now", e);
        }
    }
}
