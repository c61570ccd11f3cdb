package im.hearth.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.OptionalBody;
import java.io.IOException;
import java.util.Arrays;
import javax.ws.rs.ext.ReaderInterceptor;
import javax.ws.rs.ext.ReaderInterceptorContext;
import org.jspecify.annotations.Nullable;

/** A method that takes a body gets one: none at all is a 400, unless it says that it can do without. */
final class EntityRequired implements ReaderInterceptor {
    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        @Nullable Object entity = context.proceed();
        if (entity == null && !isOptional(context)) {
            throw Problem.of(Kind.BAD_REQUEST, "This request needs a body: JSON, with Content-Type: application/json.");
        }
        return entity;
    }

    private static boolean isOptional(ReaderInterceptorContext context) {
        return Arrays.stream(context.getAnnotations()).anyMatch(OptionalBody.class::isInstance);
    }
}
