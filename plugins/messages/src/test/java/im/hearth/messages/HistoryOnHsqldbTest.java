package im.hearth.messages;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.messages.conversations.ConversationChanged;
import im.hearth.messages.conversations.Conversations;
import org.junit.jupiter.api.Test;

final class HistoryOnHsqldbTest extends HistoryContract {
    @Override
    Database database(House opened) {
        return opened.database.database();
    }

    @Override
    House open() {
        return new House();
    }

    @Test
    void who_pins_a_conversation_is_told_of_on_other_devices() {
        house.messages.send(House.ALICE, "bob", "hello", null);
        java.util.List<ConversationChanged> told = new java.util.ArrayList<>();
        house.database.events().subscribe(ConversationChanged.class, told::add);
        house.conversations.change(House.ALICE, House.BOB, new Conversations.Change(true, false, null));

        assertThat(told).containsExactly(new ConversationChanged(House.ALICE, House.BOB, true, null));
    }
}
