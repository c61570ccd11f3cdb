package im.hearth.core.rest;

import io.swagger.v3.oas.annotations.Parameter;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The {@code limit} and {@code cursor} of a list; a {@code @BeanParam} of resource methods. */
public final class PageRequest {
    @Parameter(description = "How many items at most: 1 to 200.")
    @QueryParam("limit")
    @DefaultValue("50")
    @Min(value = 1, message = "must be from 1 to 200") @Max(value = 200, message = "must be from 1 to 200") private int limit = 50;

    @Parameter(description = "The next of the page before.")
    @QueryParam("cursor")
    private @Nullable String cursor;

    /** How many items the page may have. */
    public int limit() {
        return limit;
    }

    /** The key after which the page starts; null for the first page. */
    public @Nullable String after() {
        return Cursor.decode(cursor);
    }
}
