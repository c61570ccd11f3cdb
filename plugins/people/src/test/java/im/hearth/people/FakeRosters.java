package im.hearth.people;

import im.hearth.core.openfire.Rosters;
import im.hearth.core.plugin.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Rosters in memory, and what a server does to them for presence that is routed (RFC 6121, appendix A). */
public final class FakeRosters extends Rosters {
    private static final String DOMAIN = "example.org";

    private final Map<String, Map<String, Contact>> rosters = new TreeMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Packet> routed = new ArrayList<>();

    @SuppressWarnings("NullAway") // There is no server.
    public FakeRosters() {
        super(null);
    }

    /** What was routed, as {@code TYPE FROM TO}. */
    public List<String> routed() {
        return routed.stream()
                .map(packet -> ((Presence) packet).getType() + " " + packet.getFrom() + " " + packet.getTo())
                .toList();
    }

    /** Routes presence, as a server does. */
    public void route(Packet packet) {
        routed.add(packet);
        if (!(packet instanceof Presence presence) || presence.getType() == null) {
            return;
        }
        String from = presence.getFrom().toBareJID();
        String to = presence.getTo().toBareJID();
        switch (presence.getType()) {
            case subscribe -> {
                at(from, to, known -> with(known, known.subscription(), true, known.asked()));
                at(to, from, known -> with(known, known.subscription(), known.asking(), true));
            }
            case subscribed -> {
                if (isThere(from, to)) {
                    at(from, to, known -> with(known, plus(known, Subscription.FROM), known.asking(), false));
                }
                if (isThere(to, from)) {
                    at(to, from, known -> with(known, plus(known, Subscription.TO), false, known.asked()));
                }
            }
            case unsubscribe -> {
                if (isThere(to, from)) {
                    at(to, from, known -> with(known, minus(known, Subscription.FROM), known.asking(), false));
                }
            }
            case unsubscribed -> {
                if (isThere(from, to)) {
                    at(from, to, known -> with(known, minus(known, Subscription.FROM), known.asking(), false));
                }
                if (isThere(to, from)) {
                    at(to, from, known -> with(known, minus(known, Subscription.TO), false, known.asked()));
                }
            }
            default -> {
                // Changes no roster.
            }
        }
    }

    private static Contact with(Contact known, Subscription subscription, boolean asking, boolean asked) {
        return new Contact(known.jid(), subscription, asking, asked, known.groups());
    }

    private static Subscription plus(Contact known, Subscription more) {
        return known.subscription() == Subscription.NONE || known.subscription() == more ? more : Subscription.BOTH;
    }

    private static Subscription minus(Contact known, Subscription less) {
        if (known.subscription() == Subscription.BOTH) {
            return less == Subscription.TO ? Subscription.FROM : Subscription.TO;
        }
        return known.subscription() == less ? Subscription.NONE : known.subscription();
    }

    private boolean isThere(String owner, String contact) {
        return owner.endsWith("@" + DOMAIN) && contact(name(owner), contact).isPresent();
    }

    private void at(String owner, String jid, UnaryOperator<Contact> change) {
        if (owner.endsWith("@" + DOMAIN)) {
            change(name(owner), jid, change);
        }
    }

    private static String name(String jid) {
        return jid.substring(0, jid.indexOf('@'));
    }

    /** Changes a roster as a client of its owner may; a contact who is not there comes into it. */
    public void change(String owner, String jid, UnaryOperator<Contact> change) {
        Map<String, Contact> roster = rosters.computeIfAbsent(owner, name -> new TreeMap<>());
        boolean isNew = !roster.containsKey(jid);
        if (isNew) {
            put(roster, owner, new Contact(jid, Subscription.NONE, false, false, List.of()), true);
        }
        Contact known = contact(owner, jid).orElseThrow();
        put(roster, owner, change.apply(known), false);
    }

    private void put(Map<String, Contact> roster, String owner, Contact contact, boolean isNew) {
        roster.put(contact.jid(), contact);
        listeners.forEach(listener -> listener.changed(owner, contact, isNew));
    }

    @Override
    public Optional<Contact> contact(String owner, String jid) {
        return Optional.ofNullable(rosters.getOrDefault(owner, Map.of()).get(jid));
    }

    @Override
    public List<Contact> contacts(String owner) {
        return List.copyOf(rosters.getOrDefault(owner, Map.of()).values());
    }

    @Override
    public void ask(String owner, String jid) {
        change(owner, jid, known -> with(known, known.subscription(), true, known.asked()));
    }

    @Override
    public void befriend(String owner, String jid) {
        change(owner, jid, known -> with(known, Subscription.BOTH, false, false));
    }

    @Override
    public void setGroups(String owner, String jid, List<String> groups) {
        if (contact(owner, jid).isPresent()) {
            change(
                    owner,
                    jid,
                    known -> new Contact(jid, known.subscription(), known.asking(), known.asked(), groups));
        }
    }

    @Override
    public void remove(String owner, String jid) {
        Optional<Contact> known = contact(owner, jid);
        if (known.isEmpty()) {
            return;
        }
        if (known.get().subscription() != Subscription.NONE) {
            route(presence(Presence.Type.unsubscribe, owner, jid));
            route(presence(Presence.Type.unsubscribed, owner, jid));
        }
        rosters.getOrDefault(owner, Map.of()).remove(jid);
        listeners.forEach(listener -> listener.removed(owner, jid));
    }

    private static Presence presence(Presence.Type type, String owner, String jid) {
        Presence presence = new Presence(type);
        presence.setFrom(owner + "@" + DOMAIN);
        presence.setTo(jid);
        return presence;
    }

    @Override
    public Registration listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
