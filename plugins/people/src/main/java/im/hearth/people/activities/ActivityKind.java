package im.hearth.people.activities;

import java.util.Locale;

/** What has happened to an account. */
public enum ActivityKind {
    /** By an app, on a device that has been logged in before, or as the first one. */
    LOGIN,
    /** By an app, on a device that had not been logged in before. */
    NEW_DEVICE,
    /** By an XMPP client with the password. */
    XMPP_LOGIN,
    /** A login of an app has ended, by whomever. */
    LOGOUT,
    PASSWORD_CHANGED,
    /** With a code, by somebody who was not logged in. */
    PASSWORD_RESET,
    NUMBER_CHANGED;

    /** The name at the REST door. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
