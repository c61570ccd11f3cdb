package im.hearth.messages;

import im.hearth.core.db.Transaction;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notes who talks with whom, in the transaction that archives the first message between two. Which ones are noted already
 * is remembered, so that the messages after the first one cost nothing. For the one thread that writes.
 */
final class Encounters {
    /** How many conversations to remember: some megabytes of keys. */
    private static final int REMEMBERED_MOST = 50_000;

    private final EncounterStore store;
    private final Map<String, Boolean> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_MOST;
        }
    };

    Encounters(EncounterStore store) {
        this.store = store;
    }

    /** Notes those who talk for the first time. */
    void note(Transaction transaction, List<Draft> drafts) {
        Set<EncounterStore.Side> sides = new LinkedHashSet<>();
        Set<String> conversations = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            String conversation = draft.conversation();
            // What is said in a room is a conversation of its members, whoever they are.
            boolean first = draft.kind() == MessageKind.MESSAGE
                    && Conversation.isOfTwo(conversation)
                    && remembered.get(conversation) == null;
            if (first) {
                conversations.add(conversation);
                sides.add(new EncounterStore.Side(draft.sender(), draft.receiver(), conversation));
                if (draft.receiverReads()) {
                    sides.add(new EncounterStore.Side(draft.receiver(), draft.sender(), conversation));
                }
            }
        }
        if (!sides.isEmpty()) {
            store.insert(transaction.handle(), sides);
            transaction.afterCommit(() -> conversations.forEach(conversation -> remembered.put(conversation, true)));
        }
    }
}
