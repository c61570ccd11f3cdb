package im.hearth.messages.mam;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.testing.MutableClock;
import im.hearth.messages.ArchiveStore;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.Draft;
import im.hearth.messages.Inbox;
import im.hearth.messages.MessageFilter;
import im.hearth.messages.MessageId;
import im.hearth.messages.MessageKind;
import im.hearth.messages.MessageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What a page of an archive holds, against a model that is a plain list; on each database. */
abstract class MamPagingContract {
    private static final List<String> PEOPLE = List.of(ALICE, BOB, CAROL, "romeo@elsewhere.example");
    private static final int QUERIES = 600;

    private record Row(long id, String sender, String receiver, MessageKind kind) {
        boolean isOf(String owner, @Nullable String with) {
            return with == null
                    ? sender.equals(owner) || receiver.equals(owner)
                    : (sender.equals(owner) && receiver.equals(with))
                            || (sender.equals(with) && receiver.equals(owner));
        }
    }

    // The seed is fixed: a failure comes again.
    private final Random random = new Random(313);
    private final MutableClock clock = new MutableClock();
    private final List<Row> model = new ArrayList<>();
    private MamArchive archive;
    private Inbox inbox;

    @SuppressWarnings("NullAway.Init")
    MamPagingContract() {}

    abstract Database database();

    @BeforeEach
    void fill() {
        archive = new MamArchive(database(), new MamStore(database().dialect()));
        inbox = new Inbox(database(), new MessageStore(database().dialect()));
        try (ArchiveWriter writer = new ArchiveWriter(database(), new ArchiveStore(), clock)) {
            for (int i = 0; i < 240; i++) {
                clock.advance(Duration.ofMillis(random.nextInt(3)));
                String sender = PEOPLE.get(random.nextInt(PEOPLE.size()));
                String receiver = PEOPLE.get(random.nextInt(PEOPLE.size()));
                MessageKind kind = MessageKind.of(random.nextInt(4));
                long id = writer.commit(new Draft(kind, sender, receiver, false, null, "<message/>", "words", null));
                model.add(new Row(id, sender, receiver, kind));
            }
        }
    }

    @Test
    void a_page_holds_what_the_model_says_whatever_is_asked_for() {
        for (int i = 0; i < QUERIES; i++) {
            String with = random.nextInt(3) == 0 ? null : PEOPLE.get(random.nextInt(PEOPLE.size()));
            Instant start = random.nextInt(4) == 0 ? time() : null;
            Instant end = random.nextInt(4) == 0 ? time() : null;
            String afterId = random.nextInt(4) == 0 ? someId() : null;
            String beforeId = random.nextInt(4) == 0 ? someId() : null;
            List<String> ids = random.nextInt(6) == 0 ? List.of(someId(), someId(), someId()) : List.of();
            MamForm form = new MamForm(with == null ? null : new JID(with), start, end, beforeId, afterId, ids);
            ResultSet set = new ResultSet(
                    List.of(0, 1, 2, 7, 50, 200).get(random.nextInt(6)),
                    random.nextInt(3) == 0 ? someId() : null,
                    random.nextInt(3) == 0 ? someId() : null,
                    random.nextBoolean());

            MamPage page = archive.page(ALICE, form, set);

            List<Long> asked = model(form);
            if (set.max() == 0) {
                assertThat(page.count()).as("%s %s", form, set).isEqualTo(asked.size());
                assertThat(page.stanzas()).isEmpty();
                continue;
            }
            List<Long> left = asked.stream()
                    .filter(id -> set.after() == null || id > Long.parseLong(set.after()))
                    .filter(id -> set.before() == null || id < Long.parseLong(set.before()))
                    .toList();
            int size = Math.min(set.max(), left.size());
            List<Long> expected =
                    set.backwards() ? left.subList(left.size() - size, left.size()) : left.subList(0, size);
            assertThat(page.stanzas())
                    .as("%s %s", form, set)
                    .extracting(ArchivedStanza::id)
                    .containsExactlyElementsOf(expected);
            assertThat(page.complete()).as("%s %s", form, set).isEqualTo(size == left.size());
        }
    }

    @Test
    void walking_forwards_and_backwards_meets_every_stanza_once() {
        MamForm all = new MamForm(null, null, null, null, null, List.of());
        List<Long> forwards = new ArrayList<>();
        List<Long> backwards = new ArrayList<>();
        String after = null;
        String before = null;
        MamPage up;
        MamPage down;
        do {
            up = archive.page(ALICE, all, new ResultSet(7, after, null, false));
            up.stanzas().forEach(stanza -> forwards.add(stanza.id()));
            after = Long.toString(forwards.get(forwards.size() - 1));
        } while (!up.complete());
        do {
            down = archive.page(ALICE, all, new ResultSet(7, null, before, true));
            List<Long> page = new ArrayList<>();
            down.stanzas().forEach(stanza -> page.add(stanza.id()));
            backwards.addAll(0, page);
            before = Long.toString(backwards.get(0));
        } while (!down.complete());

        assertThat(forwards).isEqualTo(model(all));
        assertThat(backwards).isEqualTo(model(all));
    }

    @Test
    void the_edges_are_the_first_and_the_last_stanza() {
        List<Long> all = model(new MamForm(null, null, null, null, null, List.of()));

        assertThat(archive.edges(ALICE))
                .extracting(ArchivedStanza::id)
                .containsExactly(all.get(0), all.get(all.size() - 1));
        assertThat(archive.edges("nobody@hearth.test")).isEmpty();
    }

    @Test
    void the_lists_of_the_rest_door_hold_what_the_model_says() {
        for (int i = 0; i < QUERIES / 2; i++) {
            String with = random.nextBoolean() ? null : PEOPLE.get(random.nextInt(PEOPLE.size()));
            long first = random.nextBoolean() ? 0 : Long.parseLong(someId());
            long before = random.nextBoolean() ? Long.MAX_VALUE : Long.parseLong(someId());
            int limit = 1 + random.nextInt(60);

            var page = inbox.list(new MessageFilter(ALICE, with, false, first, before), limit);

            List<Long> expected = new ArrayList<>(model.stream()
                    .filter(row -> row.kind() == MessageKind.MESSAGE && row.isOf(ALICE, with))
                    .map(Row::id)
                    .filter(id -> id >= first && id < before)
                    .toList());
            Collections.reverse(expected);
            assertThat(page.items())
                    .extracting(ChatMessage::id)
                    .containsExactlyElementsOf(expected.subList(0, Math.min(limit, expected.size())));
            assertThat(page.next() == null).isEqualTo(expected.size() <= limit);
        }
    }

    private List<Long> model(MamForm form) {
        return model.stream()
                .filter(row ->
                        row.isOf(ALICE, form.with() == null ? null : form.with().toBareJID()))
                .map(Row::id)
                .filter(id -> form.start() == null || !MessageId.time(id).isBefore(form.start()))
                .filter(id -> form.end() == null || !MessageId.time(id).isAfter(form.end()))
                .filter(id -> form.afterId() == null || id > Long.parseLong(form.afterId()))
                .filter(id -> form.beforeId() == null || id < Long.parseLong(form.beforeId()))
                .filter(id -> form.ids().isEmpty() || form.ids().contains(Long.toString(id)))
                .toList();
    }

    private Instant time() {
        return MessageId.time(model.get(random.nextInt(model.size())).id());
    }

    private String someId() {
        List<Row> own = model.stream().filter(row -> row.isOf(ALICE, null)).toList();
        return Long.toString(own.get(random.nextInt(own.size())).id());
    }
}
