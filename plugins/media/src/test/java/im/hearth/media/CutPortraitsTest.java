package im.hearth.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Portraits.Portrait;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.media.image.Pictures;
import im.hearth.media.image.Samples;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profile pictures: cut by us, or looked at where a client has cut them. */
final class CutPortraitsTest {
    @TempDir
    private Path folder;

    private CutPortraits portraits;

    @BeforeEach
    void build() {
        portraits = new CutPortraits(
                new Spool(folder), new MediaTypes(), new Pictures(), new Settings(Map.of(), new MemoryProperties()));
    }

    @AfterEach
    void nothing_stays_on_the_disk() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static IncomingFile file(byte[] content) {
        return new IncomingFile("me", "text/html", new ByteArrayInputStream(content));
    }

    private static BufferedImage image(Portrait portrait) throws IOException {
        return Objects.requireNonNull(
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(portrait.content()))));
    }

    private Problem refused(byte[] content) {
        return Objects.requireNonNull(
                catchThrowableOfType(Problem.class, () -> portraits.cut("profile_picture", file(content))));
    }

    private Problem refused(String content) {
        return Objects.requireNonNull(catchThrowableOfType(Problem.class, () -> portraits.check("PHOTO", content)));
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void a_picture_is_cut_to_its_square_middle(String format) throws IOException {
        Portrait portrait = portraits.cut("profile_picture", file(Samples.picture(format, 300, 90)));

        assertThat(portrait.mimeType()).isEqualTo("image/jpeg");
        BufferedImage image = image(portrait);
        assertThat(image.getWidth()).isEqualTo(90);
        assertThat(image.getHeight()).isEqualTo(90);
        assertThat(new Color(image.getRGB(5, 45)).getRed()).isGreaterThan(150);
        assertThat(new Color(image.getRGB(85, 45)).getBlue()).isGreaterThan(150);
    }

    @Test
    void a_big_one_is_made_small() throws IOException {
        BufferedImage image = image(portraits.cut("profile_picture", file(Samples.picture("png", 1_500, 1_000))));

        assertThat(image.getWidth()).isEqualTo(Pictures.PORTRAIT);
        assertThat(image.getHeight()).isEqualTo(Pictures.PORTRAIT);
    }

    @Test
    void it_stands_upright_and_does_not_tell_where_it_was_taken() throws IOException {
        byte[] lying = Samples.jpeg(Samples.picture("jpeg", 90, 90), Samples.exif(6, ByteOrder.BIG_ENDIAN));

        Portrait portrait = portraits.cut("profile_picture", file(lying));

        BufferedImage image = image(portrait);
        assertThat(new Color(image.getRGB(45, 5)).getRed()).isGreaterThan(150);
        assertThat(new Color(image.getRGB(45, 85)).getBlue()).isGreaterThan(150);
        assertThat(new String(Base64.getDecoder().decode(portrait.content()), StandardCharsets.ISO_8859_1))
                .doesNotContain("Exif");
    }

    @Test
    void what_is_no_picture_is_refused_by_what_it_is() {
        Problem text = refused("<html>hello</html>".getBytes(StandardCharsets.UTF_8));

        assertThat(text.kind()).isEqualTo(Kind.INVALID);
        assertThat(text.errors()).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("profile_picture");
            assertThat(error.message()).contains("text/html");
        });
        assertThat(refused(new byte[0]).kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void a_broken_picture_is_refused() {
        byte[] whole = Samples.picture("png", 600, 400);

        assertThat(refused(Arrays.copyOf(whole, 60)).kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void a_picture_with_too_many_pixels_is_not_even_read() {
        assertThat(refused(Samples.pngThatClaims(20_000, 20_000)).detail()).contains("20000 x 20000");
        assertThat(refused(base64(Samples.pngThatClaims(20_000, 20_000))).kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void a_file_that_is_too_large_is_refused() {
        assertThat(refused(new byte[10 * 1024 * 1024 + 1]).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void what_a_client_has_made_small_stays_as_it_is() {
        String picture = base64(Samples.picture("png", 40, 40));
        String wrapped = Base64.getMimeEncoder().encodeToString(Samples.picture("png", 40, 40));

        assertThat(portraits.check("PHOTO", picture)).isEqualTo(new Portrait(picture, "image/png"));
        assertThat(portraits.check("PHOTO", " " + wrapped + "\n")).isEqualTo(new Portrait(picture, "image/png"));
        assertThat(portraits.check("PHOTO", base64(Samples.WEBP)).mimeType()).isEqualTo("image/webp");
    }

    @Test
    void what_a_client_sends_must_be_a_small_picture_in_base64() {
        assertThat(refused("A").kind()).isEqualTo(Kind.INVALID);
        assertThat(refused("aGVsbG8=").kind()).isEqualTo(Kind.INVALID);
        assertThat(refused("").kind()).isEqualTo(Kind.INVALID);
        assertThat(refused("A".repeat(600 * 1024)).kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refused(base64(new byte[256 * 1024 + 1])).kind()).isEqualTo(Kind.TOO_LARGE);
    }
}
