package im.hearth.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jivesoftware.smack.StanzaListener;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Presence;
import org.jxmpp.jid.impl.JidCreate;

/** The presence that a client gets, from when it is watched on; and what the client says about subscriptions. */
final class Presences {
    private final Xmpp client;
    private final BlockingQueue<Presence> got = new LinkedBlockingQueue<>();

    private Presences(Xmpp client) {
        this.client = client;
    }

    static Presences of(Xmpp client) {
        Presences presences = new Presences(client);
        StanzaListener listener = stanza -> presences.got.add((Presence) stanza);
        client.connection().addSyncStanzaListener(listener, StanzaTypeFilter.PRESENCE);
        return presences;
    }

    /** Sends presence of that type to somebody. */
    void say(Presence.Type type, String to) {
        client.send(client.connection()
                .getStanzaFactory()
                .buildPresenceStanza()
                .ofType(type)
                .to(JidCreate.fromOrThrowUnchecked(to))
                .build());
    }

    /** The next presence of that type from somebody. */
    Presence await(Presence.Type type, Person from) {
        return await(presence -> presence.getType() == type
                && presence.getFrom().asBareJid().toString().equals(from.jid()));
    }

    Presence await(Predicate<Presence> wanted) {
        List<String> others = new ArrayList<>();
        long end = System.nanoTime() + Hearth.PATIENCE.toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                Presence presence = got.poll(left, TimeUnit.NANOSECONDS);
                if (presence != null && wanted.test(presence)) {
                    return presence;
                }
                if (presence != null) {
                    others.add(presence.toXML().toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(client.person().username() + " never got that presence, but: " + others);
    }

    /** What has come from somebody and was not awaited, once all that the server had to send has come. */
    List<Presence.Type> rest(Person from) {
        Raw.ask(client, "get", client.person().hearth().domain(), "<ping xmlns='urn:xmpp:ping'/>");
        List<Presence> rest = new ArrayList<>();
        got.drainTo(rest);
        return rest.stream()
                .filter(presence -> presence.getFrom().asBareJid().toString().equals(from.jid()))
                .map(Presence::getType)
                .toList();
    }

    /** What the client's roster says of somebody: the XML of the item; empty for none. */
    static String rosterItem(Xmpp client, Person of) {
        String roster = Raw.ask(client, "get", null, "<query xmlns='jabber:iq:roster'/>");
        for (String item : roster.split("<item ", -1)) {
            if (item.contains("jid='" + of.jid() + "'") || item.contains("jid=\"" + of.jid() + "\"")) {
                return item.replace('"', '\'');
            }
        }
        return "";
    }
}
