package im.hearth.groups;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Portraits;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.FakeFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/** The picture of a group, which is the avatar of its room. */
final class GroupPicturesTest {
    /** SHA-1 of "cat". */
    private static final String HASH = "9d989e8d27dc9e0ec3389fc855f142c3d40f0c50";

    private final House house = new House();
    private final FakeFiles files = new FakeFiles();
    private final Group group = house.group(BOB);

    {
        house.media.keptBy(files);
        house.media.drawnBy(new AsTheyCome());
    }

    /** Portraits that stay as they are. */
    private static final class AsTheyCome implements Portraits {
        @Override
        public Portrait cut(String field, IncomingFile file) {
            try {
                return new Portrait(
                        Base64.getEncoder().encodeToString(file.content().readAllBytes()), "image/jpeg");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Portrait check(String field, String content) {
            return new Portrait(content, "image/jpeg");
        }
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static IncomingFile cat() {
        return new IncomingFile(
                "cat.png", "image/png", new ByteArrayInputStream("cat".getBytes(StandardCharsets.UTF_8)));
    }

    private static void refused(Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
    }

    private IQ ask(IQ.Type type, String person, String name, String namespace) {
        IQ request = new IQ(type);
        request.setFrom(person + "/phone");
        request.setTo(group.room());
        request.setChildElement(name, namespace);
        return request;
    }

    private Element card(String person) {
        return house.stanzas
                .serve(ask(IQ.Type.get, person, "vCard", "vcard-temp"))
                .orElseThrow()
                .getChildElement();
    }

    private String described() {
        return house.stanzas
                .serve(ask(IQ.Type.get, BOB, "query", "http://jabber.org/protocol/disco#info"))
                .orElseThrow()
                .toXML();
    }

    private void setPicture(String person, String base64) {
        IQ request = ask(IQ.Type.set, person, "vCard", "vcard-temp");
        if (!base64.isEmpty()) {
            request.getChildElement().addElement("PHOTO").addElement("BINVAL").setText(base64);
        }
        house.stanzas.serve(request);
    }

    private List<String> hashesFor(JID occupant) {
        return house.routed.stream()
                .filter(packet -> packet instanceof Presence && occupant.equals(packet.getTo()))
                .map(packet -> packet.getElement().element("x").elementText("photo"))
                .toList();
    }

    @Test
    void a_picture_that_is_brought_is_the_groups_at_both_doors() {
        JID bob = house.enter(group, BOB);
        Group changed = house.groups.picture("alice", group.room(), cat());

        assertThat(files.held).hasSize(1).containsKey("group:" + group.room());
        assertThat(changed.pictureUrl())
                .startsWith("https://hearth.test/media/")
                .endsWith("picture.jpg");
        assertThat(card(BOB).element("PHOTO").elementText("TYPE")).isEqualTo("image/jpeg");
        assertThat(card(BOB).element("PHOTO").elementText("BINVAL")).isEqualTo("Y2F0");
        assertThat(described()).contains("muc#roominfo_avatarhash", HASH);
        // Once, or once more by whoever catches up with what the group was before.
        assertThat(hashesFor(bob)).containsOnly(HASH);
        assertThat(house.events(GroupChanged.class)).hasSize(1);
    }

    @Test
    void who_goes_into_the_room_is_told_of_its_picture() {
        house.groups.joined(new JID(BOB + "/phone"), group.room());
        assertThat(hashesFor(new JID(BOB + "/phone"))).isEmpty();
        house.groups.picture("alice", group.room(), cat());
        house.groups.joined(new JID(BOB + "/tablet"), group.room());
        assertThat(hashesFor(new JID(BOB + "/tablet"))).containsExactly(HASH);
    }

    @Test
    void a_client_sets_the_picture_and_takes_it_away() {
        setPicture(ALICE, "Y2F0\n");
        assertThat(house.groups.require(BOB, group.room()).pictureUrl()).isNotNull();
        assertThat(described()).contains(HASH);

        setPicture(ALICE, "");
        assertThat(house.groups.require(BOB, group.room()).pictureUrl()).isNull();
        assertThat(files.held).isEmpty();
        assertThat(described()).doesNotContain("avatarhash");
        assertThat(card(BOB).element("PHOTO")).isNull();
    }

    @Test
    void only_who_runs_the_group_sets_its_picture() {
        refused(Kind.FORBIDDEN, () -> house.groups.picture("bob", group.room(), cat()));
        refused(Kind.FORBIDDEN, () -> setPicture(BOB, "Y2F0"));
        refused(Kind.FORBIDDEN, () -> setPicture(BOB, ""));
        refused(Kind.NOT_FOUND, () -> house.groups.picture("carol", group.room(), cat()));
        assertThat(files.held).isEmpty();
    }

    @Test
    void what_is_no_base64_is_refused() {
        refused(Kind.BAD_REQUEST, () -> setPicture(ALICE, "Y"));
    }

    @Test
    void an_address_takes_the_place_of_a_picture_and_a_picture_that_of_an_address() {
        house.groups.picture("alice", group.room(), cat());
        house.groups.change(ALICE, group.room(), Groups.Change.ofPicture("https://example.org/dog.png"));

        assertThat(files.held).isEmpty();
        assertThat(card(BOB).element("PHOTO").elementText("EXTVAL")).isEqualTo("https://example.org/dog.png");
        house.groups.picture("alice", group.room(), cat());
        assertThat(card(BOB).element("PHOTO").elementText("BINVAL")).isEqualTo("Y2F0");
    }

    @Test
    void a_group_that_ends_lets_its_picture_go() {
        house.groups.picture("alice", group.room(), cat());
        house.groups.end(ALICE, group.room());

        assertThat(files.held).isEmpty();
        assertThat(house.pictures.hash(group.room())).isEmpty();
    }
}
