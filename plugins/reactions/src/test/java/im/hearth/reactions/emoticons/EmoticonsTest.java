package im.hearth.reactions.emoticons;

import static im.hearth.reactions.emoticons.Samples.picture;
import static im.hearth.reactions.emoticons.Samples.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.reactions.House;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmoticonsTest {
    private final House house = new House();
    private final Emoticons emoticons = house.emoticons;

    @AfterEach
    void close() {
        house.close();
    }

    private Emoticons.Shown add(String owner, String shortcut) {
        return emoticons.add(owner, shortcut, picture(png(64, 64)));
    }

    @Test
    void an_emoticon_holds_its_picture_until_it_is_deleted() {
        Emoticon added = add("alice", ":party:").emoticon();
        assertThat(house.files.held).containsEntry("emoticon:" + added.id(), added.picture());

        emoticons.remove("alice", added.id());

        assertThat(house.files.held).isEmpty();
        assertThatThrownBy(() -> emoticons.get(added.id())).hasMessage("There is no such emoticon.");
    }

    @Test
    void two_people_may_have_the_same_shortcut_but_one_only_once() {
        add("alice", ":party:");
        add("bob", ":party:");

        assertThat(catchThrowableOfType(Problem.class, () -> add("alice", ":party:"))
                        .slug())
                .isEqualTo("shortcut-taken");
        assertThat(house.files.files).hasSize(2);
    }

    @Test
    void a_shortcut_that_somebody_takes_meanwhile_leaves_no_file() {
        Emoticon party = add("alice", ":party:").emoticon();
        add("alice", ":dance:");

        assertThat(catchThrowableOfType(
                                Problem.class,
                                () -> emoticons.change("alice", party.id(), ":dance:", picture(png(32, 32))))
                        .slug())
                .isEqualTo("shortcut-taken");
        assertThat(house.files.files).hasSize(2);
        assertThat(house.files.held).containsEntry("emoticon:" + party.id(), party.picture());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "party",
                ":p:",
                "::",
                ":Party:",
                ":a b:",
                ":päty:",
                ":🎉🎉:",
                ":party: ",
                ":123456789012345678901234567890123:"
            })
    void a_shortcut_that_is_not_a_name_between_colons_is_refused(String shortcut) {
        assertThatThrownBy(() -> add("alice", shortcut)).hasMessageStartingWith("shortcut: must be :name:");
        assertThat(house.files.files).isEmpty();
    }

    @Test
    void a_pack_has_an_end() {
        house.properties.set("hearth.emoticons.most", "1", false);
        add("alice", ":one:");

        assertThat(catchThrowableOfType(Problem.class, () -> add("alice", ":two:"))
                        .slug())
                .isEqualTo("too-many-emoticons");
        assertThat(emoticons.pack("alice", Long.MAX_VALUE, 10).items()).hasSize(1);
        assertThat(house.files.files).hasSize(1);
    }

    @Test
    void two_requests_at_once_do_not_pass_its_end() throws Exception {
        house.properties.set("hearth.emoticons.most", "1", false);
        house.files.upload("pic", "image/png", 1000);

        for (int i = 0; i < 20; i++) {
            house.users.ensure("owner" + i, "secret", null, null);
        }
        Rush.rush(emoticons, 20, ":one:", ":two:");

        for (int i = 0; i < 20; i++) {
            assertThat(emoticons.pack("owner" + i, Long.MAX_VALUE, 10).items()).hasSize(1);
        }
    }

    @Test
    void an_upload_is_looked_at_like_any_other_picture() {
        house.files.upload("good", "image/gif", 1000);
        house.files.upload("video", "video/mp4", 1000);
        house.files.upload("large", "image/gif", 512 * 1024 + 1);
        house.files.side = 600;
        house.files.upload("wide", "image/png", 1000);

        assertThat(emoticons.add("alice", ":good:", "good").emoticon().picture())
                .isEqualTo("good");
        assertThatThrownBy(() -> emoticons.add("alice", ":video:", "video")).hasMessageContaining("png, apng");
        assertThatThrownBy(() -> emoticons.add("alice", ":large:", "large")).hasMessageContaining("512 KiB");
        assertThatThrownBy(() -> emoticons.add("alice", ":wide:", "wide")).hasMessageContaining("512 x 512");
        assertThatThrownBy(() -> emoticons.add("alice", ":none:", "none")).hasMessageContaining("upload");
    }

    @Test
    void a_picture_that_turns_out_to_be_larger_inside_is_let_go_of() {
        house.files.side = 4000;

        assertThatThrownBy(() -> add("alice", ":bomb:")).hasMessageContaining("512 x 512");

        assertThat(house.files.files).isEmpty();
    }

    @Test
    void shortcut_and_picture_change_apart_from_each_other() {
        Emoticon party = add("alice", ":party:").emoticon();

        Emoticon renamed =
                emoticons.changeTo("alice", party.id(), ":dance:", null).emoticon();
        assertThat(renamed).isEqualTo(new Emoticon(party.id(), "alice", ":dance:", party.picture(), party.createdAt()));

        Emoticon repainted = emoticons
                .change("alice", party.id(), null, picture(png(32, 32)))
                .emoticon();
        assertThat(repainted.shortcut()).isEqualTo(":dance:");
        assertThat(repainted.picture()).isNotEqualTo(party.picture());
        assertThat(house.files.held).containsEntry("emoticon:" + party.id(), repainted.picture());
    }

    @Test
    void somebody_elses_is_looked_at_but_not_changed() {
        long id = add("alice", ":party:").emoticon().id();

        assertThat(emoticons.find("alice", ":party:")).isPresent();
        assertThat(catchThrowableOfType(Problem.class, () -> emoticons.remove("bob", id))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(catchThrowableOfType(Problem.class, () -> emoticons.changeTo("bob", id, ":mine:", null))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void who_leaves_takes_the_pack_along() {
        add("alice", ":party:");
        add("alice", ":dance:");
        add("bob", ":party:");

        house.delete("alice");

        assertThat(emoticons.pack("alice", Long.MAX_VALUE, 10).items()).isEmpty();
        assertThat(house.files.held).hasSize(1);
    }

    @Test
    void what_was_on_its_way_gives_no_emoticon_to_who_has_left() {
        long id = add("alice", ":party:").emoticon().id();
        house.delete("alice");
        house.delete("bob");

        for (String gone : List.of("alice", "bob")) {
            assertThat(catchThrowableOfType(Problem.class, () -> add(gone, ":dance:"))
                            .kind())
                    .isEqualTo(Kind.NOT_FOUND);
            assertThat(emoticons.pack(gone, Long.MAX_VALUE, 10).items()).isEmpty();
        }
        assertThat(catchThrowableOfType(Problem.class, () -> emoticons.changeTo("alice", id, ":mine:", null))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(house.files.held).isEmpty();
        long owners = house.database.database().read(handle -> handle.createQuery(
                        "SELECT COUNT(*) FROM hearth_emoticon_owner")
                .mapTo(Long.class)
                .one());
        assertThat(owners).isZero();
    }
}
