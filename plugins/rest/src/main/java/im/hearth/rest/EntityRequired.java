package im.hearth.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.IOException;
import javax.ws.rs.ext.ReaderInterceptor;
import javax.ws.rs.ext.ReaderInterceptorContext;
import org.jspecify.annotations.Nullable;

/** A method that takes a body gets one: none at all is a 400. */
final class EntityRequired implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        @Nullable Object entity = context.proceed();
        if (entity == null) {
            throw Problem.of(Kind.BAD_REQUEST, "This request needs a body: JSON, with Content-Type: application/json.");
        }
        return entity;
    }
}
