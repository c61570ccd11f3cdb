package im.hearth.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.media.image.Pictures.Size;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("picture"), content);
    }

    @ParameterizedTest
    @CsvSource({"jpeg", "png", "gif", "bmp"})
    void the_size_is_in_the_header(String format) throws IOException {
        byte[] whole = Samples.picture(format, 300, 200);

        assertThat(pictures.size(file(Arrays.copyOf(whole, whole.length / 2)), "image/" + format))
                .contains(new Size(300, 200));
    }

    @Test
    void the_size_of_a_webp_is_in_its_header() throws IOException {
        assertThat(pictures.size(file(Samples.WEBP), "image/webp")).contains(new Size(1, 1));
    }

    @Test
    void the_size_of_a_bomb_is_told_without_setting_it_off() throws IOException {
        assertThat(pictures.size(file(Samples.pngThatClaims(2_000_000_000, 2_000_000_000)), "image/png"))
                .hasValueSatisfying(size -> assertThat(size.pixels()).isEqualTo(4_000_000_000_000_000_000L));
    }

    @Test
    void something_else_has_no_size() throws IOException {
        assertThat(pictures.size(file(new byte[100]), "image/png")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"jpeg, image/jpeg", "png, image/jpeg", "gif, image/jpeg", "bmp, image/jpeg"})
    void a_small_copy_has_the_proportions_of_the_picture(String format, String type) throws IOException {
        Path target = folder.resolve("small");

        Pictures.Thumbnail small = pictures.shrink(
                        file(Samples.picture(format, 1600, 900)), "image/" + format, 1, target)
                .orElseThrow();

        assertThat(small).isEqualTo(new Pictures.Thumbnail(type, new Size(400, 225)));
        BufferedImage image = ImageIO.read(target.toFile());
        assertThat(image.getWidth()).isEqualTo(400);
        assertThat(isReddish(image.getRGB(20, 100))).isTrue();
    }

    @Test
    void a_small_picture_is_not_made_larger() throws IOException {
        assertThat(pictures.shrink(file(Samples.picture("png", 30, 20)), "image/png", 1, folder.resolve("small")))
                .contains(new Pictures.Thumbnail("image/jpeg", new Size(30, 20)));
    }

    @Test
    void a_webp_has_a_small_copy() throws IOException {
        assertThat(pictures.shrink(file(Samples.WEBP), "image/webp", 1, folder.resolve("small")))
                .isPresent();
    }

    @Test
    void a_picture_that_is_broken_further_on_has_none() throws IOException {
        byte[] whole = Samples.picture("png", 600, 400);

        assertThat(pictures.shrink(file(Arrays.copyOf(whole, 60)), "image/png", 1, folder.resolve("small")))
                .isEmpty();
    }

    /** Where the red half of the picture, its left one, is seen: as the tag says (CIPA DC-008, table 6). */
    @ParameterizedTest
    @CsvSource({
        "1, 5, 15",
        "2, 75, 15",
        "3, 75, 15",
        "4, 5, 15",
        "5, 15, 5",
        "6, 15, 5",
        "7, 15, 75",
        "8, 15, 75",
    })
    void a_small_copy_stands_upright(int orientation, int x, int y) throws IOException {
        Path target = folder.resolve("small");

        Pictures.Thumbnail small = pictures.shrink(
                        file(Samples.picture("png", 80, 30)), "image/png", orientation, target)
                .orElseThrow();

        assertThat(small.size()).isEqualTo(new Size(80, 30).turned(orientation));
        assertThat(isReddish(ImageIO.read(target.toFile()).getRGB(x, y))).isTrue();
    }

    private static boolean isReddish(int rgb) {
        Color colour = new Color(rgb);
        return colour.getRed() > 150 && colour.getBlue() < 100;
    }
}
