package im.hearth.core.rest;

import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one feature brings to the REST door.
 *
 * @param name the feature's name, such as {@code messages}
 * @param resources JAX-RS resource objects, with absolute paths below {@code /api/}
 * @param openApi the OpenAPI 3.1 fragment (JSON) of these resources, made at build time; null for none
 */
public record RestModule(
        String name, List<Object> resources, @Nullable URL openApi) {
    public RestModule {
        resources = List.copyOf(resources);
    }
}
