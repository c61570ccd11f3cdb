package im.hearth.phoneauth.users;

/**
 * How somebody may be found.
 *
 * @param bySearch by searching for the username or name
 * @param byNumber by whoever has the phone number already
 */
record Discovery(boolean bySearch, boolean byNumber) {
    /** Before the person says otherwise. */
    static final Discovery OPEN = new Discovery(true, true);
}
