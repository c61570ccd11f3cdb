package im.hearth.core.openfire;

import im.hearth.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthFactory;
import org.jivesoftware.openfire.auth.ConnectionException;
import org.jivesoftware.openfire.auth.InternalUnauthenticatedException;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.jivesoftware.openfire.lockout.LockOutManager;
import org.jivesoftware.openfire.user.User;
import org.jivesoftware.openfire.user.UserAlreadyExistsException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.openfire.vcard.VCardManager;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** The server's own users: what SASL checks passwords against, and what rosters and vCards hang on. */
public class ServerUsers {
    /** Whether the server has a user of that name. */
    public boolean exists(String username) {
        try {
            UserManager.getInstance().getUser(username);
            return true;
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    /** Makes the user if there is none yet; one that is there stays as it is. */
    public void ensure(String username, String password, @Nullable String name, @Nullable String email) {
        try {
            UserManager.getInstance().createUser(username, password, name, email);
        } catch (UserAlreadyExistsException e) {
            // It is there: that is what was asked for.
        }
    }

    /** Changes what the server shows of a user, such as in vCards and the admin console. */
    public void rename(String username, @Nullable String name, @Nullable String email) {
        try {
            User user = UserManager.getInstance().getUser(username);
            user.setName(name);
            user.setEmail(email);
        } catch (UserNotFoundException e) {
            throw noSuchUser();
        }
    }

    /** Sets the password for SCRAM and PLAIN. */
    public void setPassword(String username, String password) {
        try {
            UserManager.getInstance().getUser(username).setPassword(password);
        } catch (UserNotFoundException e) {
            throw noSuchUser();
        }
    }

    /** Whether that is the user's password, also of a user who is locked out. */
    public boolean checkPassword(String username, String password) {
        try {
            if (LockOutManager.getInstance().isAccountDisabled(username)) {
                // Who is locked out is told so, but only who knows the password.
                askProvider(username, password);
            } else {
                AuthFactory.authenticate(username, password);
            }
            return true;
        } catch (UnauthorizedException e) {
            return false;
        } catch (ConnectionException | InternalUnauthenticatedException e) {
            throw Problem.unavailable("users-away", "Passwords cannot be checked now. Try again in a few seconds.", e);
        }
    }

    /** The server advises against it, as it does not look at lock-outs: for once that is what is wanted. */
    @SuppressWarnings("deprecation")
    private static void askProvider(String username, String password)
            throws UnauthorizedException, ConnectionException, InternalUnauthenticatedException {
        AuthFactory.getAuthProvider().authenticate(username, password);
    }

    /** Deletes the user with its roster, vCard, private data and offline messages. */
    public void delete(String username) {
        try {
            User user = UserManager.getInstance().getUser(username);
            UserManager.getInstance().deleteUser(user);
        } catch (UserNotFoundException e) {
            // It is gone: that is what was asked for.
        }
    }

    /** Whether the user has that bare JID in the roster. */
    public boolean hasInRoster(String username, String jid) {
        try {
            return XMPPServer.getInstance()
                    .getRosterManager()
                    .getRoster(username)
                    .isRosterItem(new JID(jid));
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    /** What the user's vCard (XEP-0054, DESC) says of the person; empty for nothing. */
    public Optional<String> description(String username) {
        Element vCard = VCardManager.getInstance().getVCard(username);
        return Optional.ofNullable(vCard)
                .map(card -> card.elementTextTrim("DESC"))
                .filter(text -> !text.isEmpty());
    }

    /** Whether the user is an administrator of the server, which makes a moderator of Hearth. */
    public boolean isAdministrator(String username) {
        return AdminManager.getInstance().isUserAdmin(username, false);
    }

    /** The usernames of the administrators who are users of this server. */
    public List<String> administrators() {
        String domain = XMPPServer.getInstance().getServerInfo().getXMPPDomain();
        return AdminManager.getInstance().getAdminAccounts().stream()
                .filter(jid -> domain.equals(jid.getDomain()) && jid.getNode() != null)
                .map(JID::getNode)
                .filter(this::exists)
                .toList();
    }

    private static Problem noSuchUser() {
        return Problem.notFound("There is no such user.");
    }
}
