package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jivesoftware.openfire.SharedGroupException;
import org.jivesoftware.openfire.roster.Roster;
import org.jivesoftware.openfire.roster.RosterEventDispatcher;
import org.jivesoftware.openfire.roster.RosterEventListener;
import org.jivesoftware.openfire.roster.RosterItem;
import org.jivesoftware.openfire.roster.RosterManager;
import org.jivesoftware.openfire.user.UserAlreadyExistsException;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.xmpp.packet.JID;

/**
 * The rosters of people (RFC 6121, section 2). Owners are usernames, contacts bare JIDs. Whatever changes here is pushed to
 * the owner's resources.
 */
public class Rosters {
    private final RosterManager manager;

    public Rosters(RosterManager manager) {
        this.manager = manager;
    }

    /** Who sees whose presence (RFC 6121, section 2.1.2.5), from the view of a roster's owner. */
    public enum Subscription {
        NONE,
        TO,
        FROM,
        BOTH
    }

    /**
     * Somebody in a roster.
     *
     * @param jid bare
     * @param asking whether the owner has asked to see the contact's presence ({@code ask='subscribe'})
     * @param asked whether the contact has asked to see the owner's ("Pending In")
     * @param groups the names of the roster groups that the owner has put the contact in
     */
    public record Contact(String jid, Subscription subscription, boolean asking, boolean asked, List<String> groups) {
        public Contact {
            groups = List.copyOf(groups);
        }
    }

    /** Hears what becomes of rosters on this node, in the thread that changes them. */
    public interface Listener {
        /** A contact is in a roster now, or is there in another way. */
        void changed(String owner, Contact contact, boolean isNew);

        /** A contact is in a roster no more. */
        void removed(String owner, String jid);
    }

    /** The contact in somebody's roster; empty if there is none, or no such owner. */
    public Optional<Contact> contact(String owner, String jid) {
        try {
            return Optional.of(contact(manager.getRoster(owner).getRosterItem(new JID(jid))));
        } catch (UserNotFoundException e) {
            return Optional.empty();
        }
    }

    /** All contacts in somebody's roster. */
    public List<Contact> contacts(String owner) {
        try {
            return manager.getRoster(owner).getRosterItems().stream()
                    .map(Rosters::contact)
                    .toList();
        } catch (UserNotFoundException e) {
            return List.of();
        }
    }

    /** Makes the contact one whom the owner has asked, as if the request were on its way. */
    public void ask(String owner, String jid) {
        change(owner, jid, item -> {
            if (item.getSubStatus() == RosterItem.SUB_NONE || item.getSubStatus() == RosterItem.SUB_FROM) {
                item.setAskStatus(RosterItem.ASK_SUBSCRIBE);
            }
        });
    }

    /** Makes the contact one whose presence the owner sees, and who sees the owner's. */
    public void befriend(String owner, String jid) {
        change(owner, jid, item -> {
            item.setSubStatus(RosterItem.SUB_BOTH);
            item.setAskStatus(RosterItem.ASK_NONE);
            item.setRecvStatus(RosterItem.RECV_NONE);
        });
    }

    /** Puts a contact who is there into exactly these groups; nothing happens if there is none. */
    public void setGroups(String owner, String jid, List<String> groups) {
        if (contact(owner, jid).isPresent()) {
            change(owner, jid, item -> item.setGroups(new ArrayList<>(groups)));
        }
    }

    /** Takes the contact out of the roster; subscriptions end, and the contact hears so (RFC 6121, section 2.5). */
    public void remove(String owner, String jid) {
        try {
            manager.getRoster(owner).deleteRosterItem(new JID(jid), false);
        } catch (UserNotFoundException e) {
            // There is no such roster: nobody is in it.
        } catch (SharedGroupException e) {
            throw shared();
        }
    }

    /** Tells what becomes of rosters. */
    public Registration listen(Listener listener) {
        RosterEventListener events = new RosterEventListener() {
            @Override
            public void rosterLoaded(Roster roster) {}

            @Override
            public boolean addingContact(Roster roster, RosterItem item, boolean persistent) {
                return persistent;
            }

            @Override
            public void contactAdded(Roster roster, RosterItem item) {
                listener.changed(roster.getUsername(), contact(item), true);
            }

            @Override
            public void contactUpdated(Roster roster, RosterItem item) {
                listener.changed(roster.getUsername(), contact(item), false);
            }

            @Override
            public void contactDeleted(Roster roster, RosterItem item) {
                listener.removed(roster.getUsername(), item.getJid().toBareJID());
            }
        };
        RosterEventDispatcher.addListener(events);
        return () -> RosterEventDispatcher.removeListener(events);
    }

    private interface Change {
        void of(RosterItem item) throws SharedGroupException;
    }

    private void change(String owner, String jid, Change change) {
        try {
            Roster roster = manager.getRoster(owner);
            JID contact = new JID(jid);
            RosterItem item = roster.isRosterItem(contact)
                    ? roster.getRosterItem(contact)
                    : roster.createRosterItem(contact, false, true);
            change.of(item);
            roster.updateRosterItem(item);
        } catch (UserNotFoundException e) {
            throw Problem.notFound("There is no such user.");
        } catch (UserAlreadyExistsException e) {
            throw Problem.conflict("contact-changing", "This contact is just changing. Try again.");
        } catch (SharedGroupException e) {
            throw shared();
        }
    }

    private static Problem shared() {
        return Problem.conflict("shared-group", "The operator of the server keeps a roster group of that name.");
    }

    private static Contact contact(RosterItem item) {
        return new Contact(
                item.getJid().toBareJID(),
                Subscription.valueOf(subscription(item)),
                item.getAskStatus() == RosterItem.ASK_SUBSCRIBE,
                item.getRecvStatus() == RosterItem.RECV_SUBSCRIBE,
                item.getGroups());
    }

    private static String subscription(RosterItem item) {
        return item.getSubStatus() == RosterItem.SUB_REMOVE
                ? Subscription.NONE.name()
                : item.getSubStatus().name();
    }
}
