package im.hearth.media.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at pictures: how large they are, by their header alone, and how they look when small. */
public final class Pictures {
    /** The longer side of a small copy, in pixels: enough for a chat on a phone's screen. */
    public static final int THUMBNAIL = 400;

    /** The side of a portrait, in pixels: sharp on a phone, and some 30 KB in a vCard. */
    public static final int PORTRAIT = 400;

    private static final long MOST_DECODED = 8_000_000;

    private static final float QUALITY = 0.8f;

    /** Pictures that are decoded at once: each takes memory. */
    private static final int AT_ONCE = 2;

    private static final Logger log = LoggerFactory.getLogger(Pictures.class);

    private final Semaphore decoding = new Semaphore(AT_ONCE);

    /** Width and height in pixels. */
    public record Size(int width, int height) {
        /** As it is seen when it is turned like that (Exif's orientation). */
        public Size turned(int orientation) {
            return orientation >= 5 ? new Size(/* width= */ height, /* height= */ width) : this;
        }

        public long pixels() {
            return (long) width * height;
        }
    }

    /** A small copy that was written to a file. */
    public record Thumbnail(String mimeType, Size size) {}

    /** Whether pictures of that type can be looked at. */
    public static boolean canRead(String mimeType) {
        return switch (mimeType) {
            case "image/jpeg", "image/png", "image/apng", "image/gif", "image/bmp", "image/webp" -> true;
            default -> false;
        };
    }

    /** The size of a picture by its header; nothing is decoded. Empty for one that cannot be read. */
    public Optional<Size> size(Path file, String mimeType) {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            ImageReader reader = reader(mimeType);
            try {
                reader.setInput(in, true, true);
                Size size = new Size(reader.getWidth(0), reader.getHeight(0));
                return size.width > 0 && size.height > 0 ? Optional.of(size) : Optional.empty();
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            log.debug("A picture's header cannot be read", e);
            return Optional.empty();
        }
    }

    /**
     * Writes a small copy, upright and without metadata. Of the picture only every n-th pixel is decoded.
     *
     * @param orientation as Exif says, 1 to 8
     * @return empty for a picture that cannot be decoded
     */
    public Optional<Thumbnail> shrink(Path file, String mimeType, int orientation, Path target) {
        decoding.acquireUninterruptibly();
        try {
            BufferedImage small = turned(fitted(decode(file, mimeType, Pictures::forThumbnail)), orientation);
            boolean clear = small.getColorModel().hasAlpha();
            write(small, clear ? "png" : "jpeg", target);
            return Optional.of(
                    new Thumbnail(clear ? "image/png" : "image/jpeg", new Size(small.getWidth(), small.getHeight())));
        } catch (IOException | RuntimeException e) {
            // Broken further on, or of a kind that nobody decodes: it is kept as it is, without a small copy.
            log.debug("A picture cannot be decoded", e);
            return Optional.empty();
        } finally {
            decoding.release();
        }
    }

    /**
     * Writes the square middle of a picture as a small JPEG, upright, on white, and without metadata.
     *
     * @param orientation as Exif says, 1 to 8
     * @return false for a picture that cannot be decoded
     */
    public boolean portrait(Path file, String mimeType, int orientation, Path target) {
        decoding.acquireUninterruptibly();
        try {
            BufferedImage picture = decode(file, mimeType, Pictures::forPortrait);
            int shorter = Math.min(picture.getWidth(), picture.getHeight());
            int side = Math.min(PORTRAIT, shorter);
            BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            Graphics2D canvas = square.createGraphics();
            try {
                canvas.setColor(Color.WHITE);
                canvas.fillRect(0, 0, side, side);
                canvas.drawImage(
                        Thumbnails.of(picture)
                                .sourceRegion(Positions.CENTER, shorter, shorter)
                                .size(side, side)
                                .imageType(BufferedImage.TYPE_INT_ARGB)
                                .asBufferedImage(),
                        0,
                        0,
                        null);
            } finally {
                canvas.dispose();
            }
            write(turned(square, orientation), "jpeg", target);
            return true;
        } catch (IOException | RuntimeException e) {
            log.debug("A picture cannot be decoded", e);
            return false;
        } finally {
            decoding.release();
        }
    }

    /** Of how many pixels in a row only one is decoded. */
    private interface Thinning {
        int of(Size size);
    }

    private static int forThumbnail(Size size) {
        return Math.max(1, Math.max(size.width, size.height) / (2 * THUMBNAIL));
    }

    /** The shorter side counts, but a long strip takes no more memory than another picture. */
    private static int forPortrait(Size size) {
        int every = Math.max(1, Math.min(size.width, size.height) / (2 * PORTRAIT));
        while (size.pixels() / every / every > MOST_DECODED) {
            every++;
        }
        return every;
    }

    private static BufferedImage decode(Path file, String mimeType, Thinning thinning) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            ImageReader reader = reader(mimeType);
            try {
                reader.setInput(in, true, true);
                int every = thinning.of(new Size(reader.getWidth(0), reader.getHeight(0)));
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceSubsampling(every, every, 0, 0);
                return reader.read(0, param);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage fitted(BufferedImage image) throws IOException {
        // Into a plain colour model: others, such as grey with alpha, cannot be written by all writers.
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        int side = Math.min(THUMBNAIL, Math.max(image.getWidth(), image.getHeight()));
        return Thumbnails.of(image).size(side, side).imageType(type).asBufferedImage();
    }

    private static BufferedImage turned(BufferedImage image, int orientation) {
        if (orientation == 1) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        Size size = new Size(width, height).turned(orientation);
        BufferedImage turned = new BufferedImage(size.width, size.height, image.getType());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int left = orientation == 2 || orientation == 3 ? width - 1 - x : x;
                int top = orientation == 3 || orientation == 4 ? height - 1 - y : y;
                int colour = image.getRGB(x, y);
                switch (orientation) {
                    case 5 -> turned.setRGB(y, x, colour);
                    case 6 -> turned.setRGB(height - 1 - y, x, colour);
                    case 7 -> turned.setRGB(height - 1 - y, width - 1 - x, colour);
                    case 8 -> turned.setRGB(y, width - 1 - x, colour);
                    default -> turned.setRGB(left, top, colour);
                }
            }
        }
        return turned;
    }

    private static void write(BufferedImage image, String format, Path target) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream out = new FileImageOutputStream(target.toFile())) {
            writer.setOutput(out);
            @Nullable ImageWriteParam param = null;
            if (format.equals("jpeg")) {
                param = writer.getDefaultWriteParam();
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    private static ImageReader reader(String mimeType) throws IOException {
        if (mimeType.equals("image/webp")) {
            // Named, not registered: what a plugin registers with the JDK outlives the plugin.
            return new WebPImageReaderSpi().createReaderInstance();
        }
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByMIMEType(mimeType.equals("image/apng") ? "image/png" : mimeType);
        if (!readers.hasNext()) {
            throw new IOException("No reader for " + mimeType);
        }
        return readers.next();
    }
}
