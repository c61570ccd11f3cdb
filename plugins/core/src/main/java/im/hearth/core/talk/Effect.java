package im.hearth.core.talk;

import im.hearth.core.db.Transaction;

/** What else is to be done in the transaction that archives a stanza. */
@FunctionalInterface
public interface Effect {
    /** A stanza that changes nothing but the archive. */
    Effect NONE = (transaction, id) -> {};

    /**
     * Does it; throws a problem to refuse the stanza. Many stanzas share a transaction, and it may be tried again: so it
     * writes to the database, quickly, and does nothing else.
     *
     * @param id the id that the stanza gets
     */
    void apply(Transaction transaction, long id);

    /** Hears that it is committed; in the thread of whoever sent the stanza. */
    default void committed(long id) {}

    /** This one, and then the other one. */
    default Effect and(Effect other) {
        if (this == NONE) {
            return other;
        }
        if (other == NONE) {
            return this;
        }
        Effect first = this;
        return new Effect() {
            @Override
            public void apply(Transaction transaction, long id) {
                first.apply(transaction, id);
                other.apply(transaction, id);
            }

            @Override
            public void committed(long id) {
                first.committed(id);
                other.committed(id);
            }
        };
    }
}
