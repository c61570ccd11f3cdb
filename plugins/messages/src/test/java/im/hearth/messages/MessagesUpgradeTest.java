package im.hearth.messages;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.testing.SchemaUpgradeContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class MessagesUpgradeTest extends SchemaUpgradeContract {
    private static final long ID = 1_764_000_000_000_001L;

    MessagesUpgradeTest() {
        super("hearth-messages");
    }

    @Override
    protected List<String> rowsOfVersion1(Dialect dialect) {
        String both = Conversation.of(House.ALICE, House.BOB);
        List<String> rows = new ArrayList<>(List.of(
                "INSERT INTO hearth_message (id, kind, sender, receiver, conversation, origin_id, stanza, body, edited_at,"
                        + " unread_by) VALUES (" + ID + ", 0, '" + House.ALICE + "', '" + House.BOB + "', '" + both
                        + "', 'o1', '<message/>', 'Hello, again', 2000, '" + House.BOB + "')",
                "INSERT INTO hearth_message_version (message_id, version_id, body) VALUES (" + ID + ", " + (ID + 1)
                        + ", 'Hello')",
                "INSERT INTO hearth_conversation (owner, peer, conversation) VALUES ('" + House.ALICE + "', '"
                        + House.BOB + "', '" + both + "')",
                "INSERT INTO hearth_conversation_setting (owner, peer, pinned, muted_until) VALUES ('" + House.ALICE
                        + "', '" + House.BOB + "', 1, 3000)",
                "INSERT INTO hearth_archive_preference (owner, fallback, kept, left_out) VALUES ('" + House.ALICE
                        + "', 'NEVER', '" + House.BOB + "', '')"));
        if (dialect == Dialect.POSTGRESQL) {
            rows.add("INSERT INTO hearth_message_words (message_id, words) VALUES (" + ID
                    + ", to_tsvector('simple', 'Hello, again'))");
        }
        return rows;
    }

    @Override
    protected void read(Database upgraded) {
        MessageStore store = new MessageStore(upgraded.dialect());
        for (String person : List.of(House.ALICE, House.BOB)) {
            assertThat(upgraded.<Optional<ChatMessage>>read(handle -> store.find(handle, person, ID)))
                    .hasValueSatisfying(message -> assertThat(message.body()).isEqualTo("Hello, again"));
        }
        assertThat(upgraded.<List<MessageVersion>>read(handle -> store.versions(handle, ID)))
                .extracting(MessageVersion::body)
                .contains("Hello");
    }
}
