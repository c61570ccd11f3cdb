package im.hearth.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import java.util.List;

/** A problem in the members of {@code application/problem+json} (RFC 9457), as the REST door says it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemFrame(String type, String title, int status, String detail, List<FieldError> errors) {
    static String json(ObjectMapper mapper, Problem problem) {
        ProblemFrame frame = new ProblemFrame(
                "urn:hearth:problem:" + problem.slug(),
                problem.kind().title(),
                problem.kind().status(),
                problem.detail(),
                problem.errors());
        try {
            return mapper.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem cannot be written as JSON", e);
        }
    }
}
