package im.hearth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jivesoftware.smackx.httpfileupload.HttpFileUploadManager;
import org.jivesoftware.smackx.httpfileupload.element.Slot;

/** Files, and how apps and clients bring them. */
final class Uploads {
    private Uploads() {}

    static byte[] picture(int width, int height) {
        return picture(width, height, "png");
    }

    private static byte[] picture(int width, int height, String format) {
        try {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < width; x++) {
                image.setRGB(x, x % height, x * 7919);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JPEG whose XMP says where it was taken. */
    static byte[] pictureOfAPlace() {
        byte[] xmp = utf8("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF"
                + " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description"
                + " xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='52,31.2N'/></rdf:RDF></x:xmpmeta>");
        byte[] picture = picture(40, 20, "jpeg");
        return ByteBuffer.allocate(picture.length + xmp.length + 4)
                .put(picture, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (xmp.length + 2))
                .put(xmp)
                .put(picture, 2, picture.length - 2)
                .array();
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** A form: fields by name, then one file. */
    static byte[] form(Map<String, String> fields, String part, String fileName, String type, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach((name, value) -> out.writeBytes(
                utf8("--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")));
        out.writeBytes(utf8("--B\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + type + "\r\n\r\n"));
        out.writeBytes(content);
        out.writeBytes(utf8("\r\n--B--\r\n"));
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Api.Answer post(Person person, String path, byte[] form) {
        return person.api()
                .send(person.api()
                        .request(path)
                        .header("Content-Type", "multipart/form-data; boundary=B")
                        .POST(BodyPublishers.ofByteArray(form)));
    }

    static Api.Answer patch(Person person, String path, byte[] form) {
        return person.api()
                .send(person.api()
                        .request(path)
                        .header("Content-Type", "multipart/form-data; boundary=B")
                        .method("PATCH", BodyPublishers.ofByteArray(form)));
    }

    static Api.Answer upload(Person person, String fileName, String type, byte[] content) {
        return post(person, "/api/uploads/", form(Map.of(), "file", fileName, type, content));
    }

    static HttpFileUploadManager uploads(Xmpp client) {
        try {
            HttpFileUploadManager uploads = HttpFileUploadManager.getInstanceFor(client.connection());
            assertThat(uploads.discoverUploadService()).isTrue();
            return uploads;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Slot slot(Xmpp client, String name, int size, String type) {
        try {
            return uploads(client).requestSlot(name, size, type);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
