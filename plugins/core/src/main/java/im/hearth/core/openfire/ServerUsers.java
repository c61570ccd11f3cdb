package im.hearth.core.openfire;

import im.hearth.core.problem.Problem;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthFactory;
import org.jivesoftware.openfire.auth.ConnectionException;
import org.jivesoftware.openfire.auth.InternalUnauthenticatedException;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.jivesoftware.openfire.user.User;
import org.jivesoftware.openfire.user.UserAlreadyExistsException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
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

    /** Whether that is the user's password. The server counts wrong ones and locks out for a time. */
    public boolean checkPassword(String username, String password) {
        try {
            AuthFactory.authenticate(username, password);
            return true;
        } catch (UnauthorizedException e) {
            return false;
        } catch (ConnectionException | InternalUnauthenticatedException e) {
            throw Problem.unavailable("users-away", "Passwords cannot be checked now. Try again in a few seconds.", e);
        }
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

    /** Whether the user is an administrator of the server, which makes a moderator of Hearth. */
    public boolean isAdministrator(String username) {
        return AdminManager.getInstance().isUserAdmin(username, false);
    }

    private static Problem noSuchUser() {
        return Problem.notFound("There is no such user.");
    }
}
