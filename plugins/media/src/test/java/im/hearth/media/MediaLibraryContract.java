package im.hearth.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.Database;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaKind;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.media.image.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of files, on every database. */
abstract class MediaLibraryContract {
    private static final byte[] PAGE = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    /** Somebody whom no other test has. */
    private final String alice = "alice" + UUID.randomUUID();

    private final long message = UUID.randomUUID().getMostSignificantBits() >>> 1;
    private House house;

    abstract Database database();

    @BeforeEach
    void build() {
        house = new House(database(), folder);
        house.users.ensure(alice, "secret", null, null);
    }

    private static void assertRefused(Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
    }

    private byte[] content(MediaFile file) throws IOException {
        String blob = house.library.stored(file.id()).orElseThrow().blob();
        try (InputStream in = house.library.open(blob, 0, file.size())) {
            return in.readAllBytes();
        }
    }

    @Test
    void an_upload_that_was_on_its_way_leaves_nothing_of_who_has_left() {
        String token = token(house.slots.open(alice, "a.txt", 5, null));
        InputStream leaving = new InputStream() {
            @Override
            public int read() {
                if (house.accounts.find(alice).isEmpty()) {
                    return -1;
                }
                house.accounts.delete(alice);
                return 'a';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int next = read();
                if (next < 0) {
                    return next;
                }
                bytes[offset] = (byte) next;
                return 1;
            }
        };

        assertRefused(
                Kind.NOT_FOUND, () -> house.library.take(alice, new IncomingFile("a.txt", "text/plain", leaving)));
        assertRefused(
                Kind.NOT_FOUND,
                () -> house.slots.fill(
                        token, null, 5, new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8))));
        assertRefused(Kind.NOT_FOUND, () -> house.slots.open(alice, "b.txt", 5, null));
        assertThat(house.library.of(alice, "", 10)).isEmpty();
        assertThat(house.files()).isZero();
    }

    @Test
    void who_has_left_before_their_first_upload_gets_no_row() {
        house.accounts.find(alice);
        house.accounts.delete(alice);

        assertRefused(Kind.NOT_FOUND, () -> house.take(alice, "hello"));
        assertThat(house.database.<Boolean>read(handle -> house.store.hasOwner(handle, alice)))
                .isFalse();
    }

    @Test
    void a_file_is_kept_as_it_came() throws IOException {
        MediaFile file = house.take(alice, "../a b.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8));

        assertThat(content(file)).asString().isEqualTo("hello");
        assertThat(file.name()).isEqualTo("a b.txt");
        assertThat(file.url()).isEqualTo(House.ORIGIN + "/media/" + file.id() + "/a%20b.txt");
        assertThat(file.sha256()).isEqualTo("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
        assertThat(file.kind()).isEqualTo(MediaKind.FILE);
        assertThat(house.library.find(List.of(file.id()))).containsExactly(file);
        assertThat(house.library.idOf(file.url())).contains(file.id());
        assertThat(house.files()).isOne();
    }

    @Test
    void a_picture_is_measured_and_has_a_small_copy() {
        MediaFile file = house.take(alice, "a.jpg", "image/jpeg", Samples.picture("jpeg", 800, 600));

        assertThat(file.kind()).isEqualTo(MediaKind.IMAGE);
        assertThat(file.width()).isEqualTo(800);
        assertThat(file.thumbnail())
                .isEqualTo(new MediaFile.Thumbnail(
                        House.ORIGIN + "/media/" + file.id() + "/t/thumbnail.jpg", "image/jpeg", 400, 300));
        assertThat(house.files()).isEqualTo(2);
    }

    @Test
    void a_picture_on_its_side_is_measured_as_it_is_seen_and_tells_no_place() throws IOException {
        byte[] picture = Samples.jpeg(Samples.picture("jpeg", 800, 600), Samples.exif(6, ByteOrder.LITTLE_ENDIAN));

        MediaFile file = house.take(alice, "a.jpg", "image/jpeg", picture);

        assertThat(file.width()).isEqualTo(600);
        assertThat(file.height()).isEqualTo(800);
        assertThat(content(file)).hasSameSizeAs(picture).isNotEqualTo(picture);
    }

    @Test
    void a_place_stays_where_the_operator_wants_it() throws IOException {
        house.set("hearth.media.keep-location", "true");
        byte[] picture = Samples.jpeg(Samples.picture("jpeg", 80, 60), Samples.exif(1, ByteOrder.LITTLE_ENDIAN));

        assertThat(content(house.take(alice, "a.jpg", "image/jpeg", picture))).isEqualTo(picture);
    }

    @Test
    void a_place_stays_where_its_owner_wants_it() throws IOException {
        byte[] picture = Samples.jpeg(Samples.picture("jpeg", 80, 60), Samples.exif(1, ByteOrder.LITTLE_ENDIAN));

        MediaFile file = house.library.take(
                alice, new IncomingFile("a.jpg", "image/jpeg", new ByteArrayInputStream(picture), true));

        assertThat(content(file)).isEqualTo(picture);
    }

    @ParameterizedTest
    @CsvSource({"a.png, image/png", "a.png, ", "a, image/jpeg", "a.mp4, video/mp4", "a.ogg, audio/ogg"})
    void a_page_that_claims_to_be_something_else_is_refused(String name, String type) {
        assertRefused(Kind.INVALID, () -> house.take(alice, name, type, PAGE));
        assertThat(house.files()).isZero();
    }

    @Test
    void a_page_is_a_file() {
        MediaFile file = house.take(alice, "a.html", "text/html", PAGE);

        assertThat(file.kind()).isEqualTo(MediaKind.FILE);
        assertThat(file.mimeType()).isEqualTo("text/html");
    }

    @Test
    void a_riddle_with_the_name_of_a_picture_is_a_file() {
        byte[] encrypted = new byte[1000];
        new java.util.Random(3).nextBytes(encrypted);

        MediaFile file = house.take(alice, "a.jpg", "application/octet-stream", encrypted);

        assertThat(file.kind()).isEqualTo(MediaKind.FILE);
        assertThat(file.mimeType()).isEqualTo("application/octet-stream");
    }

    @Test
    void a_pixel_bomb_is_refused() {
        assertRefused(
                Kind.INVALID, () -> house.take(alice, "a.png", "image/png", Samples.pngThatClaims(10_000, 10_000)));
        assertThat(house.files()).isZero();
    }

    @Test
    void a_type_that_the_operator_does_not_want_is_refused() {
        house.set("hearth.media.types", "image/*, application/pdf");

        assertRefused(Kind.INVALID, () -> house.take(alice, "hello"));
        assertThat(house.take(alice, "a.png", "image/png", Samples.picture("png", 9, 9))
                        .kind())
                .isEqualTo(MediaKind.IMAGE);
    }

    @Test
    void a_file_that_is_too_large_leaves_nothing() {
        house.set("hearth.media.max-size", "4");

        assertRefused(Kind.TOO_LARGE, () -> house.take(alice, "hello"));
        assertThat(house.files()).isZero();
        assertThat(house.used(alice)).isZero();
    }

    @Test
    void a_file_that_is_cut_off_leaves_nothing() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        });

        assertRefused(Kind.BAD_REQUEST, () -> house.library.take(alice, new IncomingFile("a", null, broken)));
        assertThat(house.files()).isZero();
        assertThat(house.used(alice)).isZero();
    }

    @Test
    void a_full_quota_takes_no_more_until_there_is_room_again() {
        house.set("hearth.media.quota", "10");
        MediaFile first = house.take(alice, "12345678");

        assertRefused(Kind.FORBIDDEN, () -> house.take(alice, "123"));
        assertThat(house.files()).isOne();
        house.library.discard(alice, List.of(first.id()));
        house.sweep.run();

        assertThat(house.take(alice, "123").size()).isEqualTo(3);
        assertThat(house.used(alice)).isEqualTo(3);
    }

    @Test
    void an_upload_that_no_message_has_goes_after_a_day() {
        MediaFile file = house.take(alice, "hello");

        house.clock.advance(Duration.ofHours(23));
        house.sweep.run();
        assertThat(house.isThere(file)).isTrue();
        house.clock.advance(Duration.ofHours(2));
        assertThat(house.isThere(file)).isFalse();
        house.sweep.run();

        assertThat(house.files()).isZero();
        assertThat(house.used(alice)).isZero();
    }

    @Test
    void a_file_stays_as_long_as_a_message_has_it() {
        MediaFile file = house.take(alice, "hello");
        house.attach(message, file);
        house.attach(message + 1, file);

        house.clock.advance(Duration.ofDays(400));
        house.sweep.run();
        assertThat(house.library.of(List.of(message, message + 1, message + 2)))
                .containsOnlyKeys(message, message + 1)
                .containsEntry(message, List.of(file));
        house.release(message);
        assertThat(house.isThere(file)).isTrue();
        house.release(message + 1);
        assertThat(house.isThere(file)).isFalse();
        house.sweep.run();

        assertThat(house.files()).isZero();
        assertThat(house.library.of(List.of(message, message + 1))).isEmpty();
    }

    private void hold(String holder, MediaFile file) {
        database().write(transaction -> {
            house.library.hold(transaction.handle(), holder, file.id());
            return true;
        });
    }

    private void letGo(String holder) {
        database().write(transaction -> {
            house.library.letGo(transaction.handle(), holder);
            return true;
        });
    }

    @Test
    void a_file_stays_as_long_as_something_holds_it_whoever_brought_it() {
        MediaFile file = house.take(alice, "hello");
        String one = "profile:" + alice;
        String other = "group:" + alice;
        hold(one, file);
        hold(one, file);
        hold(other, file);
        house.set("hearth.media.expiry", "P30D");

        house.clock.advance(Duration.ofDays(400));
        house.sweep.run();
        house.library.forget(new AccountDeleted(alice));
        letGo(one);
        assertThat(house.isThere(file)).isTrue();
        letGo(other);
        letGo(other);
        assertThat(house.isThere(file)).isFalse();
        house.sweep.run();

        assertThat(house.files()).isZero();
        assertThat(house.used(alice)).isZero();
    }

    @Test
    void what_holds_another_file_has_let_go_of_the_one_before() {
        MediaFile before = house.take(alice, "before");
        MediaFile after = house.take(alice, "after");
        String holder = "profile:" + alice;
        hold(holder, before);

        hold(holder, after);

        assertThat(house.isThere(before)).isFalse();
        assertThat(house.isThere(after)).isTrue();
    }

    @Test
    void what_something_holds_stays_when_a_message_with_it_goes() {
        MediaFile file = house.take(alice, "hello");
        hold("profile:" + alice, file);
        house.attach(message, file);

        house.release(message);
        house.library.discard(alice, List.of(file.id()));

        assertThat(house.isThere(file)).isTrue();
    }

    @Test
    void a_file_that_is_gone_cannot_be_held() {
        MediaFile file = house.take(alice, "hello");
        house.clock.advance(Duration.ofDays(2));

        assertRefused(Kind.INVALID, () -> hold("profile:" + alice, file));
    }

    @Test
    void the_files_of_a_message_keep_their_order() {
        MediaFile one = house.take(alice, "one");
        MediaFile two = house.take(alice, "two");

        house.attach(message, two, one);

        assertThat(house.library.of(List.of(message)).get(message)).containsExactly(two, one);
    }

    @Test
    void a_file_that_is_gone_cannot_be_sent() {
        MediaFile file = house.take(alice, "hello");
        house.clock.advance(Duration.ofDays(2));

        assertRefused(Kind.INVALID, () -> house.attach(message, file));
    }

    @Test
    void what_a_message_has_is_not_discarded() {
        MediaFile file = house.take(alice, "hello");
        house.attach(message, file);

        house.library.discard(alice, List.of(file.id()));

        assertThat(house.isThere(file)).isTrue();
    }

    @Test
    void nobody_discards_what_is_somebody_elses() {
        MediaFile file = house.take(alice, "hello");

        house.library.discard("mallory", List.of(file.id()));

        assertThat(house.isThere(file)).isTrue();
    }

    @Test
    void files_go_after_the_time_that_the_operator_sets() {
        MediaFile file = house.take(alice, "hello");
        house.attach(message, file);
        house.set("hearth.media.expiry", "P30D");

        house.clock.advance(Duration.ofDays(29));
        house.sweep.run();
        assertThat(house.isThere(file)).isTrue();
        house.clock.advance(Duration.ofDays(2));
        house.sweep.run();

        assertThat(house.isThere(file)).isFalse();
        assertThat(house.files()).isZero();
    }

    @Test
    void an_account_that_is_deleted_takes_its_files_along() {
        MediaFile file = house.take(alice, "hello");
        house.attach(message, file);
        house.slots.open(alice, "b.txt", 100, null);

        house.library.forget(new AccountDeleted(alice));
        assertThat(house.isThere(file)).isFalse();
        house.sweep.run();

        assertThat(house.files()).isZero();
        assertThat(house.used(alice)).isZero();
    }

    // Slots

    private String token(Slots.Granted granted) {
        return granted.put().split("/", -1)[5];
    }

    private void fill(String token, String type, String text) {
        house.slots.fill(token, type, -1, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_slot_takes_exactly_what_it_was_asked_for_and_once() {
        Slots.Granted slot = house.slots.open(alice, "../a.txt", 5, "text/plain");
        String token = token(slot);

        assertRefused(Kind.TOO_LARGE, () -> fill(token, "text/plain", "too long"));
        assertRefused(Kind.BAD_REQUEST, () -> fill(token, "text/plain", "less"));
        assertRefused(Kind.UNSUPPORTED_TYPE, () -> fill(token, "text/html", "hello"));
        assertThat(house.files()).isZero();
        fill(token, "text/plain; charset=utf-8", "hello");
        assertRefused(Kind.NOT_FOUND, () -> fill(token, "text/plain", "hello"));

        assertThat(house.library.idOf(slot.get()).map(id -> house.library.find(List.of(id))))
                .hasValueSatisfying(files -> assertThat(files).singleElement().satisfies(file -> {
                    assertThat(file.url()).isEqualTo(slot.get());
                    assertThat(file.name()).isEqualTo("a.txt");
                }));
        assertThat(house.used(alice)).isEqualTo(5);
    }

    @Test
    void of_two_uploads_to_a_slot_at_once_one_wins_and_the_other_takes_nothing_of_it() throws IOException {
        Slots.Granted slot = house.slots.open(alice, "a.txt", 5, null);
        String token = token(slot);
        InputStream meanwhile = new ByteArrayInputStream("worst".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                int n = super.read(buffer, offset, length);
                if (n < 0) {
                    fill(token, "text/plain", "first");
                }
                return n;
            }
        };

        assertRefused(Kind.NOT_FOUND, () -> house.slots.fill(token, null, -1, meanwhile));

        MediaFile won = house.library
                .find(List.of(house.library.idOf(slot.get()).orElseThrow()))
                .get(0);
        assertThat(content(won)).asString().isEqualTo("first");
        assertThat(house.files()).isOne();
        assertThat(house.used(alice)).isEqualTo(5);
    }

    @Test
    void a_slot_closes_and_gives_its_room_back() {
        String token = token(house.slots.open(alice, "a.txt", 5, null));
        house.clock.advance(Duration.ofMinutes(11));

        assertRefused(Kind.NOT_FOUND, () -> fill(token, "text/plain", "hello"));
        assertThat(house.used(alice)).isEqualTo(5);
        house.clock.advance(Duration.ofHours(3));
        house.sweep.run();

        assertThat(house.used(alice)).isZero();
    }

    @Test
    void slots_count_for_the_quota() {
        house.set("hearth.media.quota", "10");
        house.slots.open(alice, "a.txt", 8, null);

        assertRefused(Kind.FORBIDDEN, () -> house.slots.open(alice, "b.txt", 3, null));
    }

    @Test
    void nobody_holds_slots_without_end() {
        for (int i = 0; i < Slots.MOST_OPEN; i++) {
            house.slots.open(alice, "a.txt", 1, null);
        }

        assertRefused(Kind.TOO_OFTEN, () -> house.slots.open(alice, "a.txt", 1, null));
        assertThat(house.used(alice)).isEqualTo(Slots.MOST_OPEN);
    }

    @Test
    void what_came_through_a_slot_stays_without_a_message_that_we_can_read() {
        Slots.Granted slot = house.slots.open(alice, "a.bin", 5, null);
        fill(token(slot), "application/octet-stream", "hello");

        house.clock.advance(Duration.ofDays(100));
        house.sweep.run();

        assertThat(house.library.find(List.of(house.library.idOf(slot.get()).orElseThrow())))
                .hasSize(1);
    }

    // What crashes leave

    private void age(Path file) throws IOException {
        Files.setLastModifiedTime(
                file, FileTime.from(house.clock.instant().minus(Sweep.UNTOUCHED).minusSeconds(1)));
    }

    @Test
    void content_without_a_row_is_swept_once_it_is_old() throws IOException {
        MediaFile kept = house.take(alice, "hello");
        Path shelf = folder.resolve("files").resolve(kept.id().substring(0, 2));
        age(shelf.resolve(kept.id()));
        String stem = kept.id().substring(0, 2) + "0".repeat(29);
        Path old = Files.write(shelf.resolve(stem + "1"), new byte[1]);
        Path small = Files.write(shelf.resolve(stem + "1-t"), new byte[1]);
        Path fresh = Files.write(shelf.resolve(stem + "2"), new byte[1]);
        age(old);
        age(small);
        Files.setLastModifiedTime(fresh, FileTime.from(house.clock.instant()));

        house.sweep.shelf(kept.id().substring(0, 2));

        assertThat(old).doesNotExist();
        assertThat(small).doesNotExist();
        assertThat(fresh).exists();
        assertThat(shelf.resolve(kept.id())).exists();
    }

    @Test
    void all_shelves_are_swept_in_turn() throws IOException {
        Path orphan = folder.resolve("files/ff/ff" + "0".repeat(30));
        Files.createDirectories(folder.resolve("files/ff"));
        Files.write(orphan, new byte[1]);
        age(orphan);

        for (int i = 0; i < 64; i++) {
            house.sweep.orphans();
        }

        assertThat(orphan).doesNotExist();
    }

    @Test
    void temporary_files_are_swept_once_they_are_old() throws IOException {
        Path old = house.spool.create().path();
        Path fresh = house.spool.create().path();
        age(old);
        Files.setLastModifiedTime(fresh, FileTime.from(house.clock.instant()));

        house.sweep.temporaries();

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }
}
