package im.hearth.core.openfire;

import java.lang.reflect.Method;
import javax.servlet.ServletRequest;
import javax.servlet.ServletRequestWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections below the servlet API, which has no word for dropping one. Jetty 9.2 and Jetty 12 (ee8) name the way
 * there alike: the request's channel, its end point; their classes are met by reflection.
 */
public final class HttpConnections {
    private static final Logger log = LoggerFactory.getLogger(HttpConnections.class);

    private HttpConnections() {}

    /**
     * What drops the connection that a request came on, whatever waits to be written to it. To complete the answer is not
     * enough while a write waits: Jetty 9.2.30 then throws WritePendingException out of {@code HttpOutput.close}, past
     * what would close the connection, which stays until its idle timeout.
     *
     * @param request one that is being served
     * @return to be run as long as the request is not completed; does nothing on a server that is not known
     */
    public static Runnable dropping(ServletRequest request) {
        ServletRequest own = request;
        while (own instanceof ServletRequestWrapper wrapper) {
            own = wrapper.getRequest();
        }
        try {
            Method channel = own.getClass().getMethod("getHttpChannel");
            Method endPoint = channel.getReturnType().getMethod("getEndPoint");
            Method close = endPoint.getReturnType().getMethod("close");
            Object connection = endPoint.invoke(channel.invoke(own));
            return () -> invoke(close, connection);
        } catch (ReflectiveOperationException e) {
            log.warn("Connections of this server cannot be dropped: slow readers keep theirs until it times out", e);
            return () -> {};
        }
    }

    private static void invoke(Method method, Object target) {
        try {
            method.invoke(target);
        } catch (ReflectiveOperationException e) {
            log.debug("A connection was gone already", e);
        }
    }
}
