package im.hearth.core.export;

import im.hearth.core.rest.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The copy of a person's data that is being made. Names are unique in it: {@code messages.json}, {@code files/a.jpg}. */
public interface Copy {
    /** How many items a page may have. */
    int PAGE = 200;

    /** Adds something as JSON, in the shape that the REST door has for it. */
    void json(String name, Object value) throws IOException;

    /**
     * Adds a list as JSON.
     *
     * @param pages from the position after a page, null for the first one, to the next page
     */
    <T> void list(String name, Function<@Nullable String, Page<T>> pages) throws IOException;

    /** Adds a file; reads the content to its end. */
    void file(String name, InputStream content) throws IOException;
}
