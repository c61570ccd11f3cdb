package im.hearth.openapi;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.integration.api.ObjectMapperProcessor;

/** Names properties as the REST door does: snake_case. */
public final class WireNames implements ObjectMapperProcessor {
    @Override
    public void processJsonObjectMapper(ObjectMapper mapper) {
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        // The generator finds the parameters in a @BeanParam by its own mapper, which does not see private fields.
        Json.mapper().setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
    }
}
