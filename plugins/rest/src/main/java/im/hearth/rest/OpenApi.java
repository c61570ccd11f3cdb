package im.hearth.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import im.hearth.core.rest.RestModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.annotation.security.RolesAllowed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenAPI 3.1 document of the modules of the moment: their fragments, made at build time, and what is common to all
 * operations, in {@code openapi.json} beside this class.
 */
final class OpenApi {
    private static final List<String> VERBS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final List<String> ALWAYS = List.of("422", "429", "500", "503");
    private static final List<String> WITH_BODY = List.of("400", "413", "415");
    private static final String GENERATED = "default response";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Logger log = LoggerFactory.getLogger(OpenApi.class);

    /** What was built from which modules: each is itself only, since to compare URLs may ask the DNS. */
    private record Built(Set<RestModule> modules, String document) {}

    private final Supplier<List<RestModule>> modules;
    private final ObjectMapper mapper;
    private volatile @Nullable Built built;

    OpenApi(Supplier<List<RestModule>> modules, ObjectMapper mapper) {
        this.modules = modules;
        this.mapper = mapper;
    }

    /** The document in JSON. */
    String document() {
        List<RestModule> present = modules.get();
        Set<RestModule> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(present);
        Built last = built;
        if (last == null || !last.modules().equals(identities)) {
            last = new Built(identities, build(present));
            built = last;
        }
        return last.document();
    }

    private String build(List<RestModule> present) {
        try (InputStream common = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (common == null) {
                throw new IllegalStateException("The common part of the OpenAPI document is missing");
            }
            Merge merge = new Merge((ObjectNode) mapper.readTree(common), new Operations(present));
            for (RestModule module : present) {
                if (module.openApi() != null) {
                    try (InputStream fragment = module.openApi().openStream()) {
                        merge.add(module.name(), (ObjectNode) mapper.readTree(fragment));
                    } catch (IOException e) {
                        log.error("The OpenAPI fragment of {} cannot be read; the document lacks it", module.name(), e);
                    }
                }
            }
            return mapper.writeValueAsString(merge.document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document in the making. */
    private static final class Merge {
        private final ObjectNode document;
        private final Operations operations;
        private final Map<String, JsonNode> paths = new TreeMap<>();
        private final Set<String> operationIds = new HashSet<>();

        Merge(ObjectNode common, Operations operations) {
            this.document = common;
            this.operations = operations;
        }

        ObjectNode document() {
            ObjectNode all = document.putObject("paths");
            paths.forEach(all::set);
            return document;
        }

        void add(String module, ObjectNode fragment) {
            addSchemas(module, fragment);
            for (Map.Entry<String, JsonNode> path : fragment.path("paths").properties()) {
                String normal = Operations.normal(path.getKey());
                ObjectNode item = (ObjectNode) paths.computeIfAbsent(normal, fresh -> document.objectNode());
                for (Map.Entry<String, JsonNode> part : path.getValue().properties()) {
                    item.set(part.getKey(), part.getValue());
                    if (VERBS.contains(part.getKey())) {
                        complete(module, part.getKey(), normal, (ObjectNode) part.getValue());
                    }
                }
            }
        }

        /** Takes the fragment's schemas over; one whose name another module has for something else gets another name. */
        private void addSchemas(String module, ObjectNode fragment) {
            ObjectNode ours = (ObjectNode) document.path("components").path("schemas");
            JsonNode theirs = fragment.path("components").path("schemas");
            Map<String, String> renamed = new HashMap<>();
            for (Map.Entry<String, JsonNode> schema : theirs.properties()) {
                JsonNode there = ours.get(schema.getKey());
                if (schema.getValue() instanceof ObjectNode object && object.has("properties") && !object.has("type")) {
                    object.put("type", "object");
                }
                if (there != null && !there.equals(schema.getValue())) {
                    renamed.put(SCHEMAS + schema.getKey(), SCHEMAS + capital(module) + schema.getKey());
                }
            }
            rename(fragment, renamed);
            for (Map.Entry<String, JsonNode> schema : theirs.properties()) {
                String name = renamed.getOrDefault(SCHEMAS + schema.getKey(), SCHEMAS + schema.getKey());
                ours.set(name.substring(SCHEMAS.length()), schema.getValue());
            }
        }

        private static void rename(JsonNode node, Map<String, String> renamed) {
            if (renamed.isEmpty()) {
                return;
            }
            String reference = node.path("$ref").asText();
            if (node instanceof ObjectNode object && renamed.containsKey(reference)) {
                object.put("$ref", renamed.get(reference));
            }
            node.forEach(child -> rename(child, renamed));
        }

        private void complete(String module, String verb, String path, ObjectNode operation) {
            @Nullable Method method = operations.method(verb, path);
            boolean open = method != null && ResourceFilter.isOpen(method);
            boolean hasBody = operation.has("requestBody");
            if (open) {
                operation.putArray("security");
            }
            String id = operation.path("operationId").asText(verb + path.replaceAll("\\W+", "_"));
            operation.put("operationId", operationIds.add(id) ? id : unique(module + capital(id)));

            ArrayNode parameters = operation.withArray("parameters");
            if (verb.equals("post")) {
                parameters.addObject().put("$ref", "#/components/parameters/IdempotencyKey");
            }
            parameters.addObject().put("$ref", "#/components/parameters/RequestId");
            if (hasBody && operation.get("requestBody") instanceof ObjectNode body && !body.has("$ref")) {
                body.put("required", true);
            }

            ObjectNode responses = operation.withObject("/responses");
            ownResponses(responses, method);
            ALWAYS.forEach(status -> common(responses, status));
            if (hasBody) {
                WITH_BODY.forEach(status -> common(responses, status));
            }
            if (verb.equals("post")) {
                common(responses, "409");
            }
            if (!open) {
                common(responses, "401");
            }
            if (method != null && method.isAnnotationPresent(RolesAllowed.class)) {
                common(responses, "403");
            }
            if (path.contains("{")) {
                common(responses, "404");
            }
        }

        /** What the generator could not know: a void method answers 204, and a word for a bare success. */
        private static void ownResponses(ObjectNode responses, @Nullable Method method) {
            JsonNode success = responses.get("200");
            if (success instanceof ObjectNode bare
                    && bare.path("description").asText().equals(GENERATED)) {
                bare.put("description", "OK");
                if (method != null && method.getReturnType() == void.class) {
                    responses.remove("200");
                    responses.putObject("204").put("description", "Done");
                }
            }
            responses.forEach(response -> {
                if (response instanceof ObjectNode own && !own.has("$ref")) {
                    own.withObject("/headers")
                            .putObject(RequestId.HEADER)
                            .put("$ref", "#/components/headers/RequestId");
                }
            });
        }

        private static void common(ObjectNode responses, String status) {
            if (!responses.has(status)) {
                responses.putObject(status).put("$ref", "#/components/responses/" + status);
            }
        }

        private String unique(String id) {
            String name = id;
            for (int i = 2; !operationIds.add(name); i++) {
                name = id + i;
            }
            return name;
        }

        private static String capital(String text) {
            return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
        }
    }
}
