package im.hearth.people.blocks;

import im.hearth.core.openfire.BlockLists;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.Rosters;
import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.openfire.Rosters.Subscription;
import im.hearth.people.Persons;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** What others see of a block that begins or ends: <a href="https://xmpp.org/extensions/xep-0191.html">XEP-0191</a>. */
public final class BlockNotices {
    public static final String NAMESPACE = "urn:xmpp:blocking";

    private final BlockLists lists;
    private final Rosters rosters;
    private final ClientSessions sessions;
    private final Consumer<Packet> router;
    private final Persons persons;
    private final BiConsumer<String, String> requests;
    private final Supplier<UUID> ids;

    /**
     * The notices.
     *
     * @param requests what becomes of requests for friendship between a username who blocks and a bare JID
     */
    public BlockNotices(
            BlockLists lists,
            Rosters rosters,
            ClientSessions sessions,
            Consumer<Packet> router,
            Persons persons,
            BiConsumer<String, String> requests,
            Supplier<UUID> ids) {
        this.lists = lists;
        this.rosters = rosters;
        this.sessions = sessions;
        this.router = router;
        this.persons = persons;
        this.requests = requests;
        this.ids = ids;
    }

    /** To who is blocked, the other goes offline (section 3.3). */
    void blocked(String owner, String jid) {
        if (seesPresence(owner, jid)) {
            for (JID resource : sessions.resources(owner)) {
                Presence unavailable = new Presence(Presence.Type.unavailable);
                unavailable.setFrom(resource);
                unavailable.setTo(jid);
                router.accept(unavailable);
            }
        }
        if (persons.isPerson(jid)) {
            requests.accept(owner, jid);
        }
    }

    /** Both see each other again (section 3.4). */
    void unblocked(String owner, String jid) {
        if (seesPresence(owner, jid)) {
            router.accept(probe(jid, persons.jid(owner)));
        }
        boolean isSeen = rosters.contact(owner, jid)
                .map(Contact::subscription)
                .filter(kind -> kind == Subscription.TO || kind == Subscription.BOTH)
                .isPresent();
        if (isSeen && persons.isPerson(jid)) {
            router.accept(probe(persons.jid(owner), jid));
        }
    }

    private boolean seesPresence(String owner, String jid) {
        return rosters.contact(owner, jid)
                .map(Contact::subscription)
                .filter(kind -> kind == Subscription.FROM || kind == Subscription.BOTH)
                .isPresent();
    }

    private static Presence probe(String from, String to) {
        Presence probe = new Presence(Presence.Type.probe);
        probe.setFrom(from);
        probe.setTo(to);
        return probe;
    }

    /** Tells the person's own resources that know the list (section 3.3). */
    void pushBlocked(String owner, Collection<String> jids) {
        push(owner, "block", jids);
    }

    /** As {@link #pushBlocked}; none for all (section 3.5). */
    void pushUnblocked(String owner, Collection<String> jids) {
        push(owner, "unblock", jids);
    }

    private void push(String owner, String act, Collection<String> jids) {
        for (JID resource : lists.watchers(owner)) {
            IQ push = new IQ(IQ.Type.set, ids.get().toString());
            push.setFrom(persons.jid(owner));
            push.setTo(resource);
            Element element = push.setChildElement(act, NAMESPACE);
            jids.forEach(jid -> element.addElement("item").addAttribute("jid", jid));
            sessions.deliver(resource, push);
        }
    }
}
