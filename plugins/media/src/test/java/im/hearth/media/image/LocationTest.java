package im.hearth.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
    @TempDir
    private Path folder;

    private final byte[] jpeg = Samples.picture("jpeg", 40, 20);
    private final byte[] png = Samples.picture("png", 40, 20);

    private byte[] erased(byte[] content, String type) throws IOException {
        Path file = Files.write(folder.resolve("file"), content);
        Location.look(file, type, true);
        return Files.readAllBytes(file);
    }

    private static boolean tellsPlace(byte[] content) throws IOException {
        try {
            return ImageMetadataReader.readMetadata(new ByteArrayInputStream(content))
                    .getDirectoriesOfType(GpsDirectory.class)
                    .stream()
                    .anyMatch(gps -> gps.getGeoLocation() != null || gps.getTagCount() > 0);
        } catch (ImageProcessingException e) {
            throw new IOException(e);
        }
    }

    private static int pixel(byte[] content, int x) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(content)).getRGB(x, 10);
    }

    @ParameterizedTest
    @CsvSource({"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void a_jpeg_forgets_where_it_was_taken_and_nothing_else(String order) throws Exception {
        byte[] exif = Samples.exif(6, order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        byte[] before = Samples.jpeg(jpeg, exif);
        assertThat(tellsPlace(before)).isTrue();

        byte[] after = erased(before, "image/jpeg");

        assertThat(tellsPlace(after)).isFalse();
        assertThat(after).hasSameSizeAs(before);
        assertThat(pixel(after, 5)).isEqualTo(pixel(before, 5));
        assertThat(ImageMetadataReader.readMetadata(new ByteArrayInputStream(after))
                        .getFirstDirectoryOfType(ExifIFD0Directory.class)
                        .getInt(ExifIFD0Directory.TAG_ORIENTATION))
                .isEqualTo(6);
    }

    @Test
    void a_png_forgets_where_it_was_taken_and_its_sums_are_right() throws IOException {
        byte[] before = Samples.png(png, Samples.exif(1, ByteOrder.BIG_ENDIAN));
        assertThat(tellsPlace(before)).isTrue();

        byte[] after = erased(before, "image/png");

        assertThat(tellsPlace(after)).isFalse();
        // Exactly what it would be had it been written without a place: the sum of the chunk as well.
        assertThat(pixel(after, 5)).isEqualTo(pixel(before, 5));
        assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
    }

    @Test
    void xmp_that_tells_a_place_goes() throws Exception {
        byte[] after = erased(Samples.jpegWithXmp(jpeg), "image/jpeg");

        assertThat(new String(after, StandardCharsets.ISO_8859_1)).doesNotContain("GPSLatitude", "52,31.2N");
        assertThat(ImageMetadataReader.readMetadata(new ByteArrayInputStream(after))
                        .getDirectoriesOfType(XmpDirectory.class))
                .allSatisfy(xmp -> assertThat(xmp.getXmpProperties()).isEmpty());
    }

    @Test
    void a_video_forgets_where_it_was_taken() throws IOException {
        byte[] place = "+52.5200+013.4050/".getBytes(StandardCharsets.US_ASCII);
        byte[] before = Samples.concat(
                Samples.box("ftyp", "isom".getBytes(StandardCharsets.US_ASCII)),
                Samples.box(
                        "moov",
                        Samples.box("mvhd", new byte[20]),
                        Samples.box("udta", Samples.box("\u00A9xyz", place)),
                        Samples.box(
                                "meta",
                                "com.apple.quicktime.location.ISO6709".getBytes(StandardCharsets.US_ASCII),
                                place)),
                Samples.box("mdat", place));

        byte[] after = erased(before, "video/mp4");

        String text = new String(after, StandardCharsets.ISO_8859_1);
        assertThat(after).hasSameSizeAs(before);
        assertThat(text.substring(0, text.indexOf("mdat"))).doesNotContain("+52.5200");
        assertThat(text).endsWith("mdat+52.5200+013.4050/");
    }

    @Test
    void a_heif_forgets_where_it_was_taken() throws IOException {
        byte[] before = Samples.concat(
                Samples.box("ftyp", "heic".getBytes(StandardCharsets.US_ASCII)),
                Samples.box(
                        "mdat",
                        new byte[1000],
                        "Exif\0\0".getBytes(StandardCharsets.US_ASCII),
                        Samples.exif(1, ByteOrder.BIG_ENDIAN)));

        byte[] after = erased(before, "image/heic");

        assertThat(after).hasSameSizeAs(before);
        assertThat(Location.look(Files.write(folder.resolve("again"), after), "image/heic", false)
                        .location())
                .isFalse();
    }

    @Test
    void a_picture_is_only_looked_at_where_that_is_wanted() throws IOException {
        byte[] before = Samples.jpeg(jpeg, Samples.exif(3, ByteOrder.LITTLE_ENDIAN));
        Path file = Files.write(folder.resolve("file"), before);

        Location.Found found = Location.look(file, "image/jpeg", false);

        assertThat(found).isEqualTo(new Location.Found(true, 3));
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @CsvSource({"image/jpeg", "image/png", "image/webp", "image/heic", "video/mp4"})
    void broken_data_does_no_harm(String type) throws IOException {
        Random random = new Random(7);
        byte[] whole = Samples.jpeg(jpeg, Samples.exif(6, ByteOrder.BIG_ENDIAN));
        for (int i = 0; i < 300; i++) {
            byte[] broken = whole.clone();
            for (int hit = 0; hit < 8; hit++) {
                broken[2 + random.nextInt(280)] = (byte) random.nextInt(256);
            }
            assertThat(erased(java.util.Arrays.copyOf(broken, random.nextInt(broken.length)), type))
                    .isNotNull();
        }
    }
}
