package im.hearth.people;

import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.xmpp.packet.JID;

/** Usernames and bare JIDs of people, of this server and of others. */
public final class Persons {
    /** How long the bare JID of somebody of another server may be: what our indexes take. */
    public static final int LONGEST = 1_023;

    private final String domain;
    private final ServerUsers users;

    public Persons(String domain, ServerUsers users) {
        this.domain = domain;
        this.users = users;
    }

    /** The bare JID of somebody of this server. */
    public String jid(String username) {
        return username + "@" + domain;
    }

    /** The username of a bare JID of this server; the JID itself of another one's. */
    public String name(String jid) {
        return isHere(jid) ? jid.substring(0, jid.length() - domain.length() - 1) : jid;
    }

    /** The usernames of those of these bare JIDs that are of this server. */
    public List<String> usernames(Collection<String> jids) {
        return jids.stream().filter(this::isHere).map(this::name).toList();
    }

    /** The bare JID of a username, or of a JID as it is. */
    public String address(String name) {
        return name.contains("@") ? name : jid(name);
    }

    /** Whether a bare JID is one of this server. */
    public boolean isHere(String jid) {
        return jid.endsWith("@" + domain);
    }

    /** Whether that may be the bare JID of a person: here an account, elsewhere anybody, but no service of this server. */
    public boolean isPerson(String jid) {
        int at = jid.indexOf('@');
        if (at <= 0 || jid.length() > LONGEST) {
            return false;
        }
        return isHere(jid) ? users.exists(name(jid)) : !jid.endsWith("." + domain);
    }

    /**
     * The bare JID of the person that a text names: a username of this server, or a JID.
     *
     * @param field of the request, to say what is wrong
     * @throws Problem INVALID where there is nobody of that name
     */
    public String parse(String field, String text) {
        String folded = text.strip().toLowerCase(Locale.ROOT);
        try {
            String jid = new JID(address(folded)).toBareJID();
            if (isPerson(jid)) {
                return jid;
            }
        } catch (IllegalArgumentException e) {
            // No JID at all: nobody has it, said below.
        }
        throw Problem.invalid(field, "there is nobody of that name");
    }
}
