package im.hearth.messages;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.Database;

/**
 * What happens to the messages of an account that is deleted: those that it exchanged with people who are still here
 * stay for them, from or to a deleted account; the others, which nobody can see any more, go.
 */
public final class Farewell {
    private final Database database;
    private final MessageStore store;
    private final Removal removal;
    private final Addresses addresses;

    public Farewell(Database database, MessageStore store, Removal removal, Addresses addresses) {
        this.database = database;
        this.store = store;
        this.removal = removal;
        this.addresses = addresses;
    }

    /** Does it. */
    public void say(AccountDeleted deleted) {
        String jid = addresses.jid(deleted.username());
        database.write(transaction -> {
            store.asides().forget(transaction.handle(), jid);
            return store.forgetUnread(transaction.handle(), jid);
        });
        for (String peer : database.read(handle -> store.peers(handle, jid))) {
            boolean stays = !peer.equals(jid) && addresses.isHere(peer) && addresses.nameIfThere(peer) != null;
            if (!stays) {
                // One conversation a transaction: a long life's messages do not fit into one.
                database.write(transaction -> {
                    removal.remove(transaction.handle(), Conversation.of(jid, peer));
                    return true;
                });
            }
        }
    }
}
