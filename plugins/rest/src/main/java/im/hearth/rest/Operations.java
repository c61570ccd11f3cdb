package im.hearth.rest;

import im.hearth.core.rest.RestModule;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** The resource methods of modules, by method and path as OpenAPI writes them: {@code get /users/{user_id}/}. */
final class Operations {
    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\s*([\\w.-]+)\\s*:[^{}]*(?:\\{[^{}]*}[^{}]*)*}");

    private final Map<String, Method> methods = new HashMap<>();

    Operations(List<RestModule> modules) {
        modules.forEach(module -> module.resources().forEach(resource -> add(resource.getClass())));
    }

    /** The method that answers; null where none of the modules' does. */
    @Nullable Method method(String verb, String path) {
        return methods.get(key(verb, path));
    }

    /** A path with one slash between its parts and at its end, unless that is a file, and no expressions. */
    static String normal(String path) {
        String plain = EXPRESSION.matcher("/" + path + "/").replaceAll("{$1}");
        String slashed = SLASHES.matcher(plain).replaceAll("/");
        return slashed.endsWith(".json/") ? slashed.substring(0, slashed.length() - 1) : slashed;
    }

    private void add(Class<?> resource) {
        Path root = resource.getAnnotation(Path.class);
        if (root == null) {
            return;
        }
        for (Method method : resource.getMethods()) {
            Path below = method.getAnnotation(Path.class);
            String path = root.value() + "/" + (below == null ? "" : below.value());
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    methods.put(key(verb.value(), path), method);
                }
            }
        }
    }

    private static String key(String verb, String path) {
        return verb.toLowerCase(Locale.ROOT) + " " + normal(path);
    }
}
