package im.hearth.groups.chat;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static im.hearth.groups.House.CAROL;
import static im.hearth.groups.House.groupchat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.media.Attachment;
import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.FakeFiles;
import im.hearth.groups.Callers;
import im.hearth.groups.Group;
import im.hearth.groups.House;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.FileSharing;
import im.hearth.messages.stanza.Reply;
import im.hearth.messages.stanza.Retraction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Files in group messages, on both doors. */
final class GroupFilesTest {
    private final House house = new House();
    private final FakeFiles files = new FakeFiles();
    private final Group group = house.group(BOB, CAROL);
    private final JID alice = house.enter(group, ALICE);

    {
        house.media.keptBy(files);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private GroupMessageView post(
            String username, @Nullable String content, @Nullable String replyTo, String... media) {
        return (GroupMessageView) house.messageResource
                .send(
                        Callers.of(username),
                        new GroupMessageResource.NewGroupMessage(group.id(), content, replyTo, List.of(media)))
                .getEntity();
    }

    private GroupMessageView view(String username, String id) {
        return house.messageResource.get(Callers.of(username), id);
    }

    private Message said(int number) {
        return house.rooms.room(group.room()).said.get(number);
    }

    private String admit(Message message) {
        house.gate.admit(message);
        return message.getElement().elements("stanza-id").get(0).attributeValue("id");
    }

    @Test
    void a_post_with_a_file_goes_to_the_room_as_every_client_shows_it() {
        MediaFile picture = files.picture("sunset.png");
        GroupMessageView sent = post("alice", "look @bob", null, picture.id());

        assertThat(sent.attachments()).extracting(Attachment::url).containsExactly(picture.url());
        assertThat(sent.content()).isEqualTo("look @bob");
        assertThat(view("carol", sent.id()).attachments()).hasSize(1);
        assertThat(said(0).getBody()).isEqualTo("look @bob\n" + picture.url());
        assertThat(FileSharing.urls(said(0))).containsExactly(picture.url());
        assertThat(said(0).getElement().element("reference").attributeValue("begin"))
                .isEqualTo("5");
    }

    @Test
    void a_file_needs_no_words_and_words_need_no_file() {
        MediaFile picture = files.picture("sunset.png");
        GroupMessageView sent = post("alice", null, null, picture.id());

        assertThat(sent.content()).isNull();
        assertThat(said(0).getBody()).isEqualTo(picture.url());
        assertThat(post("alice", "words", null).attachments()).isEmpty();
        assertThatThrownBy(() -> post("alice", null, null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> post("alice", null, null, "0".repeat(32))).isInstanceOf(Problem.class);
    }

    @Test
    void lists_and_the_last_message_of_the_group_have_the_file_too() {
        post("alice", null, null, files.picture("sunset.png").id());

        GroupMessageView last =
                house.resource.get(Callers.of("bob"), group.id()).lastMessage();
        assertThat(last).isNotNull();
        assertThat(last.attachments()).hasSize(1);
    }

    @Test
    void a_file_of_ours_that_a_client_names_is_the_messages() {
        MediaFile picture = files.picture("sunset.png");
        Message message = groupchat(alice, group, "m1", "x");
        house.attachments.say(message, "look", null, List.of(picture));
        String id = admit(message);

        assertThat(files.used).containsValue(List.of(picture.id()));
        assertThat(view("bob", id).content()).isEqualTo("look");
        assertThat(view("bob", id).attachments()).extracting(Attachment::name).containsExactly("sunset.png");
    }

    @Test
    void an_edit_has_the_files_again_and_none_of_their_addresses_in_its_words() {
        MediaFile picture = files.picture("sunset.png");
        GroupMessageView sent = post("alice", "helo", null, picture.id());
        house.messageResource.change(
                Callers.of("alice"), sent.id(), new GroupMessageResource.GroupMessageChange("hello", null));
        assertThat(FileSharing.urls(said(1))).containsExactly(picture.url());

        Message edit = groupchat(alice, group, "m2", "x");
        house.attachments.say(edit, "hello again", null, List.of(picture));
        Correction.add(edit, said(0).getID());
        admit(edit);
        assertThat(view("bob", sent.id()).content()).isEqualTo("hello again");
        assertThat(view("bob", sent.id()).attachments()).hasSize(1);
    }

    @Test
    void an_answer_to_a_picture_without_words_quotes_its_name() {
        GroupMessageView sent =
                post("alice", null, null, files.picture("sunset.png").id());
        post("bob", "nice", sent.id());

        assertThat(said(1).getBody()).isEqualTo("> sunset.png\nnice");
        assertThat(Reply.target(said(1))).isEqualTo(sent.id());
    }

    @Test
    void what_is_taken_back_or_away_lets_its_files_go() {
        String first = post("alice", null, null, files.picture("one.png").id()).id();
        String second = post("bob", null, null, files.picture("two.png").id()).id();
        Message retraction = groupchat(alice, group, "m3", "x");
        Retraction.add(retraction, first);
        admit(retraction);
        house.messageResource.delete(Callers.of("alice"), second);

        assertThat(files.used).isEmpty();
        assertThat(view("bob", first).attachments()).isEmpty();
    }

    @Test
    void a_group_that_ends_lets_all_its_files_go() {
        post("alice", null, null, files.picture("one.png").id());
        post("bob", null, null, files.picture("two.png").id());
        house.resource.delete(Callers.of("alice"), group.id());

        assertThat(files.used).isEmpty();
    }
}
