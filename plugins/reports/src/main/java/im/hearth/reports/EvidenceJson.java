package im.hearth.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.rest.Json;

/** Evidence as it lies in the database. */
final class EvidenceJson {
    private final ObjectMapper mapper = Json.mapper();

    String write(Evidence evidence) {
        try {
            return mapper.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Evidence is no JSON", e);
        }
    }

    Evidence read(String json) {
        try {
            return mapper.readValue(json, Evidence.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The evidence in the database cannot be read", e);
        }
    }
}
