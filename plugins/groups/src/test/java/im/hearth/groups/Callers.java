package im.hearth.groups;

import im.hearth.core.rest.Caller;
import java.security.Principal;
import javax.ws.rs.core.SecurityContext;

/** Who calls the REST door in a test. */
public final class Callers {
    private Callers() {}

    /** The person of that username, logged in. */
    public static SecurityContext of(String username) {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return new Caller(username, "session", false);
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }

            @Override
            public boolean isSecure() {
                return true;
            }

            @Override
            public String getAuthenticationScheme() {
                return "Bearer";
            }
        };
    }
}
