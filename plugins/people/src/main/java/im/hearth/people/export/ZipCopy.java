package im.hearth.people.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.export.Copy;
import im.hearth.core.rest.Cursor;
import im.hearth.core.rest.Page;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A copy as a zip of JSON and files. */
final class ZipCopy implements Copy, AutoCloseable {
    private final ZipOutputStream zip;
    private final ObjectMapper mapper;
    private final Runnable pulse;

    /**
     * A zip.
     *
     * @param pulse is run now and again: the copy comes further
     */
    ZipCopy(Path file, ObjectMapper mapper, Runnable pulse) throws IOException {
        this.zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        this.mapper = mapper;
        this.pulse = pulse;
    }

    @Override
    public void json(String name, Object value) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        try (JsonGenerator out = generator()) {
            out.writePOJO(value);
        }
        zip.closeEntry();
    }

    @Override
    public <T> void list(String name, Function<@Nullable String, Page<T>> pages) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        try (JsonGenerator out = generator()) {
            out.writeStartArray();
            String next = null;
            do {
                Page<T> page = pages.apply(next);
                for (T item : page.items()) {
                    out.writePOJO(item);
                }
                next = Cursor.decode(page.next());
                pulse.run();
            } while (next != null);
            out.writeEndArray();
        }
        zip.closeEntry();
    }

    private JsonGenerator generator() throws IOException {
        return mapper.createGenerator(zip)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter();
    }

    @Override
    public void file(String name, InputStream content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        content.transferTo(zip);
        zip.closeEntry();
        pulse.run();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
